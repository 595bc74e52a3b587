/**
 * Which passwords are accepted (NIST SP 800-63B-4 §3.1.1.2): long enough, not among those tried first. No rule about
 * kinds of characters, no change by calendar, no cut.
 */
import { policy } from '../platform/policy.ts'
import { blocklist } from './blocklist.ts'
import { guessBits } from './guess-bits.ts'
import { brandWords, identifierWords } from './own-words.ts'

export type PasswordProblem = 'too_short' | 'too_long' | 'too_common' | 'contains_identifier' | 'control_characters'

export interface PasswordRules {
  /** In Unicode code points, after NFC. */
  minLength: number
  brand: string
  /** The person's own addresses, which a password must not be made of. */
  identifiers: readonly string[]
}

/**
 * A password that falls within 2^30 guesses of somebody who tries words, names, keyboard rows, dates and repetitions in
 * the order people use them. Anything made of three ordinary words, or seven random characters, is beyond.
 */
const LEAST_BITS = 30

/** So much an identifier helps by chance: a number that ends in 1234567 is no reason to speak of it. */
const CHANCE_BITS = 4

/** Says what is wrong with a new password, or undefined. The first problem of this order: form, length, commonness. */
export function passwordProblem(password: string, rules: PasswordRules): PasswordProblem | undefined {
  const normal = password.normalize('NFC')
  // A lone surrogate has no UTF-8: different passwords would become the same bytes.
  if (!normal.isWellFormed() || /\p{Cc}/u.test(normal)) return 'control_characters'
  if (Buffer.byteLength(normal) > policy.passwordMaxBytes) return 'too_long'
  if ([...normal].length < rules.minLength) return 'too_short'
  const common = blocklist()
  const brand = brandWords(rules.brand)
  const own = [...brand, ...identifierWords(rules.identifiers)]
  const bits = guessBits(normal, { common, own })
  if (bits >= LEAST_BITS) return undefined
  return bits + CHANCE_BITS < guessBits(normal, { common, own: brand }) ? 'contains_identifier' : 'too_common'
}
