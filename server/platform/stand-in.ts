import type { Keys } from './keys.ts'

/**
 * Does for nobody what is done with an account's sealed value, so that an address that no account has costs the same time
 * (ASVS 6.3.8, promise P4). What stands in is made once for each key ring, and anew when its key was destroyed meanwhile.
 *
 * @param make seals a value of nobody
 * @param open opens it as an account's is opened; what comes of it is not used
 */
export function standIn<T>(make: (keys: Keys) => T, open: (keys: Keys, value: T) => void): (keys: Keys) => void {
  const made = new WeakMap<Keys, T>()
  return (keys) => {
    const value = made.get(keys) ?? make(keys)
    try {
      open(keys, value)
      made.set(keys, value)
    } catch {
      made.delete(keys)
    }
  }
}
