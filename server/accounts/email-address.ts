/**
 * E-mail addresses: RFC 5321 §4.1.2 (dot-string, no quoted local part, no address literal), RFC 6531 (letters beyond
 * ASCII), UTS #46 for the domain.
 *
 * The rule that compares local parts: Unicode NFC; then each letter that has exactly one capital, which has exactly it
 * as small letter, counts as that small letter. Nothing else is folded: dotless ı, ß, ſ, İ, look-alikes of another
 * script stay different mailboxes (Django CVE-2019-19844), and `+tags` and dots mean what the mailbox's owner decided.
 */
import { domainToASCII, domainToUnicode } from 'node:url'

const MOST_ADDRESS_BYTES = 254 // RFC 5321 §4.5.3.1.3, less its angle brackets
const MOST_LOCAL_BYTES = 64 // RFC 5321 §4.5.3.1.1
const LOCAL_PART = /^[\p{L}\p{M}\p{Nd}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{Nd}!#$%&'*+/=?^_`{|}~-]+)*$/u
const TYPED_DOMAIN = /^[\p{L}\p{M}\p{N}\-.。．｡]+$/u
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** Reads a trimmed e-mail address, or says what is wrong with it. */
export function emailAddress(text: string): { canonical: string; address: string } | 'invalid' | 'too_long' {
  const normal = text.normalize('NFC')
  const [local = '', typedDomain = '', ...more] = normal.split('@')
  // No domain is shorter in its ASCII form than in letters.
  if ([...normal].length > MOST_ADDRESS_BYTES) return 'too_long'
  if (more.length > 0) return 'invalid'
  if (!LOCAL_PART.test(local) || hasLookAlikes(text.split('@')[0] ?? '')) return 'invalid'
  const domain = asciiDomain(typedDomain)
  if (domain === undefined) return 'invalid'
  const address = `${local}@${domain}`
  if (Buffer.byteLength(local) > MOST_LOCAL_BYTES || Buffer.byteLength(address) > MOST_ADDRESS_BYTES) return 'too_long'
  return { canonical: emailLookupForm(address), address }
}

/** The look-up form of an address in delivery form. */
export function emailLookupForm(address: string): string {
  const at = address.lastIndexOf('@')
  return [...address.slice(0, at)].map(smallLetter).join('') + address.slice(at).toLowerCase()
}

/** Letter by letter, so that no context and no locale has a say, and only where there is a way back. */
function smallLetter(letter: string): string {
  const small = letter.toLowerCase()
  return small.toUpperCase() === letter && [...small].length === 1 ? small : letter
}

/**
 * Ligatures, full-width letters, the Kelvin and Ångström signs: characters that stand for others. Normalising would
 * turn them into another mailbox's letters, so they are refused, as RFC 8264 §9.17 (HasCompat) does for user names.
 */
function hasLookAlikes(local: string): boolean {
  return [...local].some((letter) => letter.normalize('NFKC') !== letter)
}

/** The domain as DNS knows it (A-labels, lower case), or undefined for anything mail cannot be sent to. */
function asciiDomain(typed: string): string | undefined {
  // Checked before the conversion, which reads a URL's host and would cut at / and decode %.
  if (!TYPED_DOMAIN.test(typed)) return undefined
  const domain = domainToASCII(typed)
  const labels = domain.split('.')
  const top = labels.at(-1) ?? ''
  if (labels.length < 2 || domain.length > 253 || !labels.every((label) => LABEL.test(label))) return undefined
  if (!/^([a-z]{2,}|xn--[a-z0-9-]+)$/.test(top)) return undefined // numbers here are an IP address
  // A malformed A-label passes the conversion as it stands, in both directions.
  const isMalformed = labels.some((label) => label.startsWith('xn--') && domainToUnicode(label) === label)
  return isMalformed ? undefined : domain
}
