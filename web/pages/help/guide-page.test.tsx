// A guide that is not written in the reader's language: in the next of nn, nb and en, said so, and marked for a screen reader.
import { renderToString } from 'preact-render-to-string'
import { afterEach, expect, it, vi } from 'vitest'
import { helpSources } from '../../../scripts/help-sources.ts'
import type { GuideName } from '../../help/guides.ts'
import type { Locale } from '../../words/locales.ts'
import * as nn from '../../words/nn.ts'

/** The guide as the build of Nynorsk draws it. @param missing languages that it is not written in */
async function drawnInNynorsk(name: GuideName, missing: Locale[]): Promise<{ html: string; list: string }> {
  vi.resetModules()
  // As the build of a language does (vite.config.ts).
  vi.doMock('../../words/active.ts', () => nn)
  const { helpPages } = await import('./help-pages.tsx')
  const sources = helpSources()
  for (const each of missing) delete sources[each][name]
  const { pages } = helpPages(sources, {})
  const page = (wanted: string) => {
    const found = pages.find((each) => each.name === wanted)
    if (!found) throw new Error(`there is no page ${wanted}`)
    return renderToString(found.body)
  }
  return { html: page(`guide-${name}`), list: page('help') }
}

afterEach(() => {
  vi.doUnmock('../../words/active.ts')
  vi.resetModules()
})

const notice = (html: string) => /<p class="ds-alert" data-color="info">(.*?)<\/p>/.exec(html)?.[1]
const article = (html: string) => /<article[^>]*>/.exec(html)?.[0]
const heading = (html: string) => /<h1[^>]*>(.*?)<\/h1>/.exec(html)?.[1]

it('written in Nynorsk, there is nothing to say', async () => {
  const { html } = await drawnInNynorsk('thaw', [])
  expect(notice(html)).toBeUndefined()
  expect(article(html)).not.toContain('lang')
  expect(heading(html)).toBe('Opne ein frosen konto')
})

it('not in Nynorsk: in Bokmål', async () => {
  const { html, list } = await drawnInNynorsk('thaw', ['nn'])
  expect(notice(html)).toBe('Denne rettleiinga finst ikkje på nynorsk enno. Her er ho på bokmål.')
  expect(article(html)).toBe('<article class="text guide" lang="nb">')
  expect(heading(html)).toBe('Åpne en fryst konto')
  expect(list).toContain('<li lang="nb"><a class="ds-link" href="/help/thaw">')
  // What is around it stays in the reader's.
  expect(html).toContain(nn.help.all)
  // The labels it names stand on the screens in Nynorsk.
  expect(html).toContain(`<b lang="nn">«${nn.fields.code}»</b>`)
})

it('nor in Bokmål: in English', async () => {
  const { html } = await drawnInNynorsk('thaw', ['nn', 'nb'])
  expect(notice(html)).toBe('Denne rettleiinga finst ikkje på nynorsk enno. Her er ho på engelsk.')
  expect(article(html)).toBe('<article class="text guide" lang="en">')
})
