import { describe, expect, it } from 'vitest'
import { Refusal } from '../platform/refusals.ts'
import { canonicalIdentifier, lookupForm, readIdentifier } from './identifier.ts'

const form = (typed: string, country?: string) => {
  const read = readIdentifier(typed, country)
  return 'field' in read ? `${read.field}: ${read.code}` : read.canonical
}

describe('one canonical form', () => {
  it.each([
    ['+47 412 34 567', undefined],
    ['41234567', undefined],
    ['412 34 567', 'NO'],
    ['412 34 567', 'no'],
    ['0047 412 34 567', 'NO'],
    ['00 47 412 34 567', 'US'],
    ['011 47 412 34 567', 'US'],
    ['+0047 41234567', 'NO'],
    ['+47 412 34 567', 'SE'],
    ['47 41234567', 'NO'],
    ['+47 (0) 412 34 567', 'NO'],
    ['(+47) 412-34-567', undefined],
    ['412.34.567', undefined],
    ['412/34/567', undefined],
    ['412\u00a034\u00a0567', undefined],
    ['412\u201334\u2212567', undefined],
    ['\u202a+47 412 34 567\u202c', undefined],
    ['\u0664\u0661\u0662\u0663\u0664\u0665\u0666\u0667', 'NO'],
    ['\u06f4\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7', 'NO'],
    ['４１２３４５６７', 'NO'],
    ['＋４７ ４１２３４５６７', 'SE'],
    ['tel:+47-412-34-567', undefined],
    ['TEL:41234567', undefined],
    ['  +4741234567\t', undefined],
  ])('reads the phone number %j (%s)', (typed, country) => {
    expect(form(typed, country)).toBe('+4741234567')
  })

  it.each([
    ['+61 0412 345 678', '+61412345678'], // Logto #7371
    ['+61 412 345 678', '+61412345678'],
    ['0046 70 123 45 67', '+46701234567'], // nhost #178
    ['+46 (0)70-123 45 67', '+46701234567'],
    ['+44 (0) 7911 123456', '+447911123456'],
    ['+39 (0)6 12345678', '+390612345678'],
    ['+39 06 12345678', '+390612345678'],
    ['+54 11 15 1234 5678', '+5491112345678'],
  ])('reads the number abroad %j', (typed, canonical) => {
    expect(form(typed, 'NO')).toBe(canonical)
  })

  it.each([
    ['ola@example.com', 'ola@example.com'],
    ['\u00a0Ola@EXAMPLE.com \u200b', 'ola@example.com'],
    ['ola+bank@example.com', 'ola+bank@example.com'],
    ['o.l.a@example.com', 'o.l.a@example.com'],
    ['ola@Blåbær.NO', 'ola@xn--blbr-roah.no'],
    ['ola@xn--blbr-roah.no', 'ola@xn--blbr-roah.no'],
    ['ola@blåbær。no', 'ola@xn--blbr-roah.no'],
    ['ØYVIND@example.com', 'øyvind@example.com'],
    ['o\u0308@example.com', 'ö@example.com'],
  ])('reads the address %j', (typed, canonical) => {
    expect(form(typed)).toBe(canonical)
  })

  it('delivers to the address as its owner wrote it', () => {
    expect(canonicalIdentifier(' Ola.Nordmann@Example.COM')).toEqual({
      kind: 'email',
      canonical: 'ola.nordmann@example.com',
      address: 'Ola.Nordmann@example.com',
    })
  })
})

describe('what is not one mailbox', () => {
  // Django CVE-2019-19844: folding that is wider than a letter and its own capital.
  it.each([
    ['mıke@example.com', 'mike@example.com'],
    ['MİKE@example.com', 'mike@example.com'],
    ['strasse@example.com', 'straße@example.com'],
    ['STRAẞE@example.com', 'straße@example.com'],
    ['ſam@example.com', 'sam@example.com'],
    ['oﬃce@example.com', 'office@example.com'],
    ['mi\u212ae@example.com', 'mike@example.com'],
    ['\u212bse@example.com', 'åse@example.com'],
    ['ｏｌａ@example.com', 'ola@example.com'],
    ['оla@example.com', 'ola@example.com'], // Cyrillic о
    ['oσ@example.com', 'oς@example.com'],
    ['ola@exаmple.com', 'ola@example.com'], // Cyrillic а
    ['ola@gıthub.com', 'ola@github.com'],
    ['ola+a@example.com', 'ola@example.com'],
    ['o.la@example.com', 'ola@example.com'],
  ])('keeps %j and %j apart', (one, other) => {
    expect(form(one)).not.toBe(form(other))
  })
})

describe('refuses', () => {
  it.each([
    ['', 'required'],
    [' \u00a0\u200b', 'required'],
    ['ola@example.com\r\nBcc: eve@example.com', 'control_characters'],
    ['ola\u0000@example.com', 'control_characters'],
    ['ola@example.com\n', 'control_characters'],
    ['ola@example.com\u2028', 'control_characters'],
    ['412\u000034567', 'control_characters'],
    ['ola@example.com@evil.example', 'invalid'],
    ['"ola nordmann"@example.com', 'invalid'],
    ['ola(kari)@example.com', 'invalid'],
    ['Ola <ola@example.com>', 'invalid'],
    ['ola@example.com,eve@example.com', 'invalid'],
    ['ola nordmann@example.com', 'invalid'],
    ['@example.com', 'invalid'],
    ['ola@', 'invalid'],
    ['ola@localhost', 'invalid'],
    ['ola@example.com.', 'invalid'],
    ['ola@.example.com', 'invalid'],
    ['ola@example..com', 'invalid'],
    ['ola@-example.com', 'invalid'],
    ['ola@ex_ample.com', 'invalid'],
    ['ola@127.0.0.1', 'invalid'],
    ['ola@0x7f.1', 'invalid'],
    ['ola@[127.0.0.1]', 'invalid'],
    ['ola@[IPv6:::1]', 'invalid'],
    ['ola@example.com/x', 'invalid'],
    ['ola@example.com:25', 'invalid'],
    ['ola@ex%61mple.com', 'invalid'],
    ['ola@xn--a.com', 'invalid'],
    ['.ola@example.com', 'invalid'],
    ['ola.@example.com', 'invalid'],
    ['o..la@example.com', 'invalid'],
    ['o\u200bla@example.com', 'invalid'],
    ['\ud800@example.com', 'invalid'],
    [`${'a'.repeat(65)}@example.com`, 'too_long'],
    [`a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.example.com`, 'too_long'],
    [`a@${'b'.repeat(320)}.com`, 'too_long'],
    ['a'.repeat(1_000_000), 'too_long'],
    ['1'.repeat(65), 'too_long'],
    ['412 34 56', 'invalid'],
    ['412 34 567 8', 'invalid'],
    ['112', 'invalid'],
    ['1881', 'invalid'],
    ['02800', 'invalid'],
    ['41234567 ext 5', 'invalid'],
    ['41234567;ext=5', 'invalid'],
    ['41234567#5', 'invalid'],
    ['41234567,,5', 'invalid'],
    ['tel:41234567;phone-context=+47', 'invalid'],
    ['412 FLOWER', 'invalid'],
    ['ring 41234567', 'invalid'],
    ['++4741234567', 'invalid'],
    ['+47+41234567', 'invalid'],
    ['+47 820 00 000', 'invalid'], // premium rate
    ['+47 800 12 345', 'invalid'], // toll free
    ['+1 900 555 1234', 'invalid'],
    ['+999 412 34 567', 'invalid'],
    ['𝟒𝟏𝟐𝟑𝟒𝟓𝟔𝟕', 'invalid'], // mathematical digits: no keyboard gives them
  ])('%j as %s', (typed, code) => {
    expect(form(typed)).toBe(`identifier: ${code}`)
  })

  it.each(['XX', 'N', 'NOR', '', '__', '47'])('the country %j, by its own field', (country) => {
    expect(form('41234567', country)).toBe('country: invalid')
  })

  it('by throwing request_invalid with the field', () => {
    expect(() => canonicalIdentifier('ola')).toThrow(Refusal)
    expect(() => canonicalIdentifier('ola')).toThrow(
      expect.objectContaining({
        code: 'request_invalid',
        details: { fields: [{ field: 'identifier', code: 'invalid' }] },
      }),
    )
  })
})

it('finds the look-up form of a stored address again', () => {
  for (const typed of ['Øyvind+X@BLÅBÆR.no', '412 34 567', '+39 06 12345678']) {
    const { kind, canonical, address } = canonicalIdentifier(typed)
    expect(lookupForm(kind, address)).toBe(canonical)
    expect(canonicalIdentifier(address)).toEqual({ kind, canonical, address })
  }
})
