import { randomInt } from 'node:crypto'
import { policy } from '../platform/policy.ts'

/** Verification codes, by mail or SMS: eight digits, short-lived, single use (NIST SP 800-63B-4 §3.1.3, §4.2.1.2). */

export const CODE_DIGITS = policy.codeDigits

/** What a code is good for; a code of one purpose is worthless for another (Deutsche Telekom CVE-2025-69614). */
export type CodePurpose =
  | 'sign_up'
  | 'add_identifier'
  | 'change_identifier'
  | 'new_identifier'
  | 'recovery'
  | 'recovery_mailbox'
  | 'thaw'
  | 'sign_in'
  | 'step_up'
  | 'authenticator_bind'
  | 'authenticator_change'
  | 'authenticator_remove'

/** Names one open code: the flow that asked for it, and the address it went to. */
export interface CodeSubject {
  accountId: string
  purpose: CodePurpose
  subjectId: string
  /** Canonical form of the address. */
  destination: string
}

/** @returns eight random digits; `randomInt` has no modulo bias */
export function newCode(): string {
  return String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0')
}

/** What the keyed hash of a code covers: a row copied to another account, purpose or address opens nothing. */
export function codeFields(codeId: string, subject: CodeSubject, code: string): string[] {
  return ['code', codeId, subject.accountId, subject.purpose, subject.subjectId, subject.destination, code]
}
