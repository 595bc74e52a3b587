import { expect, it } from 'vitest'
import { maskEmail, maskIdentifier, maskPhone } from './mask.ts'

it.each([
  ['ola@example.com', 'o•••@example.com'],
  ['o@example.com', 'o•••@example.com'],
  ['Øyvind@xn--blbr-roah.no', 'Ø•••@blåbær.no'],
  ['𝒶b@example.com', '𝒶•••@example.com'],
])('shows of %s only its first letter and its domain', (address, masked) => {
  expect(maskEmail(address)).toBe(masked)
  expect(maskIdentifier({ kind: 'email', address })).toBe(masked)
})

it.each([
  ['+4741234123', '+47 ••• •• 123'],
  ['+12125550123', '+1 ••• •• 123'],
  ['+29023456', '+290 ••• •• 56'],
])('shows of %s only its country and its last digits', (number, masked) => {
  expect(maskPhone(number)).toBe(masked)
})
