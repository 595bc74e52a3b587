/**
 * The bot check: a proof of work by the ALTCHA protocol, version 2. Whoever asks looks for the one counter whose derived key
 * is the server's; the server knows it beforehand and spends a thousandth of the work. It is a price, not a wall: what stands
 * behind it has its own limits.
 */
import type { BotChallenge } from '../platform/refusals.ts'

/** What a proof is good for; one of another purpose is worth nothing. */
export const botCheckPurposes = ['new_number', 'sign_in', 'reset_password'] as const
export type BotCheckPurpose = (typeof botCheckPurposes)[number]

/** How often the work is doubled, from calm to under attack. */
export type Level = 0 | 1 | 2

export type Parameters = BotChallenge['parameters']

export const KEY_BYTES = 32
/** Half of the key tells the right one apart and gives the other half away to nobody. */
export const PREFIX_BYTES = 16

/** From how many times the free share of an hour the work is doubled, and doubled again. */
const LOADED = [2, 4] as const

/** @param count of what a network did this hour @param free how much of it needs no proof */
export function levelOfNetwork(count: number, free: number): Level {
  return count >= LOADED[1] * free ? 2 : count >= LOADED[0] * free ? 1 : 0
}

/** What is derived for one counter: 16 bytes of nonce, 4 of counter, big-endian. */
export function passwordOf(nonce: Uint8Array, counter: number): Buffer {
  const bytes = Buffer.alloc(nonce.length + 4)
  bytes.set(nonce)
  bytes.writeUInt32BE(counter, nonce.length)
  return bytes
}

/** What is signed: the parameters with their names in order, as the protocol has it. */
export function signedText(parameters: Parameters): string {
  const { purpose, most } = parameters.data
  const { algorithm, cost, expiresAt, keyLength, keyPrefix, keySignature, nonce, salt } = parameters
  const data = { most, purpose }
  return JSON.stringify({ algorithm, cost, data, expiresAt, keyLength, keyPrefix, keySignature, nonce, salt })
}
