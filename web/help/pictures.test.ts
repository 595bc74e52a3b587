import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { helpSources } from '../../scripts/help-sources.ts'
import { walkedGuides } from '../../test/support/guide-walks.ts'
import { locales } from '../words/locales.ts'
import * as nb from '../words/nb.ts'
import { readGuides } from './read-guide.ts'

const folder = join(import.meta.dirname, 'pictures')
const filesOf = (locale: string) => readdirSync(join(folder, locale)).sort()
const MOST_BYTES = 3_000_000
/** An empty picture has some 650. */
const LEAST_BYTES = 1000

describe('the pictures of the guides', () => {
  it('are the same in every language, and there for every guide that is walked', () => {
    for (const locale of locales) expect(filesOf(locale)).toEqual(filesOf('nb'))
    const guides = new Set(filesOf('nb').map((file) => file.replace(/-\d+\.webp$/, '')))
    expect([...guides].sort()).toEqual([...walkedGuides].sort())
  })

  it('are each of a step that there is', () => {
    const names = filesOf('nb').map((file) => file.replace('.webp', ''))
    const pictures = Object.fromEntries(names.map((src) => [src, { src, width: 1, height: 1 }]))
    const drawn = readGuides(helpSources(), { locale: 'nb', words: nb }, pictures).flatMap(({ html }) =>
      [...html.matchAll(/<img class="screen" src="([^"]+)"/g)].map(([, src]) => src),
    )
    expect(drawn.sort()).toEqual(names.sort())
  })

  it('are there for every step', () => {
    const names = filesOf('nb').map((file) => file.replace('.webp', ''))
    const pictures = Object.fromEntries(names.map((src) => [src, { src, width: 1, height: 1 }]))
    const bare = readGuides(helpSources(), { locale: 'nb', words: nb }, pictures).flatMap(({ name, html }) =>
      [...html.matchAll(/<li><div>(.*?)<\/div>(<img)?/gs)]
        .filter(([, , picture]) => !picture)
        .map(([, text]) => [name, text]),
    )
    expect(bare).toEqual([])
  })

  it('show something, and are small enough to lie in the repository', () => {
    const sizes = locales.flatMap((locale) => filesOf(locale).map((file) => statSync(join(folder, locale, file)).size))
    expect(Math.min(...sizes)).toBeGreaterThan(LEAST_BYTES)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES)
  })
})
