/** What a browser or an app is known by: 256 random bits that it alone holds, for every account used in it (OWASP device cookies). */
import { hash, randomBytes } from 'node:crypto'
import { idToBytes } from '../platform/ids.ts'

const LABEL = Buffer.from('device')
const TOKEN = /^[A-Za-z0-9_-]{43}$/

export function newDeviceSecret(): Buffer {
  return randomBytes(32)
}

/** As it travels: 43 characters of base64url. */
export function formatDeviceToken(secret: Uint8Array): string {
  return Buffer.from(secret).toString('base64url')
}

/** @returns undefined for anything that is not of a token's form */
export function parseDeviceToken(text: string | undefined): Buffer | undefined {
  return text !== undefined && TOKEN.test(text) ? Buffer.from(text, 'base64url') : undefined
}

/**
 * What the database knows a device by. The account goes into it, so that rows of two accounts in one browser are not seen to
 * be of one. A fast hash without a key is right for 256 random bits, and no rotation of keys makes every device a stranger.
 */
export function deviceLookup(accountId: string, secret: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([LABEL, idToBytes(accountId), secret]), 'buffer')
}
