import { describe, expect, it } from 'vitest'
import { helpSources } from '../../scripts/help-sources.ts'
import { policy } from '../../server/platform/policy.ts'
import * as en from '../words/en.ts'
import { type Locale, locales } from '../words/locales.ts'
import * as nb from '../words/nb.ts'
import * as nn from '../words/nn.ts'
import { sayFigure } from './figures.ts'
import { fillText } from './fill-in.ts'
import { guideNames, related } from './guides.ts'
import { readGuides, type Sources } from './read-guide.ts'

const sources = helpSources()
const words = { nb, nn, en }
const read = (locale: Locale, from: Sources = sources) => readGuides(from, { locale, words: words[locale] }, {})
const everyGuide = locales.flatMap((locale) => guideNames.map((name) => ({ locale, name })))
const sourceOf = ({ locale, name }: (typeof everyGuide)[number]) => sources[locale][name] ?? ''
const placeholders = (text: string) => [...new Set(text.match(/\{[^}]+\}/g))].sort()
const readable = (html: string) => html.replaceAll(/<[^>]+>/g, ' ')

/** One guide in all languages, with another text in the place of Bokmål's. */
const withText = (body: string, head = 'title: T\nabout: A\nsearch: s'): Sources => ({
  ...sources,
  nb: { ...sources.nb, thaw: `---\n${head}\n---\n${body}` },
})

describe('the guides', () => {
  it('are all written in every language, and no other file lies there', () => {
    for (const locale of locales) expect(Object.keys(sources[locale]).sort()).toEqual([...guideNames].sort())
  })

  it.each(locales)('are complete in %s: every label, figure and link is there', (locale) => {
    for (const guide of read(locale)) {
      expect(guide.locale).toBe(locale)
      expect(guide.html + guide.title + guide.about, guide.name).not.toMatch(/[{}]|undefined|\[object/)
    }
  })

  it.each(everyGuide)('take every figure from the policy: $locale/$name', (guide) => {
    const [, head = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(sourceOf(guide)) ?? []
    const told = `${head.replace(/^search: .*$/m, '')}\n${body}`
      .replaceAll(/\{[^}]+\}/g, '')
      .replaceAll(/`[^`]+`/g, '')
      .replaceAll(/^\d+\. /gm, '')
    expect(told.match(/.*\d.*/)?.[0]).toBeUndefined()
    // … nor is one written out in letters.
    const counts =
      'ett|eitt|én|éin|ein|en|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|tolv|femten|tjue|tretti|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty'
    const units =
      'sekund\\w*|minutt\\w*|timer?|timar|døgn|dager|dagar|sifre|siffer|tegn|teikn|seconds?|minutes?|hours?|days?|digits'
    expect(told.match(new RegExp(`(?<!\\p{L})(${counts}) (${units})(?!\\p{L})`, 'iu'))?.[0]).toBeUndefined()
  })

  it.each(locales)('are called in %s what the link under a hold calls them', (locale) => {
    const { title } = read(locale).find(({ name }) => name === 'withdrawal-holds') ?? {}
    expect(words[locale].signedIn.holdGuide).toBe(title)
  })

  it.each(guideNames)('ask for the same labels and figures in every language: %s', (name) => {
    const [first, ...others] = locales.map((locale) => placeholders(sourceOf({ locale, name })))
    for (const other of others) expect(other).toEqual(first)
  })

  it('hold no English in Norwegian, and no Bokmål in Nynorsk', () => {
    const english = /(?<!\p{L})(the|and|your|you|password|log (in|out)|sign|account|please|with|not)(?!\p{L})/iu
    const bokmål =
      /(?<!\p{L})(ikke|jeg|hva|hvor\w*|hvis|nå|noe|noen|fra|enhet\w*|logget|sikkerhet|adressen|siden|bekreft\w*|bare|flere|også|skriver|uten|velger|mister|mistet)(?!\p{L})/iu
    const said = (locale: Locale) => read(locale).map(({ title, about, html }) => `${title} ${about} ${readable(html)}`)
    for (const text of [...said('nb'), ...said('nn')]) expect(text.match(english)?.[0], text).toBeUndefined()
    for (const text of said('nn')) expect(text.match(bokmål)?.[0], text).toBeUndefined()
  })

  it('name every reason for which withdrawals pause, each under its length', () => {
    const source = sources.nb['withdrawal-holds'] ?? ''
    const lengths = new Map<string, string>()
    let length = ''
    for (const line of source.split('\n')) {
      length = /^\{figure:(\w+)\} når/.exec(line)?.[1] ?? length
      const reason = /^- \{text:signedIn\.holdReasons\.(\w+)\}/.exec(line)?.[1]
      if (reason) lengths.set(reason, length)
    }
    expect([...lengths.keys()].sort()).toEqual(Object.keys(nb.signedIn.holdReasons).sort())
    expect(Object.fromEntries(lengths)).toMatchObject({
      password_reset: 'credentialHoldSeconds',
      authenticator_bound: 'firstBindingHoldSeconds',
      identifier_added: 'identifierHoldSeconds',
    })
  })

  it('lead on to others, never to themselves', () => {
    for (const name of guideNames) expect(related[name]).not.toContain(name)
  })
})

describe('what a guide asks for and is not there', () => {
  it.each([
    ['a label', 'Trykk {label:logIn.press}', 'there are no such words'],
    ['a label that needs a figure', 'Trykk {label:factorStep.trust}', 'there are no such words'],
    ['a figure', 'Vent {figure:waitSeconds}', 'no such figure'],
    ['a guide', '[Les](/help/no-such-guide)', 'leads nowhere'],
    ['another site', '[Les](https://example.com)', 'leads nowhere'],
    ['a picture of its own', '![](no-such-picture)', 'taken, not chosen'],
  ])('stops the build, and its file is named: %s', (_what, body, why) => {
    expect(() => read('nb', withText(body))).toThrow('web/help/nb/thaw.md: ')
    expect(() => read('nb', withText(body))).toThrow(why)
  })

  it('stops the build where the head says too little, or what only the server knows', () => {
    expect(() => read('nb', withText('x', 'title: T\nabout: A'))).toThrow('does not say search')
    expect(() => read('nb', withText('x', 'title: {brand}\nabout: A\nsearch: s'))).toThrow('cannot stand in the head')
  })
})

it('a step has its picture where one was taken, and is nothing to a screen reader twice', () => {
  const picture = { src: '/assets/x.webp', width: 390, height: 200 }
  const guides = readGuides(
    withText('1. A\n\n2. B\n\ntext\n\n1. C'),
    { locale: 'nb', words: nb },
    { 'thaw-3': picture },
  )
  const html = guides.find(({ name }) => name === 'thaw')?.html ?? ''
  expect(html.match(/<img[^>]+>/g)).toEqual([
    '<img class="screen" src="/assets/x.webp" width="390" height="200" alt="" loading="lazy" decoding="async">',
  ])
  expect(html).toMatch(/C<\/p>\s*<\/div><img|C<\/div><img/)
})

describe('a guide that is not written in a language', () => {
  const without = (name: 'thaw', ...missing: Locale[]): Sources => {
    const of = (locale: Locale) => (missing.includes(locale) ? { [name]: undefined } : {})
    return {
      nb: { ...sources.nb, ...of('nb') },
      nn: { ...sources.nn, ...of('nn') },
      en: { ...sources.en, ...of('en') },
    }
  }
  const thawIn = (locale: Locale, from: Sources) => read(locale, from).find(({ name }) => name === 'thaw')

  it.each([
    ['nn', ['nn'], 'nb'],
    ['nn', ['nn', 'nb'], 'en'],
    ['nb', ['nb'], 'nn'],
    ['en', ['en'], 'nb'],
  ] as const)('is shown in another: %s without %j in %s', (locale, missing, expected) => {
    expect(thawIn(locale, without('thaw', ...missing))?.locale).toBe(expected)
  })

  it('still names the buttons as the reader’s own screen has them, in their own language', () => {
    const html = thawIn('nn', without('thaw', 'nn'))?.html
    expect(html).toContain(`<b lang="nn">«${nn.code.confirm}»</b>`)
    expect(html).toContain(sayFigure('credentialHoldSeconds', 'nb'))
  })

  it('stops the build where no language has it', () => {
    expect(() => read('nb', without('thaw', ...locales))).toThrow('written in no language')
  })
})

describe('a figure', () => {
  it.each([
    ['codeTtlSeconds', 'nb', '10 minutter'],
    ['codeTtlSeconds', 'nn', '10 minutt'],
    ['codeResendSeconds', 'en', '1 minute'],
    ['credentialHoldSeconds', 'nn', '24 timar'],
    ['removalWaitSeconds', 'nb', '72 timer'],
    ['trustedDeviceSeconds', 'nb', '30 dager'],
    ['totpStepSeconds', 'en', '30 seconds'],
    ['codeDigits', 'nb', String(policy.codeDigits)],
  ] as const)('is said as people say it: %s in %s', (name, locale, said) => {
    expect(sayFigure(name, locale)).toBe(said)
  })
})

it('a text without markup is filled in too', () => {
  expect(fillText('{label:logIn.submit} om {figure:codeTtlSeconds}', { words: nb, locale: 'nb' })).toBe(
    '«Logg inn» om 10 minutter',
  )
})

it('what is filled in is text, never markup', () => {
  const evil = { submit: '<script>alert(1)</script> & *x*' }
  const guides = readGuides(withText('{text:evil.submit}'), { locale: 'nb', words: { ...nb, evil } }, {})
  const html = guides.find(({ name }) => name === 'thaw')?.html
  expect(html).toContain('*x*')
  expect(html).not.toMatch(/<script|<em>/)
})
