/** Addresses as their owner may recognise them and nobody else can use them. */
import { domainToUnicode } from 'node:url'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { Identifier } from './identifier.ts'

/** `ola@example.com` → `o•••@example.com`; the number of dots tells nothing about the length. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@')
  const [first = ''] = address.slice(0, at)
  return `${first}•••@${domainToUnicode(address.slice(at + 1))}`
}

/** `+4741234123` → `+47 ••• •• 123`; the last two digits alone when the whole number is short. */
export function maskPhone(number: string): string {
  const parsed = parsePhoneNumberFromString(number)
  const national = parsed?.nationalNumber ?? number
  const shown = national.slice(national.length < 7 ? -2 : -3)
  return `${parsed ? `+${parsed.countryCallingCode} ` : ''}••• •• ${shown}`
}

/** The masked form of either kind. */
export function maskIdentifier({ kind, address }: Pick<Identifier, 'kind' | 'address'>): string {
  return kind === 'email' ? maskEmail(address) : maskPhone(address)
}
