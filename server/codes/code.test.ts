import { describe, expect, test } from 'vitest'
import { codeFields, newCode } from './code.ts'
import { codeSchema } from './schema.ts'

test('a new code is eight digits, leading zeros included, evenly spread', () => {
  const codes = Array.from({ length: 20_000 }, newCode)
  expect(codes.every((code) => /^[0-9]{8}$/.test(code))).toBe(true)
  for (let place = 0; place < 8; place++) {
    const counts = new Map<string, number>()
    for (const code of codes) counts.set(code[place] ?? '', (counts.get(code[place] ?? '') ?? 0) + 1)
    // Chi-squared with nine degrees of freedom: beyond 40 once in 100,000 runs.
    const chi = [...counts.values()].reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0)
    expect(counts.size).toBe(10)
    expect(chi).toBeLessThan(45)
  }
})

test('its keyed hash covers each thing it is bound to, in a place of its own', () => {
  const subject = { accountId: 'a', purpose: 'sign_up', subjectId: 's', destination: 'd' } as const
  expect(codeFields('id', subject, '12345678')).toEqual(['code', 'id', 'a', 'sign_up', 's', 'd', '12345678'])
})

describe('as typed or pasted', () => {
  test.each([
    ['12345678'],
    [' 1234 5678 '],
    ['1234-5678'],
    ['1234–5678'],
    ['1\u00a02\u00a03\u00a04\u00a05\u00a06\u00a07\u00a08'],
    ['12345678\n'],
    ['١٢٣٤٥٦٧٨'],
    ['۱۲۳۴۵۶۷۸'],
    ['१२३४५६७८'],
    ['１２３４５６７８'],
    ['𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖'],
  ])('%j is 12345678', (typed) => {
    expect(codeSchema.parse(typed)).toBe('12345678')
  })

  test.each([
    [''],
    ['1234567'],
    ['123456789'],
    ['1234567a'],
    ['Ⅰ2345678'],
    ['12345678'.repeat(9)],
    ['½2345678'],
    ['+2345678'],
  ])('%j is no code', (typed) => {
    expect(codeSchema.safeParse(typed).success).toBe(false)
  })
})
