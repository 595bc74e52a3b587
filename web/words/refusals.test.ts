// A11: no refusal is a dead end. Each says, in every language, what to do next.
import { describe, expect, it } from 'vitest'
import * as en from './en.ts'
import * as nb from './nb.ts'
import * as nn from './nn.ts'

/** What somebody who was refused can be told to do. */
const acts = {
  nb: 'be|begynn|bekreft|bruk|endre|fjern|gjør|last|legg til|logg inn|oppdater|prøv|rett|sett opp|sjekk|skriv|slett|slå|velg|vent|åpne',
  nn: 'be|begynn|bruk|endre|fjern|gjer|last|legg til|logg inn|oppdater|opne|prøv|rett|set opp|sjekk|skriv|slett|slå|stadfest|vel|vent',
  en: 'add|ask|change|check|choose|confirm|delete|enter|log in|make|open|reload|remove|set (?:one|it) up|start|turn|try|type|update|use|wait',
}

/** A sentence, or what follows a comma, begins with one: within a sentence the same letters are other words («siste», «rett konto»). */
const tellsWhatToDo = (locale: keyof typeof acts, text: string) =>
  new RegExp(`(?:^|[.:,] )(?:(?:og|eller|so|and|or) )?(?:${acts[locale]})(?!\\p{L})`, 'iu').test(text)

const languages = { nb: { ...nb }, nn: { ...nn }, en: { ...en } }
const kinds = [
  'refusals',
  'addressRefusals',
  'factorRefusals',
  'totpUsedUp',
  'passkeyProblems',
  'approvalRefusals',
  'deviceRefusals',
  'staffPasskeyProblems',
  'staffJoiningProblems',
  'staffRefusals',
] as const
const codes = kinds.flatMap((kind) => Object.keys(languages.nb[kind]).map((code) => ({ kind, code })))

function said(locale: keyof typeof acts, kind: (typeof kinds)[number], code: string): string {
  const words: unknown = (languages[locale][kind] as Record<string, unknown>)[code]
  return typeof words === 'function' ? String(words('example.no')) : String(words)
}

describe('a refusal has a way on', () => {
  // That these are all that a page can meet, server/pages.test.ts knows.
  it.each(codes)('$code', ({ kind, code }) => {
    for (const locale of ['nb', 'nn', 'en'] as const)
      expect(said(locale, kind, code), locale).toSatisfy((text: string) => tellsWhatToDo(locale, text))
  })

  it('of codes that are used up, by the name that the link beside it has', () => {
    for (const { factorRefusals, totpUsedUp, lostPhone } of Object.values(languages)) {
      const { passkey, ...others } = totpUsedUp
      for (const text of [factorRefusals.totp_used_up, ...Object.values(others)]) expect(text).toContain(lostPhone.link)
      expect(passkey).not.toContain(lostPhone.link)
    }
  })

  it('and one that only says what is the matter is found', () => {
    expect(tellsWhatToDo('nb', 'Kontoen har allerede en av denne typen. Den ble rett og slett koblet til.')).toBe(false)
    expect(tellsWhatToDo('nn', 'Kontoen har alt ein av denne typen.')).toBe(false)
    expect(tellsWhatToDo('en', 'The account must keep at least one address that you use.')).toBe(false)
  })
})
