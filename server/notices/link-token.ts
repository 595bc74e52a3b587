/** What stands behind the # of a «Dette var ikke meg» link: account id (16 bytes) ‖ secret (16), base64url. */
import { createHash, randomBytes } from 'node:crypto'
import { idFromBytes, idToBytes } from '../platform/ids.ts'

export interface LinkToken {
  accountId: string
  secret: Buffer
}

/** For an account; 128 random bits, short enough for an SMS of one segment. */
export function newLinkToken(accountId: string): LinkToken {
  return { accountId, secret: randomBytes(16) }
}

export function formatLinkToken({ accountId, secret }: LinkToken): string {
  return Buffer.concat([idToBytes(accountId), secret]).toString('base64url')
}

/** @param text 43 characters of base64url */
export function parseLinkToken(text: string): LinkToken {
  const bytes = Buffer.from(text, 'base64url')
  return { accountId: idFromBytes(bytes.subarray(0, 16)), secret: bytes.subarray(16, 32) }
}

/** What the database keeps of the secret. */
export function hashLinkSecret({ secret }: LinkToken): Buffer {
  return createHash('sha256').update(secret).digest()
}
