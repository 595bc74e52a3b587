/** Passkeys as rules: who we are to an authenticator, what it must say, and when its counter tells of a copy (WebAuthn L3). */

import { idFromBytes, idToBytes } from '../platform/ids.ts'

/** The relying party: the host of ORIGIN, and no header's (WebAuthn §5.1.2). */
export function rpIdOf({ origin }: { origin: string }): string {
  return new URL(origin).hostname
}

/** What an authenticator keeps beside a passkey and gives back to say whose it is (WebAuthn §14.6.1: nothing personal). */
export function userHandleOf(accountId: string): string {
  return idToBytes(accountId).toString('base64url')
}

/** @returns undefined for what is no handle of ours */
export function accountIdOf(userHandle: string | null | undefined): string | undefined {
  const bytes = Buffer.from(userHandle ?? '', 'base64url')
  return bytes.length === 16 && bytes.toString('base64url') === userHandle ? idFromBytes(bytes) : undefined
}

/** Whether a counter went back or stood still, which a single authenticator's never does; 0 and 0: it does not count. */
export function isCopied(counter: number, known: number): boolean {
  return (counter > 0 || known > 0) && counter <= known
}

/** What is read of the browser's own record of the ceremony before its signature is looked at (WebAuthn §5.8.1). */
export interface ClientData {
  challenge: string
  isCrossOrigin: boolean
}

/** @param encoded clientDataJSON in base64url. @returns undefined for what is no such record */
export function readClientData(encoded: string): ClientData | undefined {
  try {
    const data: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString())
    const { challenge, crossOrigin = false } = data as { challenge?: unknown; crossOrigin?: unknown }
    return typeof challenge === 'string' ? { challenge, isCrossOrigin: crossOrigin !== false } : undefined
  } catch {
    return undefined
  }
}

// Controls, marks that turn the text around, what cannot be seen.
const UNSEEN = /\p{C}|\p{Zl}|\p{Zp}/u

/** A name as typed, tidied: NFC, one space between words. @returns undefined when it may not be one */
export function readName(typed: string): string | undefined {
  if (!typed.isWellFormed()) return undefined
  const name = typed
    .normalize('NFC')
    .trim()
    .replace(/\p{Zs}+/gu, ' ')
  const length = [...name].length
  return length >= 1 && length <= 60 && !UNSEEN.test(name) ? name : undefined
}
