import { fieldErrors } from '../words/active.ts'

/**
 * Words for what is wrong with a new password, or undefined.
 *
 * @param least fewest characters, counted as the server counts them: code points after NFC
 * @param refused the server's reason, when it has refused already
 */
export function passwordError(password: string, least: number, refused?: string): string | undefined {
  const length = [...password.normalize('NFC')].length
  if (!length) return fieldErrors.newPasswordRequired
  if (length < least || refused === 'too_short') return fieldErrors.tooShort(least, length)
  if (refused === 'too_long') return fieldErrors.tooLong
  if (refused === 'too_common') return fieldErrors.tooCommon
  if (refused === 'contains_identifier') return fieldErrors.containsIdentifier
  return undefined
}
