import { checkedBytes, fitsCheck, readRecoveryKey } from '../../server/recovery-key/schema.ts'

/**
 * Whether a Recovery Key Phrase is typed without a slip: its form and its check group, told here before anything is sent.
 * Without the browser's cryptography (a page over plain http) the server tells.
 */
export async function isWellTyped(typed: string): Promise<boolean> {
  const read = readRecoveryKey(typed)
  if (!read) return false
  if (!crypto.subtle) return true
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(checkedBytes(read.data)))
  return fitsCheck(read.check, new Uint8Array(digest))
}
