import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { isPhrase, newPhrase, parsePhrase } from './recovery-key.ts'

const ACCOUNT = '0199c0de-0000-7000-8000-000000000001'
const OTHER = '0199c0de-0000-7000-8000-000000000002'

test('has its form: rkp1, eight groups of data and one that checks them', () => {
  const { phrase } = newPhrase(ACCOUNT)
  expect(phrase).toMatch(/^rkp1(-[0-9A-HJKMNP-TV-Z]{4}){9}$/)
})

test('a thousand phrases are a thousand', () => {
  const phrases = new Set(Array.from({ length: 1000 }, () => newPhrase(ACCOUNT).phrase))
  expect(phrases.size).toBe(1000)
})

describe('is read in the ways people write it', () => {
  const made = newPhrase(ACCOUNT)
  const data = parsePhrase(made.phrase)
  it.each<[string, (phrase: string) => string]>([
    ['as shown', (phrase) => phrase],
    ['in small letters', (phrase) => phrase.toLowerCase()],
    [
      'with O for 0 and I and l for 1',
      (phrase) => phrase.replace(/0/g, 'O').replace(/1/g, () => 'Il'[Math.round(Math.random())] ?? 'I'),
    ],
    [
      'with spaces in place of dashes, and a line break',
      (phrase) => ` ${phrase.replaceAll('-', ' ').replace(' ', '\n')} `,
    ],
    ['without any separator', (phrase) => phrase.replaceAll('-', '')],
    ['without rkp1', (phrase) => phrase.slice(5)],
    ['with the dashes a phone makes', (phrase) => phrase.replaceAll('-', '–')],
  ])('%s', (_what, write) => {
    expect(parsePhrase(write(made.phrase))).toEqual(data)
    expect(isPhrase(ACCOUNT, made, parsePhrase(write(made.phrase)) ?? new Uint8Array())).toBe(true)
  })
})

test('any one symbol mistyped is told by the check group, but for one in a million', () => {
  const { phrase } = newPhrase(ACCOUNT)
  const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  let missed = 0
  let tried = 0
  for (let at = 5; at < phrase.length; at++) {
    if (phrase[at] === '-') continue
    for (const symbol of symbols) {
      if (symbol === phrase[at]) continue
      tried++
      if (parsePhrase(phrase.slice(0, at) + symbol + phrase.slice(at + 1))) missed++
    }
  }
  expect(tried).toBe(36 * 31)
  expect(missed).toBeLessThan(2)
})

it.each(['', 'rkp1', 'rkp1-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU', 'glimt av is', 'x'.repeat(200)])(
  'refuses «%s»',
  (typed) => {
    expect(parsePhrase(typed)).toBeUndefined()
  },
)

test('no text breaks the reading', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (typed) => void parsePhrase(typed)))
})

test('is bound to its account and its own id', () => {
  const made = newPhrase(ACCOUNT)
  const data = parsePhrase(made.phrase) ?? new Uint8Array()
  expect(isPhrase(OTHER, made, data)).toBe(false)
  expect(isPhrase(ACCOUNT, { ...made, recoveryKeyId: OTHER }, data)).toBe(false)
  expect(isPhrase(ACCOUNT, made, parsePhrase(newPhrase(ACCOUNT).phrase) ?? new Uint8Array())).toBe(false)
})
