import type { Keys } from '../platform/keys.ts'

/** The part of a message that must not lie in the database in clear. */
export interface Payload {
  to: string
  data: Record<string, string>
  /** The owner's anti-phishing phrase, which the message begins with. */
  phrase?: string
}

interface RowKey {
  accountId: string
  messageId: string
}

// Every sealed value is a whole number of these, so that its length does not tell how long the address is.
const BLOCK_BYTES = 256

/** Seals under purpose 'outbox', bound to its row: a value moved to another row does not open. */
export function sealPayload(keys: Keys, { accountId, messageId }: RowKey, payload: Payload): Buffer {
  const json = Buffer.from(JSON.stringify(payload))
  const padded = Buffer.alloc(Math.ceil(json.length / BLOCK_BYTES) * BLOCK_BYTES, ' ')
  json.copy(padded)
  return keys.seal('outbox', padded, ['outbox', accountId, messageId])
}

/** @throws when the value was tampered with, belongs to another row or to a destroyed key */
export function openPayload(keys: Keys, { accountId, messageId }: RowKey, sealed: Uint8Array): Payload {
  return JSON.parse(keys.open('outbox', sealed, ['outbox', accountId, messageId]).toString()) as Payload
}
