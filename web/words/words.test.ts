import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as en from './en.ts'
import * as messagesEn from './messages.en.ts'
import * as messagesNb from './messages.nb.ts'
import * as messagesNn from './messages.nn.ts'
import * as nb from './nb.ts'
import * as nn from './nn.ts'

type Words = Record<string, unknown>

/** Every text of a language by its path; functions are called with stand-ins for their arguments. */
function texts(words: Words, path = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, word] of Object.entries(words)) {
    const at = path ? `${path}.${key}` : key
    const value = typeof word === 'function' ? word('12', '34') : word
    if (typeof value !== 'object') found.set(at, String(value))
    else for (const [inner, text] of texts(value as Words, at)) found.set(inner, text)
  }
  return found
}

const languages = { nb: texts(nb), nn: texts(nn), en: texts(en) }
/** What is read in the help centre, and in mail and SMS, besides the pages' own words. */
const read = (locale: 'nb' | 'nn', messages: Words) => [
  ...lines(languages[locale]),
  ...lines(texts(messages, 'messages')),
  ...globSync(`../help/${locale}/*.md`, { cwd: import.meta.dirname }).flatMap((file) =>
    readFileSync(join(import.meta.dirname, file), 'utf8').split('\n'),
  ),
]
const keys = (words: Map<string, string>) => [...words.keys()].sort()
const lines = (words: Map<string, string>) => [...words].map(([key, text]) => `${key}: ${text}`)

describe('the words', () => {
  it('say everything in every language', () => {
    expect(keys(languages.nn)).toEqual(keys(languages.nb))
    expect(keys(languages.en)).toEqual(keys(languages.nb))
    for (const words of Object.values(languages)) for (const [key, text] of words) expect(text.trim(), key).not.toBe('')
  })

  it('hold no English in the Norwegian languages', () => {
    const english = /\b(the|your|you|please|with|and|password|phone|email|log out|sign)\b/i
    expect(
      [...lines(languages.nb), ...lines(languages.nn)].filter((line) => english.test(line.split(': ')[1] ?? '')),
    ).toEqual([])
  })

  it('hold no Norwegian in English', () => {
    const norwegian =
      /[æøå]|(?<!\p{L})(ikke|ikkje|jeg|eg|du|deg|din|ditt|og|eller|på|til|fra|frå|med|passord\w*|koden?|konto\w*|logg|enhet\w*|einin\w*)(?!\p{L})/iu
    expect(lines(languages.en).filter((line) => norwegian.test(line.slice(line.indexOf(': ') + 2)))).toEqual([])
  })

  it('hold no Bokmål in Nynorsk', () => {
    const bokmaal =
      /(?<!\p{L})(ikke|jeg|hva|hvor|nå|noen|bare|fra|mer|velg|innlogget|sikkerhet|enhet|enheter|vilkårene|slik at|uten|også|da|kommer|gjøre|skriver)(?!\p{L})/iu
    expect(lines(languages.nn).filter((line) => bokmaal.test(line.split(': ')[1] ?? ''))).toEqual([])
  })

  // Opening asks for the passkey where it is the only factor: whoever freezes on a lost phone should know before.
  it('name every factor that a frozen account is opened with', () => {
    const passkey = { nb: 'tilgangsnøkkel', nn: 'tilgangsnøkkel', en: 'passkey' }
    const messages = { nb: messagesNb, nn: messagesNn, en: messagesEn }
    for (const locale of ['nb', 'nn', 'en'] as const) {
      const said = [...languages[locale], ...texts(messages[locale])]
      const text = (about: string) => said.flatMap(([key, word]) => (key.includes(about) ? [word] : [])).join('\n')
      for (const end of ['freeze.consequences', 'thawed.what'])
        expect(text(end), `${locale} ${end}`).toContain(passkey[locale])
    }
  })

  // Both forms are good Norwegian: beside each other they read as two hands.
  it('keep to one form where the language allows two', () => {
    const otherNn = /(?<!\p{L})(blei|gje|dersom|bed|det ikkje du|skjul\p{L}*)(?!\p{L})/iu
    expect(read('nn', messagesNn).filter((line) => otherNn.test(line))).toEqual([])
    expect(read('nb', messagesNb).filter((line) => /det ikke du /i.test(line))).toEqual([])
  })

  // An address and a number come through the same words, and one gender does not fit both.
  it('of the hold are said of an address and of a number alike', () => {
    for (const words of [languages.nb, languages.nn])
      expect(words.get('security.holdText')).not.toMatch(/(^|\s)(den|han|ho) er (lagt|lagd) til/i)
  })

  it('are not left in Norwegian in English', () => {
    expect(lines(languages.en).filter((line) => /[æøåÆØÅ]/.test(line))).toEqual([])
  })

  it('never call what a person typed invalid', () => {
    expect(
      [...lines(languages.nb), ...lines(languages.nn), ...lines(languages.en)].filter((line) =>
        /: .*\b(ugyldig|invalid)/i.test(line),
      ),
    ).toEqual([])
  })

  it('have the labels that the customer guides name', () => {
    expect([nb.fields.phone, nb.fields.email, nb.fields.password, nb.fields.code]).toEqual([
      'Telefonnummer',
      'E-post',
      'Passord',
      'Bekreftelseskode',
    ])
    expect([nb.logIn.submit, nb.logIn.withEmail, nb.logIn.withPhone]).toEqual([
      'Logg inn',
      'Logg inn med e-post',
      'Logg inn med telefonnummer',
    ])
    expect([nb.signUp.next, nb.code.confirm, nb.signUp.accept, nb.signUp.create]).toEqual([
      'Neste',
      'Bekreft',
      'Jeg godtar vilkårene',
      'Opprett konto',
    ])
    expect([nb.account.menu, nb.account.security, nb.account.devices, nb.account.logOut]).toEqual([
      'Konto',
      'Konto og sikkerhet',
      'Enheter',
      'Logg ut',
    ])
  })
})
