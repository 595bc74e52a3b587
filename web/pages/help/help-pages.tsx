// Every page of the help centre in the language of this build, and what a search looks through.
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { SearchEntry } from '../../../server/help/schema.ts'
import { type Guide, type Picture, readGuides, type Sources } from '../../help/read-guide.ts'
import * as words from '../../words/active.ts'
import { GuidePage } from './guide-page.tsx'
import { Found, Front, Item } from './help.tsx'

const { help, locale } = words

/** Stand for what was searched for and what was found, in the pages that answer a search (server/help/routes.ts). */
const queryMark = '%QUERY%'
const resultsMark = '%RESULTS%'

export interface HelpPage {
  name: string
  title: string
  body: VNode
}

export function helpPages(sources: Sources, pictures: Record<string, Picture>) {
  const guides = readGuides(sources, { words, locale }, pictures)
  const pages: HelpPage[] = [
    { name: 'help', title: help.title, body: <Front guides={guides} title={help.title} lead={help.lead} /> },
    {
      name: 'help-unknown',
      title: help.unknownTitle,
      body: <Front guides={guides} title={help.unknownTitle} lead={help.unknownText} />,
    },
    {
      name: 'help-found',
      title: help.found(queryMark),
      body: <Found query={queryMark} results={resultsMark} />,
    },
    {
      name: 'help-none',
      title: help.none(queryMark),
      body: <Front guides={guides} title={help.none(queryMark)} lead={help.noneText} query={queryMark} />,
    },
    ...guides.map((guide) => ({
      name: `guide-${guide.name}`,
      title: guide.title,
      body: <GuidePage guide={guide} guides={guides} />,
    })),
  ]
  return { pages, entries: guides.map(entryOf) }
}

function entryOf(guide: Guide): SearchEntry {
  const { title, about, search, html } = guide
  const text = html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
  return {
    title,
    about,
    search,
    text: text.replaceAll(/\s+/g, ' ').trim(),
    html: renderToString(<Item guide={guide} />),
  }
}
