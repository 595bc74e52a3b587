/**
 * The keys a server works with: named purposes, a key id in every value, rotation without a pause. The keys lie in
 * table `keys`, wrapped by the root key; every node holds them in memory and follows the table.
 */
import type { Clock } from './clock.ts'
import type { Db } from './db.ts'
import type { KeyPurpose, KeyRing } from './key-ring.ts'
import { activeKey, liveKeys, makeRing } from './key-ring.ts'
import { createMissingKeys, readRing } from './key-store.ts'
import type { RootKey } from './root-key.ts'
import type { Field } from './sealing.ts'
import { macBytes, openBytes, sealBytes, sealedKid } from './sealing.ts'
import type { PublicKey, SigningKey } from './signing.ts'

export type { KeyPurpose } from './key-ring.ts'
export { equalInConstantTime } from './sealing.ts'

export interface Keys {
  /** Seals under the active key. `context` names the row and column: a value moved to another row does not open. */
  seal(purpose: KeyPurpose, plain: Uint8Array, context: readonly string[]): Buffer
  /**
   * What lay in our own tables, where nobody else has a hand: what does not open raises an alarm.
   *
   * @throws on anything tampered with, moved, cut, or sealed by a key this node does not hold
   */
  open(purpose: KeyPurpose, sealed: Uint8Array, context: readonly string[]): Buffer
  /** The same for what a client brings back: what of it does not open is anybody's scribble, and wakes nobody. */
  openBrought(purpose: KeyPurpose, sealed: Uint8Array, context: readonly string[]): Buffer
  /** Raises that alarm for what lay under an account's own data key. */
  tellBroken(purpose: KeyPurpose): void
  /** kid (4 bytes) ‖ HMAC-SHA-256 (32 bytes) under the active key, for what is written. */
  mac(purpose: KeyPurpose, fields: readonly Field[]): Buffer
  /** The same under every live key, the active one first: for look-ups, and for claims that must be unique. */
  macs(purpose: KeyPurpose, fields: readonly Field[]): Buffer[]
  /** The key pair that signs now, for what others verify. */
  signer(): SigningKey
  /** Public halves of every live pair, the active one first: what they signed is still good. */
  publicKeys(): PublicKey[]
}

export interface LoadedKeys extends Keys {
  /** Reads the ring again now, and resolves when this node uses it. */
  reload(): Promise<void>
  close(): Promise<void>
}

export interface KeysOptions {
  /** How often the ring is read again, whatever notices were lost. */
  reloadMs?: number
  /** After how long without a reading this node stops writing: it might use a key that is about to be destroyed. */
  staleMs?: number
  onReloadError?: (error: unknown) => void
  /** A value of our own tables did not open: somebody changed, cut or moved it. It fails closed, and is worth waking for. */
  onBroken?: (purpose: KeyPurpose) => void
}

export const reloadMs = 3_000
export const staleMs = 60_000

/**
 * Loads the key ring, makes the first key of each purpose if there is none, and follows changes until closed.
 *
 * @throws when the root key is not the one this ring was wrapped with
 */
export async function loadKeys(db: Db, root: RootKey, clock: Clock, options: KeysOptions = {}): Promise<LoadedKeys> {
  await createMissingKeys(db, root, clock, await readRing(db, root, clock, makeRing([])))
  let ring = await readRing(db, root, clock, makeRing([]))
  let readAt = performance.now()
  let reading: Promise<void> | undefined

  const read = async () => {
    const startedAt = performance.now()
    ring = await readRing(db, root, clock, ring)
    readAt = startedAt
  }
  const reload = (): Promise<void> => {
    const next = (reading ?? Promise.resolve()).catch(() => undefined).then(read)
    const settled = next.finally(() => {
      if (reading === settled) reading = undefined
    })
    reading = settled
    return settled
  }
  // One reading under way is enough for any number of reasons to read.
  const follow = () => {
    if (!reading) reload().catch((error) => options.onReloadError?.(error))
  }

  const readNow = () => void reload().catch((error) => options.onReloadError?.(error))
  const unlisten = await db.listen('keys', readNow, readNow)
  const timer = setInterval(follow, options.reloadMs ?? reloadMs).unref()
  const writable = (): KeyRing => {
    if (performance.now() - readAt > (options.staleMs ?? staleMs)) {
      follow()
      throw new Error('the key ring has not been read for too long to write with it')
    }
    return ring
  }

  return {
    ...ringKeys({ readable: () => ring, writable, clock, follow, onBroken: options.onBroken ?? (() => {}) }),
    reload,
    async close() {
      clearInterval(timer)
      await unlisten()
      await reading?.catch(() => undefined)
    },
  }
}

interface Ring {
  readable(): KeyRing
  writable(): KeyRing
  clock: Clock
  follow(): void
  onBroken(purpose: KeyPurpose): void
}

function ringKeys({ readable, writable, clock, follow, onBroken }: Ring): Keys {
  const openWithRing = (purpose: KeyPurpose, sealed: Uint8Array, context: readonly string[]): Buffer => {
    const kid = sealedKid(sealed)
    const live = liveKeys(readable(), purpose)
    const key = live.find((each) => each.kid === kid)
    if (key) return openBytes(key.sealing, purpose, sealed, context)
    follow() // another node may have written with a key newer than our last reading
    throw Object.assign(new Error(`this node holds no key ${kid} for ${purpose}`), {
      isNewer: live.every((each) => each.kid < kid),
    })
  }
  return {
    seal(purpose, plain, context) {
      const { kid, sealing } = activeKey(writable(), purpose, clock.now())
      return sealBytes(sealing, purpose, kid, plain, context)
    },
    open(purpose, sealed, context) {
      try {
        return openWithRing(purpose, sealed, context)
      } catch (error) {
        if (!(error as { isNewer?: boolean }).isNewer) onBroken(purpose)
        throw error
      }
    },
    openBrought: openWithRing,
    tellBroken: onBroken,
    mac(purpose, fields) {
      const { kid, macing } = activeKey(writable(), purpose, clock.now())
      return macBytes(macing, purpose, kid, fields)
    },
    macs(purpose, fields) {
      const ring = writable()
      const active = activeKey(ring, purpose, clock.now())
      const others = liveKeys(ring, purpose).filter((key) => key !== active)
      return [active, ...others].map((key) => macBytes(key.macing, purpose, key.kid, fields))
    },
    signer() {
      const { signing } = activeKey(writable(), 'approval', clock.now())
      if (!signing) throw new Error('the key ring has no key pair to sign with')
      return signing
    },
    publicKeys() {
      const ring = readable()
      const active = activeKey(ring, 'approval', clock.now())
      const others = liveKeys(ring, 'approval').filter((key) => key !== active)
      return [active, ...others].flatMap(({ signing }) => signing?.public ?? [])
    },
  }
}
