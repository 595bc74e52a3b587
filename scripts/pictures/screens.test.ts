import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { SCREENS_FOLDER } from './screens.ts'

const folder = join(import.meta.dirname, '..', '..', SCREENS_FOLDER)
const MOST_BYTES = 2_000_000

it('every main screen is kept in both schemes and both windows, small enough to lie in the repository', () => {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.webp'))
    .sort()
  const names = [...new Set(files.map((file) => file.replace(/-(phone|desktop)-(light|dark)\.webp$/, '')))]
  const ways = ['desktop-dark', 'desktop-light', 'phone-dark', 'phone-light']
  expect(names.length).toBeGreaterThanOrEqual(18)
  expect(files).toEqual(names.flatMap((name) => ways.map((way) => `${name}-${way}.webp`)).sort())
  expect(files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)).toBeLessThan(MOST_BYTES)
})
