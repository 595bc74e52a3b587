// A guide as its Markdown file has it: a head (title, about, search), then text and numbered steps.
import { Marked, type TokenizerAndRendererExtension } from 'marked'
import type { Locale } from '../words/locales.ts'
import { type Filling, fillIn, fillText, PLACEHOLDER, type Words } from './fill-in.ts'
import { type GuideName, guideNames } from './guides.ts'

export interface Guide {
  name: GuideName
  /** Of its text. */
  locale: Locale
  title: string
  /** What it is about, in one sentence. */
  about: string
  /** Other words that people search by. */
  search: string
  html: string
}

/** Markdown files by language and guide. */
export type Sources = Record<Locale, Partial<Record<GuideName, string>>>

/** The screens' words, and their language. */
export interface Screens {
  words: Words
  locale: Locale
}

/** A picture of a screen, as a browser fetches it. */
export interface Picture {
  src: string
  width: number
  height: number
}

/** Where a guide is not written in a language yet, it is shown in the next of these. */
const otherwise: Record<Locale, readonly Locale[]> = {
  nb: ['nb', 'nn', 'en'],
  nn: ['nn', 'nb', 'en'],
  en: ['en', 'nb', 'nn'],
}

/** Every guide for readers of a language. */
export function readGuides(sources: Sources, screens: Screens, pictures: Record<string, Picture>): Guide[] {
  return guideNames.map((name) => {
    const locale = otherwise[screens.locale].find((each) => sources[each][name] !== undefined)
    const source = locale && sources[locale][name]
    if (!source) throw new Error(`The guide ${name} is written in no language`)
    try {
      return readGuide(name, source, locale, screens, pictures)
    } catch (error) {
      throw new Error(`web/help/${locale}/${name}.md: ${(error as Error).message}`)
    }
  })
}

function readGuide(
  name: GuideName,
  source: string,
  locale: Locale,
  screens: Screens,
  pictures: Record<string, Picture>,
): Guide {
  const [, head = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(source) ?? []
  const lines = Object.fromEntries(head.split('\n').map((line) => /^(\w+): (.*)$/.exec(line)?.slice(1) ?? []))
  const filling = { words: screens.words, locale }
  const field = (key: string): string => {
    if (!lines[key]) throw new Error(`its head does not say ${key}`)
    return fillText(lines[key], filling)
  }
  return {
    name,
    locale,
    title: field('title'),
    about: field('about'),
    search: field('search'),
    html: renderer(filling, screens.locale, (step) => pictures[`${name}-${step}`]).parse(body, { async: false }),
  }
}

const escapeHtml = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** @param pictureOf the picture of a step, by its number in the guide; not every step has one */
function renderer(filling: Filling, screenLocale: Locale, pictureOf: (step: number) => Picture | undefined): Marked {
  const lang = screenLocale === filling.locale ? '' : ` lang="${screenLocale}"`
  let step = 0
  // It shows what the step has said already: to a screen reader it is nothing.
  const drawn = (number: number) => {
    const picture = pictureOf(number)
    if (!picture) return ''
    const { src, width, height } = picture
    return `<img class="screen" src="${src}" width="${width}" height="${height}" alt="" loading="lazy" decoding="async">`
  }
  const placeholder: TokenizerAndRendererExtension = {
    name: 'placeholder',
    level: 'inline',
    start: (text) => text.search(PLACEHOLDER),
    tokenizer(text) {
      const match = new RegExp(`^${PLACEHOLDER.source}`).exec(text)
      return match ? { type: 'placeholder', raw: match[0], ...fillIn(match, filling) } : undefined
    },
    renderer({ raw, text, isLabel }) {
      if (raw === '{support}') return `<a class="ds-link" href="mailto:${text}">${text}</a>`
      return isLabel ? `<b${lang}>${escapeHtml(text)}</b>` : escapeHtml(text)
    },
  }
  return new Marked({
    extensions: [placeholder],
    renderer: {
      heading({ tokens, depth }) {
        return `<h${depth} class="ds-heading" data-size="xs">${this.parser.parseInline(tokens)}</h${depth}>`
      },
      list({ ordered, items }) {
        if (!ordered) return `<ul>${items.map((item) => this.listitem(item)).join('')}</ul>`
        const inner = items.map((item) => `<li><div>${this.parser.parse(item.tokens)}</div>${drawn(++step)}</li>`)
        return `<ol class="guide-steps">${inner.join('')}</ol>`
      },
      link({ href, tokens }) {
        if (!isOurs(href)) throw new Error(`${href} leads nowhere`)
        return `<a class="ds-link" href="${escapeHtml(href)}">${this.parser.parseInline(tokens)}</a>`
      },
      image({ href }) {
        throw new Error(`${href}: the pictures of steps are taken, not chosen (npm run pictures)`)
      },
    },
  })
}

/** A guide there is, or another page of ours; which pages there are, server/help/help.test.ts knows. */
function isOurs(href: string): boolean {
  const [, guide] = /^\/help\/([\w-]+)$/.exec(href) ?? []
  return guide ? guideNames.includes(guide as GuideName) : /^\/[a-z]/.test(href)
}
