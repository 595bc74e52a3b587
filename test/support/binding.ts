// J6 step by step, for whoever walks it and however; and an authenticator bound at once, for what comes after.
import { expect, type Locator, type Page } from '@playwright/test'
import { look } from './browser.ts'
import { proveCode, type Walk } from './journeys.ts'
import { codeFor } from './people.ts'
import { codeOn, scan } from './phone.ts'
import { nb as nbWords } from './words.ts'

export const nb = {
  row: 'Google-autentisering',
  setUp: 'Konfigurer',
  bindTitle: 'Konfigurer Google-autentisering',
  send: 'Send bekreftelseskode',
  keyTitle: 'Koble til autentiseringsappen',
  copyKey: 'Kopier nøkkel',
  cannotScan: 'Kan ikke QR-koden skannes?',
  keyQr: /^QR-kode til å skanne/,
  appCode: '6-sifret kode',
  introTitle: 'Du får en gjenopprettingsnøkkel',
  show: 'Vis nøkkelen',
  shownTitle: 'Ta vare på nøkkelen',
  phraseQr: /^QR-kode med gjenopprettingsnøkkelen/,
  kept: 'Jeg har tatt vare på nøkkelen',
  enterTitle: 'Skriv inn gjenopprettingsnøkkelen',
  phrase: 'Gjenopprettingsnøkkel',
  another: 'Vis en ny nøkkel',
  ready: 'Du er klar!',
  finish: 'Ferdig',
  change: 'Endre Google-autentisering',
  changeTitle: 'Bytt autentiseringsapp',
  remove: 'Koble fra Google-autentisering',
  removeTitle: 'Koble fra Google-autentisering?',
  bothTitle: 'Skriv begge kodene',
  oldCode: 'Kode fra appen du har nå',
  removed: 'Google-autentisering er koblet fra',
  renew: 'Ny gjenopprettingsnøkkel',
  renewTitle: 'Lag en ny gjenopprettingsnøkkel',
  on: /^Slått på /,
  off: 'Ikke satt opp',
  /** How long withdrawals pause: said before, and when it is done. */
  bindHold: 'Når du er ferdig, blir alle andre enheter logget ut, og uttak er sperret i 6 timer.',
  bound: /^Fra nå av .* uttak er sperret i 6 timer\.$/,
  changeHold: 'Når du er ferdig, blir alle andre enheter logget ut, og uttak er sperret i 24 timer.',
  changed: /^Den nye appen er koblet til, .* uttak er sperret i 24 timer\.$/,
  removeHold: 'Uttak blir sperret i 24 timer.',
  unlinked: /^Slett kontoen i autentiseringsappen .* uttak er sperret i 24 timer\.$/,
  renewed: /^Den nye gjenopprettingsnøkkelen gjelder fra nå\./,
}

export type AuthenticatorWords = typeof nb

export const nn: AuthenticatorWords = {
  ...nb,
  send: 'Send stadfestingskode',
  keyTitle: 'Kople til autentiseringsappen',
  cannotScan: 'Kan ikkje QR-koden skannast?',
  appCode: '6-sifra kode',
  introTitle: 'Du får ein gjenopprettingsnøkkel',
  kept: 'Eg har teke vare på nøkkelen',
  another: 'Vis ein ny nøkkel',
  changeTitle: 'Byt autentiseringsapp',
  remove: 'Kople frå Google-autentisering',
  removeTitle: 'Kople frå Google-autentisering?',
  bothTitle: 'Skriv begge kodane',
  oldCode: 'Kode frå appen du har no',
  removed: 'Google-autentisering er kopla frå',
  renewTitle: 'Lag ein ny gjenopprettingsnøkkel',
  off: 'Ikkje sett opp',
  bindHold: 'Når du er ferdig, blir alle andre einingar logga ut, og uttak er sperra i 6 timar.',
  bound: /^Frå no av .* uttak er sperra i 6 timar\.$/,
  changeHold: 'Når du er ferdig, blir alle andre einingar logga ut, og uttak er sperra i 24 timar.',
  changed: /^Den nye appen er kopla til, .* uttak er sperra i 24 timar\.$/,
  removeHold: 'Uttak blir sperra i 24 timar.',
  unlinked: /^Slett kontoen i autentiseringsappen .* uttak er sperra i 24 timar\.$/,
  renewed: /^Den nye gjenopprettingsnøkkelen gjeld frå no\./,
}

export const wordsOf = (walk: Walk): AuthenticatorWords => (walk.words === nbWords ? nb : nn)

const lookIf = async ({ who, isLooking }: Walk) => (isLooking ? look(who.page) : undefined)

/** Whatever stands under a row's heading. */
export const row = (page: Page, name: string): Locator =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) })

/** From the row to the key on the screen. @returns the key, as the phone's camera read it */
export async function walkToKey(walk: Walk, address: string): Promise<string> {
  const { who } = walk
  const said = wordsOf(walk)
  await who.press(said.setUp)
  await who.sees(said.bindTitle)
  await expect(who.page.getByText(said.bindHold, { exact: true })).toBeVisible()
  await lookIf(walk)
  await who.press(said.send)
  await proveCode(walk, address)
  return seeKey(walk)
}

/** The key on the screen: as a picture, and written out. */
export async function seeKey(walk: Walk): Promise<string> {
  const { who } = walk
  const said = wordsOf(walk)
  await who.sees(said.keyTitle)
  const uri = new URL(await scan(who.page, who.page.getByRole('img', { name: said.keyQr })))
  expect([uri.protocol, uri.host, uri.searchParams.get('issuer')]).toEqual(['otpauth:', 'totp', 'Portvakt'])
  const secret = uri.searchParams.get('secret') ?? ''
  expect(await who.page.getByRole('dialog').locator('code').innerText()).toBe(secret.match(/.{4}/g)?.join(' '))
  await lookIf(walk)
  return secret
}

/** From the first code of the app to the phrase, which is shown once. */
export async function walkToPhrase(walk: Walk, code: string): Promise<string> {
  const { who } = walk
  const said = wordsOf(walk)
  await who.type(said.appCode, code) // the sixth digit sends it
  await who.sees(said.introTitle)
  await lookIf(walk)
  await who.press(said.show)
  return seePhrase(walk)
}

export async function seePhrase(walk: Walk): Promise<string> {
  const { who } = walk
  const said = wordsOf(walk)
  await who.sees(said.shownTitle)
  const phrase = await scan(who.page, who.page.getByRole('img', { name: said.phraseQr }))
  expect(phrase).toMatch(/^rkp1(-[0-9A-HJKMNP-TV-Z]{4}){9}$/)
  expect((await who.page.getByRole('dialog').locator('code').innerText()).replace(/\s/g, '')).toBe(phrase)
  await lookIf(walk)
  return phrase
}

/** The phrase is put away, entered back, and it is done. */
export async function enterBack(walk: Walk, phrase: string): Promise<void> {
  const { who, words } = walk
  const said = wordsOf(walk)
  await who.press(said.kept)
  await who.sees(said.enterTitle)
  await lookIf(walk)
  await who.type(said.phrase, phrase)
  await who.press(words.confirm)
  await who.sees(said.ready)
  await lookIf(walk)
}

/** The whole of J6. @returns key and phrase */
export async function bind(walk: Walk, address: string): Promise<{ secret: string; phrase: string }> {
  const secret = await walkToKey(walk, address)
  const phrase = await walkToPhrase(walk, codeOn(secret))
  await enterBack(walk, phrase)
  await expect(walk.who.page.getByText(wordsOf(walk).bound)).toBeVisible()
  return { secret, phrase }
}

/** Binds an authenticator to the account this page is signed in to, without the screens. @param now the server's */
export async function bindAtOnce(walk: Walk, address: string, now: Date = new Date()) {
  const { who, request } = walk
  const step = (path: string, body?: object) =>
    who.page.evaluate(
      async ([to, sent]) => {
        const answer = await fetch(`/api/v1/account${to}`, {
          method: sent === undefined ? 'GET' : 'POST',
          headers: sent === undefined ? {} : { 'content-type': 'application/json' },
          body: sent === undefined ? undefined : JSON.stringify(sent),
        })
        return answer.json()
      },
      [path, body] as const,
    )
  const change = '/authenticator/change'
  const { identifiers } = await step('')
  const kind = address.includes('@') ? 'email' : 'phone'
  const { id } = identifiers.find((each: { kind: string }) => each.kind === kind)
  const { flow } = await step(change, { kind: 'bind', identifierId: id })
  const { key } = await step(`${change}/code`, { flow, code: await codeFor(request, address) })
  const shown = await step(`${change}/key`, { flow, code: codeOn(key.secret, now) })
  const done = await step(`${change}/phrase`, { flow, phrase: shown.phrase.text })
  expect(done.state).toBe('done')
  await who.page.reload()
  return { secret: key.secret as string, phrase: shown.phrase.text as string }
}
