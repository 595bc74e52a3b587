/**
 * How a sealed value and a MAC are laid out, in bytes (AES-256-GCM, NIST SP 800-38D; HMAC-SHA-256, RFC 2104).
 *
 *   sealed = version (1) ‖ kid (4, big-endian) ‖ nonce (12) ‖ ciphertext ‖ tag (16)
 *   mac    = kid (4, big-endian) ‖ HMAC-SHA-256 (32)
 *
 * Nonces are random 96-bit: one key may seal 2^32 values (SP 800-38D §8.3), far above what a key lives to see.
 */
import type { KeyObject } from 'node:crypto'
import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const VERSION = 1
const HEADER_BYTES = 5
const NONCE_BYTES = 12
const TAG_BYTES = 16
const LEAST_BYTES = HEADER_BYTES + NONCE_BYTES + TAG_BYTES

/** One field of a context or a MAC; a string counts as its UTF-8 bytes. */
export type Field = string | Uint8Array

/** Joins fields so that no two different lists give the same bytes: each field stands behind its length. */
export function lengthPrefixed(fields: readonly Field[]): Buffer {
  const parts: Buffer[] = []
  for (const field of fields) {
    const bytes = typeof field === 'string' ? Buffer.from(field, 'utf8') : Buffer.from(field)
    parts.push(uint32(bytes.length), bytes)
  }
  return Buffer.concat(parts)
}

/** Seals `plain` under one key. `context` names the row and column it belongs to: elsewhere it does not open. */
export function sealBytes(key: KeyObject, label: string, kid: number, plain: Uint8Array, context: readonly string[]) {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(associated(label, kid, context))
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), uint32(kid), nonce, ciphertext, cipher.getAuthTag()])
}

/**
 * Opens what `sealBytes` sealed with the same key, label and context.
 *
 * @throws when a bit was changed, the value was cut, or it was moved from another row
 */
export function openBytes(key: KeyObject, label: string, sealed: Uint8Array, context: readonly string[]): Buffer {
  const kid = sealedKid(sealed)
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  const nonce = bytes.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(associated(label, kid, context))
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES))
  const ciphertext = bytes.subarray(HEADER_BYTES + NONCE_BYTES, bytes.length - TAG_BYTES)
  return Buffer.concat([decipher.update(ciphertext), decipher.final()])
}

/** The id of the key a sealed value was sealed with. @throws when it is not a sealed value of a version we know */
export function sealedKid(sealed: Uint8Array): number {
  if (sealed.length < LEAST_BYTES || sealed[0] !== VERSION) throw new Error('this is not a sealed value')
  return Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength).readUInt32BE(1)
}

/** The MAC of the fields under one key, its key id in front. */
export function macBytes(key: KeyObject, label: string, kid: number, fields: readonly Field[]): Buffer {
  const mac = createHmac('sha256', key)
    .update(lengthPrefixed([label, ...fields]))
    .digest()
  return Buffer.concat([uint32(kid), mac])
}

/** Whether two secrets are equal, in time that depends on their length alone. */
export function equalInConstantTime(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other)
}

/** A key id as the first four bytes of a MAC. */
export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function associated(label: string, kid: number, context: readonly string[]): Buffer {
  return lengthPrefixed([Buffer.of(VERSION), label, uint32(kid), ...context])
}
