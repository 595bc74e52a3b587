import { z } from 'zod'
import { policy } from '../platform/policy.ts'

const SPACES_AND_DASHES = /[\s\p{Z}\p{Pd}]/gu
// Digits as people's keyboards write them: Arabic-Indic, Persian, full-width …; every run of ten begins at its zero.
const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu

function asciiDigit(digit: string): string {
  let zero = digit.codePointAt(0) ?? 0
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && (digit.codePointAt(0) ?? 0) - zero < 9) zero--
  return String((digit.codePointAt(0) ?? 0) - zero)
}

/** So many digits as typed or pasted: spaces, dashes and other scripts' digits are fine; becomes ASCII digits. */
export const typedDigits = (count: number) =>
  z
    .string()
    .max(64)
    .transform((typed) => typed.normalize('NFKC').replace(SPACES_AND_DASHES, '').replace(OTHER_DIGIT, asciiDigit))
    .pipe(z.string().regex(new RegExp(`^[0-9]{${count}}$`)))

/** A verification code: eight digits. */
export const codeSchema = typedDigits(policy.codeDigits)
