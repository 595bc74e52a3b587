import { describe, expect, it, test } from 'vitest'
import { totpSchema } from './schema.ts'
import { acceptedSteps, codeOfStep, matchingStep, newTotpKey, otpauthUri, stepAt, toBase32 } from './totp.ts'

const RFC_KEY = Buffer.from('12345678901234567890')

describe('RFC 6238 appendix B, SHA-1', () => {
  test.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('at %i seconds the code is %s', (seconds, code) => {
    expect(codeOfStep(RFC_KEY, stepAt(new Date(seconds * 1000)), 8)).toBe(code)
  })
})

test('RFC 4226 appendix D', () => {
  const codes = Array.from({ length: 10 }, (_, counter) => codeOfStep(RFC_KEY, counter))
  expect(codes).toEqual('755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' '))
})

test('base32 as RFC 4648 §10 has it, without padding', () => {
  for (const [text, encoded] of [
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foobar', 'MZXW6YTBOI'],
  ] as const)
    expect(toBase32(Buffer.from(text))).toBe(encoded)
  expect(toBase32(RFC_KEY)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
})

describe('which codes are accepted', () => {
  const now = new Date('2026-11-25T12:00:10Z')
  const key = newTotpKey()
  const { first, last } = acceptedSteps(now)
  it.each([
    [-2, undefined],
    [-1, -1],
    [0, 0],
    [1, 1],
    [2, undefined],
  ])('%i steps from now: %s', (offset, found) => {
    const step = matchingStep(key, codeOfStep(key, stepAt(now) + offset), first, last)
    expect(step).toBe(found === undefined ? undefined : stepAt(now) + found)
  })
})

test('the QR code says issuer twice, and nothing an app could take for another method', () => {
  expect(otpauthUri(RFC_KEY, 'Børs & Co', 'k•••@eksempel.no')).toBe(
    'otpauth://totp/B%C3%B8rs%20%26%20Co:k%E2%80%A2%E2%80%A2%E2%80%A2%40eksempel.no' +
      '?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=B%C3%B8rs%20%26%20Co&algorithm=SHA1&digits=6&period=30',
  )
})

it.each(['123 456', '123456', ' 123-456 ', '١٢٣٤٥٦', '１２３４５６'])('reads %s as six digits', (typed) => {
  expect(totpSchema.parse(typed)).toBe('123456')
})

it.each(['12345', '1234567', '12345a', '', '000 000 0'])('refuses «%s»', (typed) => {
  expect(totpSchema.safeParse(typed).success).toBe(false)
})
