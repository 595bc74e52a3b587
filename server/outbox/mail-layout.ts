/** The one layout of every mail: tables and inline styles, which all mail programs know; no picture, no script, no link but our own. */
import { type ComponentChild, h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { MailWords } from '../../web/words/messages.nb.ts'
import type { Locale } from './message.ts'

export interface MailParts {
  words: MailWords
  brand: string
  footer: string
  locale: Locale
  code?: string
  /** The line with the owner's own words, above everything else. */
  phrase?: string
}

const FONT = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
const TEXT = `margin: 0 0 16px; font: 16px/1.5 ${FONT};`

// Inline styles are the light theme; programs that know media queries get the dark one from here.
const DARK = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (prefers-color-scheme: dark) {
    .page { background: #14181d !important; }
    .card { background: #1e242b !important; border-color: #39424d !important; }
    .ink { color: #f1f4f7 !important; }
    .quiet { color: #b4bec9 !important; }
    .code { background: #14181d !important; border-color: #57636f !important; color: #ffffff !important; }
    .button { background: #a9cdf2 !important; color: #0b2239 !important; }
    .link { color: #a9cdf2 !important; }
  }`

function paragraph(text: string): ComponentChild {
  return h('p', { class: 'ink', style: `${TEXT} color: #1b232c;` }, text)
}

function codeBox(code: string): ComponentChild {
  const style = `margin: 0 0 24px; padding: 16px; border: 1px solid #c3ccd6; border-radius: 8px; background: #f4f6f9; color: #10181f; text-align: center; font: 600 32px/1.2 ui-monospace, Menlo, Consolas, monospace; letter-spacing: 4px;`
  return h('p', { class: 'code', style }, code)
}

function phraseLine(phrase: string): ComponentChild {
  return h('p', { class: 'ink', style: `margin: 0 0 16px; font: 600 16px/1.5 ${FONT}; color: #1b232c;` }, phrase)
}

function button({ label, url }: { label: string; url: string }): ComponentChild {
  const style = `display: inline-block; padding: 12px 24px; border-radius: 8px; background: #12497b; color: #ffffff; font: 600 16px/1.25 ${FONT}; text-decoration: none;`
  return h('p', { style: TEXT }, h('a', { class: 'button', href: url, style }, label))
}

function link({ label, url }: { label: string; url: string }): ComponentChild {
  const style = `color: #12497b; font: 600 16px/1.5 ${FONT}; text-decoration: underline;`
  return h('p', { style: TEXT }, h('a', { class: 'link', href: url, style }, label))
}

/** A table of one cell that carries the look: some programs drop it from anything else. */
function box(name: string, style: string, ...content: ComponentChild[]): ComponentChild {
  const open = { role: 'presentation', cellpadding: '0', cellspacing: '0', border: '0', width: '100%' }
  return h('table', open, h('tbody', null, h('tr', null, h('td', { class: name, style }, ...content))))
}

function card({ words, brand, footer, code, phrase }: MailParts): ComponentChild {
  const { heading, before, action, after, second } = words
  return h(
    'div',
    { style: 'max-width: 520px; margin: 0 auto;' },
    h('p', { class: 'ink', style: `margin: 0 0 16px; font: 600 18px/1.3 ${FONT}; color: #1b232c;` }, brand),
    box(
      'card',
      'padding: 28px 28px 12px; background: #ffffff; border: 1px solid #dde3ea; border-radius: 12px;',
      phrase === undefined ? null : phraseLine(phrase),
      h('h1', { class: 'ink', style: `margin: 0 0 16px; font: 600 24px/1.3 ${FONT}; color: #10181f;` }, heading),
      ...before.map(paragraph),
      code === undefined ? null : codeBox(code),
      action === undefined ? null : button(action),
      ...after.map(paragraph),
      second === undefined ? null : link(second),
    ),
    h('p', { class: 'quiet', style: `margin: 16px 0 0; font: 14px/1.5 ${FONT}; color: #55616d;` }, footer),
  )
}

/** @returns a whole HTML document; every word in it is escaped by Preact, none comes in as markup */
export function layOutMail(parts: MailParts): string {
  const head = h(
    'head',
    null,
    h('meta', { charset: 'utf-8' }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('meta', { name: 'supported-color-schemes', content: 'light dark' }),
    // A code is not a phone number to call.
    h('meta', { name: 'format-detection', content: 'telephone=no, date=no, address=no, email=no, url=no' }),
    h('title', null, parts.words.subject),
    h('style', { dangerouslySetInnerHTML: { __html: DARK } }),
  )
  const page = box('page', 'padding: 24px 12px; background: #f4f6f9;', card(parts))
  const body = h('body', { class: 'page', style: 'margin: 0; padding: 0; background: #f4f6f9;' }, page)
  return `<!doctype html>${renderToString(h('html', { lang: parts.locale }, head, body))}`
}
