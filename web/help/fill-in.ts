// What a guide leaves open and the product fills in, so that a guide cannot go stale:
// {label:logIn.submit} a word on the screen, in quotes; {text:lostPhone.mailText} such a word without;
// {figure:codeTtlSeconds} a figure of the policy; {brand} and {support} the operator's, filled in by the server.
import { type Policy, policy } from '../../server/platform/policy.ts'
import type { Locale } from '../words/locales.ts'
import { sayFigure } from './figures.ts'

/** A language's words, as web/words/<language>.ts exports them. */
export type Words = Record<string, unknown>

export interface Filling {
  words: Words
  /** Of the guide's text, which may be another than that of the words. */
  locale: Locale
}

const quotes: Record<Locale, readonly [string, string]> = { nb: ['«', '»'], nn: ['«', '»'], en: ['“', '”'] }
const marks = { brand: '%BRAND%', support: '%SUPPORT%' } as const

export const PLACEHOLDER = /\{(?:(label|text|figure):([\w.-]+)|(brand|support))\}/

interface Filled {
  text: string
  isLabel: boolean
}

/** @throws where nothing has that name: a guide with a hole in it is not built */
export function fillIn([whole, kind, name = '', mark]: readonly (string | undefined)[], filling: Filling): Filled {
  if (mark) return { text: marks[mark as keyof typeof marks], isLabel: false }
  if (kind === 'figure') {
    if (!(name in policy)) throw new Error(`${whole}: the policy has no such figure`)
    return { text: sayFigure(name as keyof Policy, filling.locale), isLabel: false }
  }
  const word = name.split('.').reduce<unknown>((at, key) => (at as Words | undefined)?.[key], filling.words)
  if (typeof word !== 'string') throw new Error(`${whole}: there are no such words on the screens`)
  const [open, close] = quotes[filling.locale]
  return kind === 'label' ? { text: `${open}${word}${close}`, isLabel: true } : { text: word, isLabel: false }
}

/** A text without markup, such as a title; it is searched too, so nothing is left for the server to fill in. */
export function fillText(text: string, filling: Filling): string {
  return text.replaceAll(new RegExp(PLACEHOLDER, 'g'), (...match) => {
    if (match[3]) throw new Error(`${match[0]} cannot stand in the head`)
    return fillIn(match.slice(0, 4), filling).text
  })
}
