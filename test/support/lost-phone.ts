// What J10's journeys have in common: the way from a lost phone to a new one, by its words.
import type { Page } from '@playwright/test'
import { authenticatorApp } from './authenticator.ts'
import { type BoundAccount, createBoundAccount } from './bound-account.ts'
import { expect, look } from './browser.ts'
import type { Walk } from './journeys.ts'
import { codeFor, newEmail, PASSWORD, post } from './people.ts'
import { visitor } from './visitor.ts'
import { nb, type Words } from './words.ts'

export const lostPhoneWords = {
  nb: {
    title: 'Skriv koden fra appen',
    code: '6-sifret kode',
    lost: 'Mistet eller byttet telefon?',
    reasons: ['Telefonen er mistet, stjålet eller ødelagt', 'Jeg har byttet telefon', 'Noe annet'],
    choice: 'Har du gjenopprettingsnøkkelen?',
    have: 'Jeg har gjenopprettingsnøkkelen',
    haveNot: 'Jeg har ikke gjenopprettingsnøkkelen',
    enter: 'Skriv inn gjenopprettingsnøkkelen',
    key: 'Gjenopprettingsnøkkel',
    mistyped: 'Noe er skrevet feil i gjenopprettingsnøkkelen.',
    connect: 'Koble til autentiseringsappen',
    show: 'Vis nøkkelen',
    shown: 'Ta vare på nøkkelen',
    kept: 'Jeg har tatt vare på nøkkelen',
    done: 'Den nye appen er koblet til',
    holdBefore: /^Skriv eller lim inn hele nøkkelen\. .* uttak er sperret i 24 timer\.$/,
    hold: /^Uttak er sperret til \d+\.\s\S+\s\d{4} kl\.\s\d\d\.\d\d\.$/,
    holdHours: 'Uttak er sperret i 24 timer.',
    go: 'Fortsett',
    back: 'Tilbake',
    none: 'Uten telefon og nøkkel',
    ask: 'Jeg vil be om opphevelse av Google Authenticator for kontoen min. Jeg har mistet min gjenopprettingsnøkkelfrase (RKP).',
    mail: 'Skriv e-post',
    copy: 'Kopier teksten',
    thawed: 'Kontoen er åpen igjen',
    again: 'Koble til en ny autentiseringsapp',
  },
  nn: {
    title: 'Skriv koden frå appen',
    code: '6-sifra kode',
    lost: 'Mista eller bytt telefon?',
    reasons: ['Telefonen er mista, stolen eller øydelagd', 'Eg har bytt telefon', 'Noko anna'],
    choice: 'Har du gjenopprettingsnøkkelen?',
    have: 'Eg har gjenopprettingsnøkkelen',
    haveNot: 'Eg har ikkje gjenopprettingsnøkkelen',
    enter: 'Skriv inn gjenopprettingsnøkkelen',
    key: 'Gjenopprettingsnøkkel',
    mistyped: 'Noko er skrive feil i gjenopprettingsnøkkelen.',
    connect: 'Kople til autentiseringsappen',
    show: 'Vis nøkkelen',
    shown: 'Ta vare på nøkkelen',
    kept: 'Eg har teke vare på nøkkelen',
    done: 'Den nye appen er kopla til',
    holdBefore: /^Skriv eller lim inn heile nøkkelen\. .* uttak er sperra i 24 timar\.$/,
    hold: /^Uttak er sperra til \d+\.\s\S+\s\d{4} kl\.\s\d\d\.\d\d\.$/,
    holdHours: 'Uttak er sperra i 24 timar.',
    go: 'Hald fram',
    back: 'Tilbake',
    none: 'Når telefon og nøkkel er borte',
    ask: 'Eg vil be om oppheving av Google Authenticator for kontoen min. Eg har mista gjenopprettingsnøkkelfrasen min (RKP).',
    mail: 'Skriv e-post',
    copy: 'Kopier teksten',
    thawed: 'Kontoen er open igjen',
    again: 'Kople til ein ny autentiseringsapp',
  },
}
type Said = typeof lostPhoneWords.nb
export const lostWords = (spoken: Words): Said => (spoken === nb ? lostPhoneWords.nb : lostPhoneWords.nn)

export const lookIf = async ({ who, isLooking }: Walk) => (isLooking ? look(who.page) : undefined)

/** From where the code is asked for to the field for the phrase. */
export async function toPhrase(walk: Walk): Promise<void> {
  const { who } = walk
  const said = lostWords(walk.words)
  await who.press(said.lost)
  await who.sees(said.lost)
  await lookIf(walk)
  for (const reason of said.reasons) await expect(who.page.getByLabel(reason, { exact: true })).toBeVisible()
  await who.press(walk.words.next)
  await who.sees(said.choice)
  await lookIf(walk)
  await who.press(said.have)
  await who.sees(said.enter)
  await expect(who.page.getByText(said.holdBefore)).toBeVisible()
  await lookIf(walk)
}

/** From the field for the old phrase to the new one entered back. @returns phone and paper of from now on */
export async function replace(walk: Walk, phrase: string): Promise<Pick<BoundAccount, 'app' | 'phrase'>> {
  const { who, words: common } = walk
  const { page } = who
  const said = lostWords(common)
  await who.type(said.key, phrase)
  await who.press(common.confirm)
  await who.sees(said.connect)
  await lookIf(walk)
  const app = authenticatorApp(await secretOn(page), () => new Date())
  await who.type(said.code, app.code())
  await who.press(said.show)
  await who.sees(said.shown)
  await lookIf(walk)
  const fresh = await secretOn(page)
  await who.press(said.kept)
  await who.sees(said.enter)
  await lookIf(walk)
  await who.type(said.key, fresh)
  await who.press(common.confirm)
  return { app, phrase: fresh }
}

const secretOn = async (page: Page) => ((await page.locator('.secret code').textContent()) ?? '').replace(/\s/g, '')

export const walkOf = (page: Page, request: Walk['request']): Walk => ({ who: visitor(page), words: nb, request })

/** From the first page to where the second proof of a reset is asked for. */
export async function resetToFactor(walk: Walk, email: string, password: string): Promise<void> {
  const { who, request } = walk
  await who.page.goto('/forgot-password')
  await who.type(nb.anyAddress, email)
  await who.press(nb.next)
  await who.sees(nb.resetTitle)
  await who.type(nb.code, await codeFor(request, email))
  await who.type(nb.newPassword, password)
  await who.type(nb.repeat, password)
  await who.press(nb.send)
  await who.sees(lostPhoneWords.nb.title)
}

export const NEW = 'en helt annen setning'
export const signInWith = (request: Walk['request'], identifier: string, password: string) =>
  request.post('/api/v1/sign-in', { data: { identifier, password } }).then((answer) => answer.json())

/** A frozen account with an authenticator. */
export async function createFrozen(request: Walk['request']): Promise<BoundAccount & { email: string }> {
  const email = newEmail()
  const bound = await createBoundAccount(request, { email })
  await post(request, '/account/freeze', {}, bound.token)
  return { email, ...bound }
}

/** From the first page of opening it to where the second proof is asked for. */
export async function thawToFactor({ who, request }: Walk, email: string): Promise<void> {
  await who.page.goto('/thaw')
  await who.type(nb.anyAddress, email)
  await who.type(nb.password, PASSWORD)
  await who.press(nb.next)
  await who.sees(nb.codeTitle)
  await who.type(nb.code, await codeFor(request, email))
  await who.press(nb.confirm)
  await who.sees(lostPhoneWords.nb.title)
}
