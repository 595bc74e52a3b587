// A phone for a shell's part of the app, where no phone is: only what lies behind the bridge is played.

/**
 * Answers as the native side of Capacitor's plugins does, over its own bridge; `window.phone` is what a test turns. It runs in
 * the page, so it holds all it needs.
 */
export function playPhone() {
  type Options = Record<'prefixedKey' | 'key' | 'value' | 'data' | 'eventName', string>
  const phone = {
    open: {} as Record<string, string>,
    locked: {} as Record<string, string>,
    calls: [] as [string, unknown][],
    listeners: {} as Record<string, (event: unknown) => void>,
    biometry: true,
    finger: 'accept' as 'accept' | 'cancel',
    isFull: false,
    hasAuthenticator: true,
    launch: undefined as string | undefined,
  }
  const full = () => {
    if (phone.isFull) throw Object.assign(new Error('osError'), { code: 'osError' })
  }
  const methods: Record<string, Record<string, (options: Options) => unknown>> = {
    SecureStorage: {
      internalGetItem: ({ prefixedKey }) => ({ data: phone.open[prefixedKey] ?? null }),
      internalSetItem({ prefixedKey, data }) {
        full()
        phone.open[prefixedKey] = data
      },
      internalRemoveItem({ prefixedKey }) {
        delete phone.open[prefixedKey]
        return { success: true }
      },
    },
    NativeBiometric: {
      isAvailable: () => ({ isAvailable: phone.biometry, strongBiometryIsAvailable: phone.biometry }),
      setData({ key, value }) {
        full()
        phone.locked[key] = value
      },
      getSecureData({ key }) {
        // As Android does: the prompt lies over the app.
        phone.listeners.appStateChange?.({ isActive: false })
        phone.listeners.appStateChange?.({ isActive: true })
        if (phone.finger === 'cancel') throw Object.assign(new Error('User canceled'), { code: '16' })
        if (!(key in phone.locked)) throw Object.assign(new Error('No protected data found'), { code: '21' })
        return { value: phone.locked[key] }
      },
      isDataSaved: ({ key }) => ({ isSaved: key in phone.locked }),
      deleteData: ({ key }) => void delete phone.locked[key],
    },
    App: { getLaunchUrl: () => phone.launch && { url: phone.launch }, minimizeApp: () => undefined },
    AppLauncher: { openUrl: () => ({ completed: phone.hasAuthenticator }) },
    Browser: { open: () => undefined },
    Clipboard: { write: () => full() },
    PrivacyScreen: { enable: () => ({ success: true }) },
  }
  Object.assign(window, {
    phone,
    androidBridge: {},
    Capacitor: {
      isNativePlatform: () => true, // as native-bridge.js says before any script of the page
      PluginHeaders: Object.entries(methods).map(([name, each]) => ({
        name,
        methods: [
          ...Object.keys(each).map((method) => ({ name: method, rtype: 'promise' })),
          { name: 'addListener', rtype: 'callback' },
          { name: 'removeListener', rtype: 'callback' },
        ],
      })),
      nativePromise: async (plugin: string, method: string, options: Options) => {
        phone.calls.push([`${plugin}.${method}`, options])
        return methods[plugin]?.[method]?.(options)
      },
      nativeCallback: (_plugin: string, _method: string, { eventName }: Options, hear: (event: unknown) => void) => {
        phone.listeners[eventName] = hear
        return '1'
      },
    },
  })
}
