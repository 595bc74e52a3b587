import { equalInConstantTime, type Keys } from '../platform/keys.ts'
import { type Parameters, signedText } from './bot-check.ts'

// Two kinds of things are signed, and neither passes for the other.
const challengeFields = (parameters: Parameters) => ['bot_check', signedText(parameters)]
const keyFields = (key: Uint8Array) => ['bot_check_key', Buffer.from(key).toString('hex')]

export function signChallenge(keys: Keys, parameters: Parameters): string {
  return keys.mac('code', challengeFields(parameters)).toString('hex')
}

export function signKey(keys: Keys, key: Uint8Array): string {
  return keys.mac('code', keyFields(key)).toString('hex')
}

/** Whether a challenge is one of ours, unchanged. */
export function isOurs(keys: Keys, parameters: Parameters, signature: string): boolean {
  return isOneOf(keys.macs('code', challengeFields(parameters)), signature)
}

/** Whether a derived key is the one that a challenge of ours asks for: found without deriving it again. */
export function isItsKey(keys: Keys, { keySignature }: Parameters, key: Uint8Array): boolean {
  return isOneOf(keys.macs('code', keyFields(key)), keySignature)
}

function isOneOf(macs: Buffer[], hex: string): boolean {
  const given = Buffer.from(hex, 'hex')
  return macs.some((mac) => mac.length === given.length && equalInConstantTime(mac, given))
}
