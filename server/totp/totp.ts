/** Time-based one-time passwords: RFC 6238 over RFC 4226, SHA-1, six digits, steps of 30 seconds. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { policy } from '../platform/policy.ts'

/** @returns 160 random bits (RFC 4226 §4, R6) */
export function newTotpKey(): Buffer {
  return randomBytes(policy.totpKeyBits / 8)
}

/** The step a moment lies in (RFC 6238 §4.2, T0 = 0). */
export function stepAt(time: Date): number {
  return Math.floor(time.getTime() / 1000 / policy.totpStepSeconds)
}

/** HOTP of a counter (RFC 4226 §5.3). @param digits 6 for authenticator apps; the RFC's own vectors have 8 too */
export function codeOfStep(key: Uint8Array, step: number, digits: number = policy.totpDigits): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', key).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0xf
  const truncated = mac.readUInt32BE(offset) & 0x7fffffff
  return String(truncated % 10 ** digits).padStart(digits, '0')
}

/**
 * The step whose code this is, among those from `first` to `last`, compared in constant time; the newest of several.
 *
 * @param code six ASCII digits
 */
export function matchingStep(key: Uint8Array, code: string, first: number, last: number): number | undefined {
  const given = Buffer.from(code)
  let found: number | undefined
  for (let step = first; step <= last; step++) {
    const expected = Buffer.from(codeOfStep(key, step))
    if (expected.length === given.length && timingSafeEqual(expected, given)) found = step
  }
  return found
}

/** Steps that are accepted at a moment: the present one and its neighbours. */
export function acceptedSteps(now: Date): { first: number; last: number } {
  const present = stepAt(now)
  return { first: present - policy.totpSkewSteps, last: present + policy.totpSkewSteps }
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 §6 without padding, as authenticator apps take it; a key of 20 bytes needs none. */
export function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

/**
 * What the QR code says. The issuer stands in it twice, and nothing but SHA-1, 6 and 30 is understood by every app.
 *
 * @param label masked identifier: the app shows it to whoever looks over a shoulder
 */
export function otpauthUri(key: Uint8Array, brand: string, label: string): string {
  const issuer = encodeURIComponent(brand)
  const { totpDigits, totpStepSeconds } = policy
  const query = `secret=${toBase32(key)}&issuer=${issuer}&algorithm=SHA1&digits=${totpDigits}&period=${totpStepSeconds}`
  return `otpauth://totp/${issuer}:${encodeURIComponent(label)}?${query}`
}
