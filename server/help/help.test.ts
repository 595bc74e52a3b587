import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { helpSources } from '../../scripts/help-sources.ts'
import { writeAppFiles } from '../../test/support/built-app.ts'
import { locales } from '../../web/words/locales.ts'
import { readConfig } from '../config.ts'
import { registerPages } from '../pages.ts'
import type { SearchEntry } from './schema.ts'
import { searchHelp, stemOf } from './search.ts'

const entry = (name: string, rest: Partial<SearchEntry>): SearchEntry => ({
  title: '',
  about: '',
  search: '',
  text: '',
  html: `<li>${name}</li>`,
  ...rest,
})
const entries = [
  entry('forgot', { title: 'Glemt passord', about: 'Lag et nytt passord.', text: 'Alle enheter er logget ut.' }),
  entry('lost', {
    title: 'Mistet telefonen',
    search: 'tofaktor, 2FA',
    text: 'Har du gjenopprettingsnøkkelen? Passord.',
  }),
  entry('holds', { title: 'Hvorfor venter uttaket?', text: 'Uttak er sperret <b>.' }),
]
const found = (question: string) => searchHelp(entries, question).map(({ html }) => html.replaceAll(/<\/?li>/g, ''))

describe('a search of the guides', () => {
  it.each([
    ['a title’s word comes first, one in the text after it', 'passord', ['forgot', 'lost']],
    ['in another form than the guide has it', 'glemte passordet mitt', ['forgot']],
    ['a part of a longer word', 'nøkkel', ['lost']],
    ['by a word that stands in no sentence', '2fa', ['lost']],
    ['a whole question', 'Hvorfor kan jeg ikke ta uttak?', ['holds']],
    ['capitals and signs do not matter', '«UTTAK»!', ['holds']],
    ['what is nowhere is not found', 'xyzzy', []],
    ['of several words, whatever has most of them', 'glemt passord xyzzy', ['forgot']],
    ['two letters have to be a word', 'ut', ['forgot']],
    ['nothing but signs', '?!', []],
  ])('%s', (_what, question, names) => {
    expect(found(question)).toEqual(names)
  })

  it('cuts endings off, and never so much that a word is gone', () => {
    expect(['telefonen', 'telefoner', 'telefonane'].map(stemOf)).toEqual(['telefon', 'telefon', 'telefon'])
    expect(['koden', 'kode', 'appen', 'uten'].map(stemOf)).toEqual(['kod', 'kod', 'app', 'uten'])
  })
})

describe('the help centre', () => {
  const built = mkdtempSync(join(tmpdir(), 'portvakt-help-'))
  const pages = 'help help-found help-none help-unknown guide-forgot log-in sign-up thaw security not-found'.split(' ')

  async function serve() {
    const app = fastify()
    await app.register(cookie)
    await registerPages(app, { config: readConfig({}) }, built)
    return app
  }
  const get = async (url: string) => (await serve()).inject({ url, headers: { accept: 'text/html' } })

  beforeAll(() => {
    mkdirSync(join(built, 'assets'))
    writeFileSync(join(built, 'icon.svg'), '<svg/>')
    writeAppFiles(built)
    for (const locale of locales) {
      mkdirSync(join(built, locale))
      writeFileSync(join(built, `help.${locale}.json`), JSON.stringify(entries))
      for (const name of pages)
        writeFileSync(join(built, locale, `${name}.html`), `<p id="${name}">%QUERY%</p><ul>%RESULTS%</ul>%BRAND%`)
    }
  })
  afterAll(() => rmSync(built, { recursive: true }))

  it('is its front without a question, or with an empty, a double or an endless one', async () => {
    for (const question of ['', '?q=', '?q=%20', '?q=a&q=b', `?q=${'a'.repeat(101)}`, '?x=1']) {
      const { statusCode, body } = await get(`/help${question}`)
      expect([statusCode, body.includes('id="help"')], question).toEqual([200, true])
    }
  })

  it('answers a question with what was found', async () => {
    const { body } = await get('/help?q=glemt')
    expect(body).toContain('<ul><li>forgot</li></ul>')
    expect(body).toContain('id="help-found"')
    expect(body).toContain('Portvakt')
    expect((await get('/help?q=xyzzy')).body).toContain('id="help-none"')
  })

  it('writes out what was asked as text, never as markup, and looks for no mark in it', async () => {
    const { body } = await get(`/help?q=${encodeURIComponent('"><script>%RESULTS%%BRAND%uttak')}`)
    expect(body).not.toMatch(/<script/)
    expect(body).toContain('%BRAND%uttak')
  })

  it('spends little on the answer to a question: what is kept is compressed at its best, once', async () => {
    const ask = async (url: string) =>
      (await serve()).inject({ url, headers: { 'accept-encoding': 'gzip, deflate, br' } })
    expect((await ask('/help')).headers['content-encoding']).toBe('br')
    expect((await ask('/help?q=glemt')).headers['content-encoding']).toBe('gzip')
  })

  it('knows its guides, and answers an unknown one with 404 and the way to all', async () => {
    expect((await get('/help/forgot')).body).toContain('id="guide-forgot"')
    for (const name of ['nothing', 'found', 'help', '__proto__', '..%2fhelp']) {
      const { statusCode, body } = await get(`/help/${name}`)
      expect([statusCode, body.includes('id="help-unknown"')], name).toEqual([404, true])
    }
  })

  it('leads out of its guides only to pages that are there', async () => {
    const texts = locales.flatMap((locale) => Object.values(helpSources()[locale]))
    const links = new Set(
      texts.flatMap((text) => [...(text?.matchAll(/\]\((\/[^)]*)\)/g) ?? [])].map(([, to = '']) => to)),
    )
    const outside = [...links].filter((to) => !to.startsWith('/help/'))
    expect(outside.length).toBeGreaterThan(2)
    for (const to of outside) expect([200, 303], to).toContain((await get(to)).statusCode)
  })
})
