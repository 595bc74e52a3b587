// The addresses of the app's screens: those of the pages, under `/app`, so that a link leads to the same thing in both.

export const base = '/app'

export interface Address {
  pattern: RegExp
  /** Nothing to see without a session: whoever has none signs in first. */
  isOwn?: true
  /** Where Back leads when there is nothing to go back to. */
  parent: string
}

const addresses = {
  home: { pattern: /^\/$/, parent: '/' },
  logIn: { pattern: /^\/log-in$/, parent: '/' },
  signUp: { pattern: /^\/sign-up$/, parent: '/log-in' },
  forgotPassword: { pattern: /^\/forgot-password$/, parent: '/log-in' },
  thaw: { pattern: /^\/thaw$/, parent: '/log-in' },
  notMe: { pattern: /^\/not-me$/, parent: '/' },
  undoChange: { pattern: /^\/undo-change$/, parent: '/' },
  welcome: { pattern: /^\/welcome$/, parent: '/', isOwn: true },
  settings: { pattern: /^\/settings$/, parent: '/', isOwn: true },
  security: { pattern: /^\/account\/security$/, parent: '/settings', isOwn: true },
  bind: { pattern: /^\/account\/security\/authenticator$/, parent: '/account/security', isOwn: true },
  devices: { pattern: /^\/account\/devices$/, parent: '/settings', isOwn: true },
  activity: { pattern: /^\/account\/activity$/, parent: '/settings', isOwn: true },
  approve: { pattern: /^\/approve\/([^/]+)$/, parent: '/', isOwn: true },
  help: { pattern: /^\/help(?:\/([^/]+))?$/, parent: '/' },
} satisfies Record<string, Address>

export type ScreenName = keyof typeof addresses

export interface ScreenProps {
  /** The part of the address that names something: an approval, a guide. */
  name: string
}

export interface Found extends Address, ScreenProps {
  screen: ScreenName
}

/** @param path without `/app`; `/` for the home screen */
export function findScreen(path: string): Found | undefined {
  for (const [screen, address] of Object.entries<Address>(addresses)) {
    const found = address.pattern.exec(path)
    if (found) return { ...address, screen: screen as ScreenName, name: found[1] ?? '' }
  }
  return undefined
}

/** The screen's path of an address of the app; what is not one is home. */
export function pathOf({ pathname }: Pick<URL, 'pathname'>): string {
  return pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : '/'
}

/**
 * Where an address leads within the app.
 *
 * @param origin our own
 * @param server where links of mails and pages lead, if elsewhere: the server's origin
 * @returns path, query and fragment without `/app`; undefined for what the app does not show
 */
export function withinApp(address: string, origin: string, server: string): string | undefined {
  const url = URL.parse(address, origin)
  // A shell's own scheme has no origin that could be compared, so protocol and host are.
  const isOurs = [origin, server]
    .flatMap((own) => URL.parse(own) ?? [])
    .some((own) => url?.protocol === own.protocol && url.host === own.host)
  if (!url || !isOurs || url.username || url.password) return undefined
  const path = url.pathname === base || url.pathname.startsWith(`${base}/`) ? pathOf(url) : url.pathname
  return findScreen(path) ? path + url.search + url.hash : undefined
}
