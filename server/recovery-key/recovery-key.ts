/**
 * The Recovery Key Phrase: an independent secret of 160 bits, shown once, of which only a check value is kept. It is no key of
 * the authenticator and cannot be worked out from one. The check value is SHA-256 over salt and secret, bound to account and
 * phrase, and sealed under a server key: whoever has every key still faces 2^160 secrets.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { equalInConstantTime } from '../platform/keys.ts'
import { policy } from '../platform/policy.ts'
import { checkedBytes, fitsCheck, formatRecoveryKey, readRecoveryKey } from './schema.ts'

/** What is kept of a phrase. */
export interface PhraseCheck {
  recoveryKeyId: string
  salt: Buffer
  /** In clear only in memory: `sealCheck` before it is stored. */
  check: Buffer
}

export interface NewPhrase extends PhraseCheck {
  /** For the person's eyes alone, once. */
  phrase: string
}

export function newPhrase(accountId: string): NewPhrase {
  const data = randomBytes(policy.recoveryKeyBits / 8)
  const recoveryKeyId = newId()
  const salt = randomBytes(16)
  const phrase = formatRecoveryKey(data, sha256(checkedBytes(data)))
  return { phrase, recoveryKeyId, salt, check: checkOf(accountId, recoveryKeyId, salt, data) }
}

/** @returns the secret in a phrase as typed; undefined when it is mistyped: form or check group do not fit */
export function parsePhrase(typed: string): Uint8Array | undefined {
  const read = readRecoveryKey(typed)
  return read && fitsCheck(read.check, sha256(checkedBytes(read.data))) ? read.data : undefined
}

/** Whether `data` is the phrase that `kept` tells from every other. */
export function isPhrase(accountId: string, { recoveryKeyId, salt, check }: PhraseCheck, data: Uint8Array): boolean {
  return equalInConstantTime(check, checkOf(accountId, recoveryKeyId, salt, data))
}

// Every part but the last has a length of its own: no two phrases are hashed from the same bytes.
function checkOf(accountId: string, recoveryKeyId: string, salt: Uint8Array, data: Uint8Array): Buffer {
  return createHash('sha256').update(`rkp/v1 ${accountId} ${recoveryKeyId} `).update(salt).update(data).digest()
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

/** For `recovery_keys`; opens for this account and phrase alone. */
export function sealCheck(
  { keys }: Pick<Deps, 'keys'>,
  accountId: string,
  { recoveryKeyId, check }: Omit<PhraseCheck, 'salt'>,
): Buffer {
  return keys.seal('recovery_key', check, checkContext(accountId, recoveryKeyId))
}

export const checkContext = (accountId: string, recoveryKeyId: string): string[] => [
  'recovery_key',
  accountId,
  recoveryKeyId,
]
