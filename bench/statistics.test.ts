import { expect, test } from 'vitest'
import { median, quantile } from './statistics.ts'

test('takes quantiles by nearest rank, whatever the order', () => {
  const values = [5, 1, 4, 2, 3]
  expect(median(values)).toBe(3)
  expect(quantile(values, 0.99)).toBe(5)
  expect(quantile(values, 0)).toBe(1)
})

test('has no median of nothing', () => expect(median([])).toBeNaN())
