import { expect, test } from 'vitest'
import { CLAIM_SECONDS, MAX_ATTEMPTS, TRY_SECONDS, waitSeconds } from './retries.ts'

const longest = (attempts: number, expires: boolean) => waitSeconds(attempts, expires, 0.999_999)

test('the wait doubles and has a ceiling', () => {
  const waits = [1, 2, 3, 4, 10, 11, 30].map((attempts) => Math.round(longest(attempts, false)))
  expect(waits).toEqual([1, 2, 4, 8, 512, 900, 900])
})

test('chance takes away half of it at the most', () => {
  expect(waitSeconds(4, false, 0)).toBe(4)
})

test('a code is asked for again soon enough to be out within a minute of the provider coming back', () => {
  expect(longest(MAX_ATTEMPTS, true)).toBeLessThanOrEqual(30)
})

test('codes are tried for the ten minutes they live, notices for hours', () => {
  const all = (expires: boolean) =>
    Array.from({ length: MAX_ATTEMPTS }, (_, index) => waitSeconds(index + 1, expires, 0)).reduce((a, b) => a + b)
  expect(all(true)).toBeGreaterThan(600)
  expect(all(false)).toBeGreaterThan(3 * 3600)
})

test('a try is over long before its claim is, even between clocks half a minute apart', () => {
  expect(TRY_SECONDS + 30).toBeLessThanOrEqual(CLAIM_SECONDS)
})
