// A Norwegian reader finds no English word: neither in the pages as they are built, nor in what is said on them later.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as messagesNb from './messages.nb.ts'
import * as messagesNn from './messages.nn.ts'
import * as nb from './nb.ts'
import * as nn from './nn.ts'

/** Common words of screens. «All», «by», «last», «link», «no», «set», «start», «time» and «to» are Norwegian words too. */
const english = [
  'about|access|account|accounts|add|address|again|allow|already|always|and|are|ask|available|back|backup|before|bind|can',
  'cancel|change|check|choose|clear|click|close|code|codes|confirm|connect|continue|copy|create|date|day|days|delete|details|device',
  'devices|disable|done|edit|email|enable|enter|error|errors|expired|failed|field|file|finish|first|forgot|forgotten|from|go|has|have',
  'help|here|home|hour|hours|how|identity|if|invalid|is|its|keep|key|keys|language|later|learn|loading|locked|login|logout',
  'lost|manage|message|minutes|missing|more|must|name|need|network|new|next|not|number|of|off|ok|okay|old|once|only|other|our|page',
  'password|passwords|phone|phrase|please|press|privacy|proceed|profile|read|ready|recover|recovery|refresh|register|reload|remember|remove',
  'required|resend|reset|retry|save|saved|scan|search|secret|security|see|select|session|settings|setup|share|show|signed|signin|signup',
  'skip|started|step|submit|success|support|sure|switch|terms|than|the|then|there|this|token|too|try|turn|unknown|unlock|update',
  'upload|use|used|user|username|verification|verify|view|wait|want|warning|was|we|welcome|what|when|where|which|will|with|withdraw',
  'withdrawal|wrong|yes|you|your|sign in|sign up|log in|log out',
].join('|')
const word = new RegExp(`(?<![\\p{L}\\p{N}_./@-])(?:${english})(?![\\p{L}\\p{N}_@-]|\\.\\p{L})`, 'giu')

/** Names, which are what they are in every language, and a mark that the server fills in. */
const names = ['App Store', '%SUPPORT%']

const englishIn = (text: string): string[] => {
  const bare = names.reduce((left, name) => left.replaceAll(name, ' '), text)
  return [...bare.matchAll(word)].map(([found]) => found.toLowerCase())
}

function texts(words: unknown): string[] {
  if (typeof words === 'string') return [words]
  if (typeof words === 'function') return texts(words('12', '34', '56'))
  return words && typeof words === 'object' ? Object.values(words).flatMap(texts) : []
}

const unescaped = (html: string) =>
  html.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))).replaceAll(/&\w+;/g, ' ')

/** What a page says to the eye and to the ear; what is marked as another language’s is that language’s. */
function spoken(html: string): string[] {
  const own = html
    .replaceAll(/<(script|style)\b.*?<\/\1>/gs, '')
    .replaceAll(/<(\w+)[^>]* lang="en"[^>]*>.*?<\/\1>/gs, '')
  const heard = [...own.matchAll(/ (?:aria-label|alt|placeholder|title|content)="([^"]*)"/g)].map(
    ([, said = '']) => said,
  )
  return [...heard, ...own.split(/<[^>]+>/)].map(unescaped).filter((text) => text.trim())
}

const built = join(import.meta.dirname, '..', '..', 'dist', 'web')

for (const [locale, words] of [
  ['nb', [nb, messagesNb]],
  ['nn', [nn, messagesNn]],
] as const) {
  describe(`no English in ${locale}`, () => {
    it('in the words', () => {
      expect(
        texts(words.map((each) => ({ ...each }))).flatMap((text) =>
          englishIn(text).map((found) => `${found}: ${text}`),
        ),
      ).toEqual([])
    })

    const pages = globSync(`${locale}/*.html`, { cwd: built })

    it('the pages are built', () => expect(pages.length).toBeGreaterThan(30))

    it.each(pages)('in %s', (page) => {
      const found = spoken(readFileSync(join(built, page), 'utf8')).flatMap((text) =>
        englishIn(text).map((found) => `${found}: ${text}`),
      )
      expect(found).toEqual([])
    })
  })
}

it('finds an English word wherever it is said', () => {
  expect(englishIn('Trykk på Continue, og skriv password')).toEqual(['continue', 'password'])
  expect(englishIn('navn@example.no, kontoen, codex')).toEqual([])
  expect(spoken('<p aria-label="Back"><b>Kode</b> &#101;rror</p><i lang="en">Save</i>').flatMap(englishIn)).toEqual([
    'back',
    'error',
  ])
})
