/** What would protect an account most, the most protective first, at most three. */

const KINDS = ['email', 'phone'] as const

export type Advice = 'add_email' | 'add_phone'

/** @param kinds of identifier the account has */
export function adviceFor(kinds: readonly string[]): Advice[] {
  return KINDS.filter((kind) => !kinds.includes(kind)).map((kind) => `add_${kind}` as const)
}
