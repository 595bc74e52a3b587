import { hash, randomBytes } from 'node:crypto'
import { idFromBytes, idToBytes } from '../platform/ids.ts'

/** What a client holds: account id (16 bytes) ‖ session id (16) ‖ secret (32), base64url. The ids only find the row. */
export interface SessionToken {
  accountId: string
  sessionId: string
  secret: Buffer
}

// The last letter carries two bits: any other letter there would be a second spelling of the same token.
const TOKEN = /^[A-Za-z0-9_-]{85}[AQgw]$/

/** @returns 256 random bits (NIST SP 800-63B-4 §5.1 asks for 64) */
export function newSecret(): Buffer {
  return randomBytes(32)
}

/** What the database keeps of a secret. A fast hash is right for 256 random bits. */
export function hashSecret(secret: Uint8Array): Buffer {
  return hash('sha256', secret, 'buffer')
}

export function formatToken({ accountId, sessionId, secret }: SessionToken): string {
  return Buffer.concat([idToBytes(accountId), idToBytes(sessionId), secret]).toString('base64url')
}

/** @returns undefined for anything that is not of a token's form */
export function parseToken(text: string): SessionToken | undefined {
  if (!TOKEN.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64url')
  return {
    accountId: idFromBytes(bytes.subarray(0, 16)),
    sessionId: idFromBytes(bytes.subarray(16, 32)),
    secret: bytes.subarray(32, 64),
  }
}
