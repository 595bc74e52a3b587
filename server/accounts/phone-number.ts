/** Phone numbers: as people write them → E.164 (ITU-T), by libphonenumber's numbering plans. */
import type { CountryCode, NumberType, PhoneNumber } from 'libphonenumber-js/max'
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'

const MOST_CHARACTERS = 64

/** Numbers that are a person's. The rest costs its caller, is shared by many, or cannot receive a message. */
const personal: readonly NumberType[] = ['MOBILE', 'FIXED_LINE', 'FIXED_LINE_OR_MOBILE', 'VOIP']

/** The zero of each script whose digits a phone's keyboard may give (Unicode Nd: ten in a row). */
const zeros = [
  0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50, 0x0ed0,
  0x0f20, 0x1040, 0x17e0, 0x1810, 0xff10,
]

/** Spaces, dashes, brackets, dots, slashes and invisible marks: how a number is grouped, not what it is. */
const GROUPING = /[\p{Zs}\t\p{Pd}\u2212\u00ad().[\]/·\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu

/** Reads a trimmed phone number as E.164, or says what is wrong with it or with the country. */
export function phoneNumber(text: string, country = 'NO'): { number: string } | 'invalid' | 'too_long' | 'country' {
  if (text.length > MOST_CHARACTERS) return 'too_long'
  const region = country.toUpperCase()
  if (!/^[A-Z]{2}$/.test(region) || !isSupportedCountry(region)) return 'country'
  for (const digits of readings(text)) {
    const number = parse(digits, region)
    if (number) return { number }
  }
  return 'invalid'
}

/** The ways to read what was typed, most likely first; none if it holds anything that a number does not. */
function readings(text: string): string[] {
  const typed = asciiDigits(text).replace(/^tel:/i, '').replaceAll('＋', '+')
  // "+44 (0) 7911": the zero is for callers at home. In Italy it may be part of the number, so both are tried.
  const spellings = /^[\s(]*(\+|00)/.test(typed) ? [typed.replace(/\(\s*0\s*\)/, ''), typed] : [typed]
  const plain = spellings
    .map((spelling) => spelling.replace(GROUPING, ''))
    .filter((digits) => /^\+?\d{4,20}$/.test(digits))
  // 00 is the usual way out of a country, wherever the person is; +00 comes from a field with + in it already.
  return plain.flatMap((digits) => (/^\+?00/.test(digits) ? [digits.replace(/^\+?00/, '+'), digits] : [digits]))
}

function parse(digits: string, region: CountryCode): string | undefined {
  const number = parsePhoneNumberFromString(digits, { defaultCountry: region, extract: false })
  return number && isPersonal(number) ? number.number : undefined
}

function isPersonal(number: PhoneNumber): boolean {
  const type = number.getType()
  return number.isValid() && number.ext === undefined && type !== undefined && personal.includes(type)
}

/**
 * Roughly where a number is: its country, absent for one of no country (a satellite's), and what it begins with, its calling
 * code and three digits. Refuses nothing, as the number plan may have changed since.
 *
 * @param number E.164
 */
export function regionOf(number: string): { country: string | undefined; prefix: string } {
  const read = parsePhoneNumberFromString(number)
  const calling = read ? `+${read.countryCallingCode}` : number.slice(0, 3)
  return { country: read?.country, prefix: number.slice(0, calling.length + 3) }
}

function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0
    const zero = zeros.find((start) => code >= start && code < start + 10)
    return zero === undefined ? digit : String(code - zero)
  })
}
