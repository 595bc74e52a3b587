/**
 * What a person types to be found, brought to its one canonical form. Everything that looks an account up, counts
 * tries or sends a code starts here, so that no other spelling is another account or a fresh allowance.
 */
import type { FieldProblem } from '../platform/refusals.ts'
import { Refusal } from '../platform/refusals.ts'
import { emailAddress, emailLookupForm } from './email-address.ts'
import { phoneNumber } from './phone-number.ts'

export type IdentifierKind = 'email' | 'phone'

export interface Identifier {
  kind: IdentifierKind
  /** Equal for two spellings exactly when they mean the same mailbox or line. For look-up only, never to send to. */
  canonical: string
  /** Where messages go: what the owner typed, cleaned. Stored sealed, and the only thing ever sent to. */
  address: string
}

/** Longer than anything a person types; cut off before any other rule is tried. */
const MOST_CHARACTERS = 1_000

/**
 * Reads an identifier as typed: with an @ it is an e-mail address, else a phone number.
 *
 * @param country ISO 3166-1 alpha-2, for numbers without a + of their own; Norway if missing
 * @throws Refusal `request_invalid` with field `identifier` (`required`, `too_long`, `control_characters`, `invalid`)
 *   or `country` (`invalid`)
 */
export function canonicalIdentifier(typed: string, country?: string): Identifier {
  const read = readIdentifier(typed, country)
  if ('field' in read) throw new Refusal('request_invalid', { fields: [read] })
  return read
}

/** The same, answering the problem as a value. */
export function readIdentifier(typed: string, country?: string): Identifier | FieldProblem {
  if (typed.length > MOST_CHARACTERS) return problem('too_long')
  if (!typed.isWellFormed()) return problem('invalid')
  const text = trimInvisible(typed)
  if (text === '') return problem('required')
  // After trimming: what is left would reach a mail header or a message.
  if (/\p{Cc}|[\u2028\u2029]/u.test(text)) return problem('control_characters')
  return text.includes('@') ? readEmail(text) : readPhone(text, country)
}

function readEmail(text: string): Identifier | FieldProblem {
  const read = emailAddress(text)
  return typeof read === 'string' ? problem(read) : { kind: 'email', ...read }
}

function readPhone(text: string, country: string | undefined): Identifier | FieldProblem {
  const read = phoneNumber(text, country)
  if (read === 'country') return { field: 'country', code: 'invalid' }
  return typeof read === 'string' ? problem(read) : { kind: 'phone', canonical: read.number, address: read.number }
}

/**
 * The canonical form of an address we stored. Unlike reading what is typed it refuses nothing: a number plan that
 * changed since must not lock its owner out.
 */
export function lookupForm(kind: IdentifierKind, address: string): string {
  return kind === 'email' ? emailLookupForm(address) : address
}

/** Spaces of every width, and the invisible marks that come along when a contact is copied (bidi, zero width, BOM). */
function trimInvisible(text: string): string {
  return text
    .replace(/^[\p{Zs}\t\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/u, '')
    .replace(/[\p{Zs}\t\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+$/u, '')
}

function problem(code: FieldProblem['code']): FieldProblem {
  return { field: 'identifier', code }
}
