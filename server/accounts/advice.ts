/** What would protect an account most, the most protective first, at most three. */

import type { Factor } from './schema.ts'

const KINDS = ['email', 'phone'] as const

export type Advice = 'add_authenticator' | 'add_passkey' | 'add_email' | 'add_phone'

const MOST = 3

/** @param kinds of identifier the account has */
export function adviceFor(kinds: readonly string[], factors: readonly Factor[]): Advice[] {
  const all: [Advice, boolean][] = [
    // It brings the phrase that stands in for a lost device; no false page can ask for a passkey. Each is worth having.
    ['add_authenticator', !factors.includes('totp')],
    ['add_passkey', !factors.includes('passkey')],
    ...KINDS.map((kind): [Advice, boolean] => [`add_${kind}`, !kinds.includes(kind)]),
  ]
  return all.flatMap(([advice, isNeeded]) => (isNeeded ? [advice] : [])).slice(0, MOST)
}
