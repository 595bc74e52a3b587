/** What an operator's program proves itself with: `pvk_` and base64url of key id (16 bytes) ‖ secret (32). */
import { idFromBytes, idToBytes } from '../platform/ids.ts'

/** What a key may be good for; a key has one or several. */
export const scopes = ['events:read', 'holds:read', 'approvals:write'] as const
export type Scope = (typeof scopes)[number]

const PREFIX = 'pvk_'
const KEY = /^pvk_[A-Za-z0-9_-]{64}$/

/** The prefix lets secret scanners find a key that leaked. */
export function formatApiKey(keyId: string, secret: Uint8Array): string {
  return PREFIX + Buffer.concat([idToBytes(keyId), secret]).toString('base64url')
}

/** @returns undefined for anything that is not of a key's form */
export function parseApiKey(text: string): { keyId: string; secret: Buffer } | undefined {
  if (!KEY.test(text)) return undefined
  const bytes = Buffer.from(text.slice(PREFIX.length), 'base64url')
  return { keyId: idFromBytes(bytes.subarray(0, 16)), secret: bytes.subarray(16) }
}
