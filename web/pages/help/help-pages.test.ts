import { expect, it } from 'vitest'
import { helpSources } from '../../../scripts/help-sources.ts'
import { locale } from '../../words/active.ts'
import { locales } from '../../words/locales.ts'
import { helpPages } from './help-pages.tsx'

it('a guide in a list is text, never markup, in the language that it is written in', () => {
  const [other] = locales.filter((each) => each !== locale)
  const sources = helpSources()
  const thaw = '---\ntitle: <i>T\nabout: A & B\nsearch: s\n---\nText'
  delete sources[locale].thaw
  for (const each of locales) if (each !== locale) sources[each].thaw = thaw
  const entry = helpPages(sources, {}).entries.find(({ title }) => title === '<i>T')
  expect(entry?.html).toMatch(new RegExp(`^<li lang="${other}"><a class="ds-link" href="/help/thaw">&lt;i>T</a>`))
  expect(entry?.html).toContain('A &amp; B')
})
