// Keeps the token in the phone's own safe (Keychain, Keystore): on this device only, in no backup (decision 0032).
import { KeychainAccess, SecureStorage } from '@aparajita/capacitor-secure-storage'
import { AccessControl, NativeBiometric } from '@capgo/capacitor-native-biometric'
import { common, app as words } from '../words/active.ts'
import { type Kept, type Vault, VaultError } from './platform.ts'

const open = 'session'
const locked = 'locked-session'
/** Stands in the open drawer while the token lies in the locked one: an empty locked one then means that it was emptied. */
const mark = '{"locked":true}'

/** @returns the vault, and whether the phone is asking for a finger or face just now */
export async function openNativeVault(): Promise<{ vault: Vault; isAsking(): boolean }> {
  let asking = 0
  const readLocked = async (): Promise<Kept> => {
    asking += 1
    try {
      const { value } = await NativeBiometric.getSecureData({
        key: locked,
        title: words.unlock,
        reason: words.lockedLead,
        subtitle: words.lockedLead,
        negativeButtonText: common.cancel,
      })
      return JSON.parse(value)
    } catch {
      // The phone drops the key with the first finger or face that is added; whatever else went wrong may be tried again.
      const { isSaved } = await NativeBiometric.isDataSaved({ key: locked }).catch(() => ({ isSaved: true }))
      throw new VaultError(isSaved ? 'cancelled' : 'changed')
    } finally {
      asking -= 1
    }
  }
  const isLocked = async () => (await readOpen()) === mark

  const vault: Vault = {
    async read() {
      const found = await readOpen()
      if (found === mark) return readLocked()
      return found === undefined ? undefined : JSON.parse(found)
    },
    // Without a token there is nothing to guard: who signs out unlocks too.
    keep: async (kept) => void ((await isLocked()) && kept.token ? await keepLocked(kept) : await keepOpen(kept)),
    async forget() {
      await SecureStorage.remove(open).catch(() => undefined)
      await NativeBiometric.deleteData({ key: locked }).catch(() => undefined)
    },
  }
  const { strongBiometryIsAvailable } = await NativeBiometric.isAvailable({ useFallback: false }).catch(() => ({
    strongBiometryIsAvailable: false,
  }))
  if (!strongBiometryIsAvailable) return { vault, isAsking: () => asking > 0 }
  return {
    vault: {
      ...vault,
      biometrics: {
        isOn: isLocked,
        async turn(on, kept) {
          if (!on) return keepOpen(kept)
          await keepLocked(kept)
          // Proven to open before the open copy goes: a lock that the owner cannot open would cost them the session.
          try {
            await readLocked()
            await put(mark)
          } catch (error) {
            await NativeBiometric.deleteData({ key: locked }).catch(() => undefined)
            throw error
          }
        },
      },
    },
    isAsking: () => asking > 0,
  }
}

async function readOpen(): Promise<string | undefined> {
  // What the safe can no longer read (its key is gone) is as good as not there.
  const found = await SecureStorage.get(open, false).catch(() => undefined)
  return typeof found === 'string' ? found : undefined
}

async function keepOpen(kept: Kept): Promise<void> {
  await put(JSON.stringify(kept))
  await NativeBiometric.deleteData({ key: locked }).catch(() => undefined)
}

const keepLocked = (kept: Kept) =>
  orFull(
    NativeBiometric.setData({
      key: locked,
      value: JSON.stringify(kept),
      accessControl: AccessControl.BIOMETRY_CURRENT_SET,
    }),
  )

const put = (text: string) =>
  orFull(SecureStorage.set(open, text, false, false, KeychainAccess.whenUnlockedThisDeviceOnly))

const orFull = (done: Promise<void>) =>
  done.catch(() => {
    throw new VaultError('full')
  })
