/**
 * The key ring: which key of a purpose writes and which may still read (next → active → decrypt-only → destroyed).
 * Nodes need no coordination: a key is in every ring before its `activeFrom` comes, and only then does anyone write
 * with it; and it is retired, so that nobody writes with it whatever their clock says, before it is destroyed.
 */
import type { KeyObject } from 'node:crypto'
import { createSecretKey, hkdfSync } from 'node:crypto'
import { type SigningKey, signingKey } from './signing.ts'

/** What keys are for. A value sealed for one purpose never opens for another. */
export const keyPurposes = [
  'account',
  'index',
  'password',
  'totp',
  'recovery_key',
  'code',
  'outbox',
  'approval',
  'staff',
] as const
export type KeyPurpose = (typeof keyPurposes)[number]

export const keyBytes = 32

export interface RingKey {
  purpose: KeyPurpose
  kid: number
  activeFrom: Date
  /** Soon to be destroyed: read with, never written with. */
  isRetired: boolean
  sealing: KeyObject
  macing: KeyObject
  /** Of purpose `approval`: what others verify with our public key. */
  signing?: SigningKey
}

/** The live keys of each purpose, in the order they become active. */
export type KeyRing = ReadonlyMap<KeyPurpose, readonly RingKey[]>

/** A key of the ring from its 32 raw bytes, with one derived key for each kind of use (RFC 5869); wipes `raw`. */
export function ringKey(purpose: KeyPurpose, kid: number, activeFrom: Date, raw: Buffer): RingKey {
  if (raw.length !== keyBytes) throw new Error(`key ${kid} for ${purpose} is not ${keyBytes} bytes`)
  const bytes = (use: string) => Buffer.from(hkdfSync('sha256', raw, '', `portvakt/${use}/v1`, 32))
  const derive = (use: string) => createSecretKey(bytes(use))
  const key = { purpose, kid, activeFrom, isRetired: false, sealing: derive('seal'), macing: derive('mac') }
  const signing = purpose === 'approval' ? { signing: signingKey(bytes('sign')) } : {}
  raw.fill(0)
  return { ...key, ...signing }
}

export function makeRing(keys: Iterable<RingKey>): KeyRing {
  const sorted = [...keys].sort((a, b) => a.activeFrom.getTime() - b.activeFrom.getTime() || a.kid - b.kid)
  return new Map(keyPurposes.map((purpose) => [purpose, sorted.filter((key) => key.purpose === purpose)]))
}

/**
 * The key that writes at `now`: the newest whose time has come. A node whose clock is so late that none has come
 * writes with the oldest that is not retired, which every other node can read.
 */
export function activeKey(ring: KeyRing, purpose: KeyPurpose, now: Date): RingKey {
  const writable = liveKeys(ring, purpose).filter(({ isRetired }) => !isRetired)
  const key = writable.findLast(({ activeFrom }) => activeFrom <= now) ?? writable[0]
  if (!key) throw new Error(`the key ring has no key for ${purpose}`)
  return key
}

/** Every key of the purpose that is not destroyed: decrypt-only, active and next. */
export function liveKeys(ring: KeyRing, purpose: KeyPurpose): readonly RingKey[] {
  return ring.get(purpose) ?? []
}
