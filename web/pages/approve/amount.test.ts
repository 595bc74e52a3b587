import { expect, it } from 'vitest'
import { amount } from './amount.ts'

const s = '\u00a0'

it.each([
  ['0.5', '0,5'],
  ['12', '12'],
  ['123', '123'],
  ['1250.5', `1${s}250,5`],
  ['1000000', `1${s}000${s}000`],
  ['0.000000000000000001', '0,000000000000000001'],
  ['12345678901234567890.10', `12${s}345${s}678${s}901${s}234${s}567${s}890,10`],
])('%s reads %s, digit for digit', (decimal, words) => {
  expect(amount(decimal)).toBe(words)
})
