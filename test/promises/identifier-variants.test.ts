// One identity each (promise P19): however an address is spelled it is one account, and two addresses never are.
import fc from 'fast-check'
import { getCountries, getExampleNumber, isSupportedCountry } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import { expect, it } from 'vitest'
import { canonicalIdentifier, readIdentifier } from '../../server/accounts/identifier.ts'
import { scale } from '../support/scale.ts'

/** Variants a run. */
const RUNS = scale('VARIANTS', { ci: 20_000, full: 100_000 })
const property = { numRuns: RUNS, seed: 20_261_122 }

const spaces = fc.constantFrom('', ' ', '\u00a0', '\t', '\u2009', '\u200b', '  ')
const grouping = fc.constantFrom('', ' ', '\u00a0', '-', '.', '/', '\u2011', '\u202f')
const zeros = fc.constantFrom(0x30, 0x660, 0x6f0, 0xff10)

/** Mobile numbers of every country, from its example by changed last digits. */
const numbers = getCountries().flatMap((country) => {
  const example = getExampleNumber(country, examples)
  if (!example) return []
  const variants = Array.from({ length: 10 }, (_, last) => `${example.number.slice(0, -1)}${last}`)
  return variants.flatMap((number) => {
    const read = readIdentifier(number)
    return 'field' in read ? [] : [{ number, prefix: `+${example.countryCallingCode}`, country }]
  })
})

const phone = fc.constantFrom(...numbers).chain(({ number, prefix, country }) => {
  const national = number.slice(prefix.length)
  const start = fc.constantFrom(prefix, `00${prefix.slice(1)}`, `(${prefix})`, `tel:${prefix}`, `+00${prefix.slice(1)}`)
  const digits = fc.array(grouping, { minLength: national.length, maxLength: national.length })
  return fc
    .record({ start, digits, zero: zeros, before: spaces, after: spaces, from: fc.constantFrom('NO', 'US', country) })
    .map(({ start, digits, zero, before, after, from }) => {
      const body = [...national].map((digit, index) => digit + digits[index]).join('')
      const typed = `${before}${start}${body}${after}`
      return {
        number,
        country: from,
        typed: typed.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit))),
      }
    })
})

it('reads every spelling of a phone number as that number and no other', () => {
  expect(new Set(numbers.map(({ country }) => country)).size).toBeGreaterThan(200)
  fc.assert(
    fc.property(phone, ({ number, country, typed }) => {
      expect(canonicalIdentifier(typed, isSupportedCountry(country) ? country : 'NO').canonical).toBe(number)
    }),
    property,
  )
  console.log(`P19: ${RUNS} spellings of phone numbers, each read as its own`)
})

const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789æøåßıſéµσςк']
const localPart = fc
  .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...letters) }, fc.constantFrom('+', '_', '-', '.')), {
    minLength: 1,
    maxLength: 12,
  })
  .map((parts) => parts.join(''))
const domain = fc.constantFrom(
  'example.com',
  'example.no',
  'mail.example.com',
  'blåbær.no',
  'xn--blbr-roah.no',
  'bücher.example',
)
const asA = (name: string) => name.replace('xn--blbr-roah', 'blåbær')

const capitals = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 })

/** Capitals only where a letter has its own, which leads back to it. */
function withCapitals(text: string, which: boolean[]): string {
  return [...text]
    .map((letter, index) =>
      which[index] && letter.toUpperCase().toLowerCase() === letter ? letter.toUpperCase() : letter,
    )
    .join('')
}

const address = fc
  .record({ localPart, domain, capitals, before: spaces, after: spaces, form: fc.constantFrom('NFC', 'NFD') })
  .filter((one) => !('field' in readIdentifier(`${one.localPart}@${one.domain}`)))

it('reads every spelling of an e-mail address as that address and no other', () => {
  const seen = new Map<string, string>()
  fc.assert(
    fc.property(address, (one) => {
      const plain = `${one.localPart}@${asA(one.domain)}`
      const typed =
        one.before + withCapitals(`${one.localPart}@${one.domain}`, one.capitals).normalize(one.form) + one.after
      const { canonical } = canonicalIdentifier(typed)
      expect(canonical).toBe(canonicalIdentifier(plain).canonical)
      expect(seen.get(canonical) ?? plain).toBe(plain)
      seen.set(canonical, plain)
    }),
    property,
  )
  expect(seen.size).toBeGreaterThan(RUNS / 4)
  console.log(`P19: ${RUNS} spellings of ${seen.size} e-mail addresses, each read as its own`)
})

it('never lets two strings of letters meet that are not the same but for capitals', () => {
  const any = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(any, any, (one, other) => {
      const [a, b] = [readIdentifier(`${one}@example.com`), readIdentifier(`${other}@example.com`)]
      if ('field' in a || 'field' in b || a.canonical !== b.canonical) return
      const letters = (text: string) => [...text.normalize('NFC').trim()]
      expect(letters(one)).toHaveLength(letters(other).length)
      letters(one).forEach((letter, index) => {
        const twin = letters(other)[index] ?? ''
        expect(letter === twin || letter.toUpperCase() === twin || letter.toLowerCase() === twin).toBe(true)
      })
    }),
    property,
  )
})

it('never throws anything but a problem, and reads its own answer as itself', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 20 }).map((name) => `${name}@example.com`),
  )
  fc.assert(
    fc.property(text, (typed) => {
      const read = readIdentifier(typed)
      if (!('field' in read)) expect(readIdentifier(read.address)).toEqual(read)
    }),
    property,
  )
})
