import { randomUUIDv7 } from 'node:crypto'

/** A new id: UUID version 7 (RFC 9562 §5.7), so that rows of one time lie together in an index. Never a secret. */
export function newId(): string {
  return randomUUIDv7()
}

/** The 16 bytes of a UUID. */
export function idToBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}

/** The canonical text of 16 bytes. */
export function idFromBytes(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
