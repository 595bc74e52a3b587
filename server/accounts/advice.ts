/** What would protect an account most, the most protective first, at most three. */

import type { Factor } from './schema.ts'

const KINDS = ['email', 'phone'] as const

export type Advice = 'add_authenticator' | 'add_email' | 'add_phone'

/** @param kinds of identifier the account has */
export function adviceFor(kinds: readonly string[], factors: readonly Factor[]): Advice[] {
  const missing = KINDS.filter((kind) => !kinds.includes(kind)).map((kind) => `add_${kind}` as const)
  return factors.length > 0 ? missing : ['add_authenticator', ...missing]
}
