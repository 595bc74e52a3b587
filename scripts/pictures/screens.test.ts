import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { SCREENS_FOLDER } from './every-way.ts'
import { screenLanguages } from './screens.ts'

const MOST_BYTES = 2_000_000

it.each(screenLanguages)(
  'every main screen is kept in %s, both schemes and both windows, small enough to lie in the repository',
  (locale) => {
    const folder = join(import.meta.dirname, '..', '..', SCREENS_FOLDER, locale)
    const files = readdirSync(folder).sort()
    const names = [...new Set(files.map((file) => file.replace(/-(phone|desktop)-(light|dark)\.webp$/, '')))]
    const ways = ['desktop-dark', 'desktop-light', 'phone-dark', 'phone-light']
    expect(names.length).toBeGreaterThanOrEqual(24)
    expect(files).toEqual(names.flatMap((name) => ways.map((way) => `${name}-${way}.webp`)).sort())
    expect(files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)).toBeLessThan(MOST_BYTES)
  },
)
