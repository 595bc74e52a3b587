// The journeys of the phone app, step by step: J3 and J7.
import { expect, type Page } from '@playwright/test'
import { wordsOf } from './binding.ts'
import { look } from './browser.ts'
import { logIn, type Walk } from './journeys.ts'
import { type Addresses, codeFor, createAccount, newEmail } from './people.ts'
import { codeOn, scan } from './phone.ts'
import { visitor } from './visitor.ts'
import { nb as nbWords } from './words.ts'

export const nb = {
  profile: 'Profil',
  back: 'Tilbake',
  welcome: 'Gratulerer, du har logget på',
  goOn: 'Fortsett',
  settings: 'Innstillinger',
  security: 'Sikkerhet',
  logOut: 'Logg ut',
  keyTitle: 'Legg nøkkelen i autentiseringsappen',
  openApp: 'Åpne i autentiseringsappen',
  byHand: /«\+».*«Angi en oppsettnøkkel»/,
  codeTitle: 'Skriv koden fra autentiseringsappen',
  seeKey: 'Se oppsettnøkkelen igjen',
  help: 'Hjelp',
}

const nn: typeof nb = {
  ...nb,
  welcome: 'Gratulerer, du har logga på',
  goOn: 'Hald fram',
  settings: 'Innstillingar',
  security: 'Tryggleik',
  keyTitle: 'Legg nøkkelen i autentiseringsappen',
  openApp: 'Opne i autentiseringsappen',
  codeTitle: 'Skriv koden frå autentiseringsappen',
  seeKey: 'Sjå oppsettnøkkelen igjen',
}

export const appWords = (walk: Walk) => (walk.words === nbWords ? nb : nn)

const lookIf = async ({ who, isLooking }: Walk) => (isLooking ? look(who.page) : undefined)

/** The switch beside «Google-autentisering». */
export const theSwitch = (page: Page) => page.getByRole('switch', { name: 'Google-autentisering' })

/** J3: from the app's home screen to the app's home screen, signed in. */
export async function logInToApp(walk: Walk, addresses: Addresses): Promise<void> {
  const { who, words } = walk
  const said = appWords(walk)
  await who.page.goto('/app')
  await who.sees(words.home)
  await lookIf(walk)
  await who.press(said.profile, 'link')
  await logIn(walk, addresses)
  await who.sees(said.welcome)
  await lookIf(walk)
  await who.press(said.goOn)
  await who.sees(words.signedIn)
  expect(new URL(who.page.url()).pathname).toBe('/app')
  await expect(who.page.getByText('Laster …')).toHaveCount(0)
  await lookIf(walk)
}

/** From the home screen to the switch. */
export async function openSecurity(walk: Walk): Promise<void> {
  const { who } = walk
  const said = appWords(walk)
  await who.press(said.profile, 'link')
  await who.sees(said.settings)
  await lookIf(walk)
  await who.press(said.security, 'link')
  await expect(theSwitch(who.page)).toBeVisible()
}

/** The switch is moved right: a code is sent by that, and a whole one moves on by itself. @returns the setup key */
export async function turnOn(walk: Walk, address: string): Promise<string> {
  const { who, words, request } = walk
  const said = appWords(walk)
  await expect(theSwitch(who.page)).not.toBeChecked()
  if (walk.isByKeyboard) {
    await theSwitch(who.page).focus()
    await who.page.keyboard.press('Space')
  } else await theSwitch(who.page).click()
  await who.sees(words.codeTitle)
  await expect(who.page.getByText(wordsOf(walk).bindHold, { exact: true })).toBeVisible()
  await lookIf(walk)
  await who.type(words.code, await codeFor(request, address))
  return seeSetupKey(walk, said)
}

export async function seeSetupKey(walk: Walk, said = appWords(walk)): Promise<string> {
  const { page } = walk.who
  await walk.who.sees(said.keyTitle)
  await expect(page.getByText(said.byHand)).toBeVisible()
  await lookIf(walk)
  return (await page.locator('main code').innerText()).replace(/\s/g, '')
}

/** «Neste», the six digits, and the phrase, which is entered back. */
export async function finishInApp(walk: Walk, secret: string): Promise<void> {
  const { who, words } = walk
  const said = { ...wordsOf(walk), ...appWords(walk) }
  await who.press(words.next)
  await who.sees(said.codeTitle)
  await lookIf(walk)
  await who.type(said.appCode, codeOn(secret)) // the sixth digit sends it
  await who.sees(said.introTitle)
  await expect(who.page.getByText(/utenfor denne telefonen|utanfor denne telefonen/)).toBeVisible()
  await lookIf(walk)
  await who.press(said.show)
  await who.sees(said.shownTitle)
  const phrase = await scan(who.page, who.page.getByRole('img', { name: said.phraseQr }))
  await lookIf(walk)
  await who.press(said.kept)
  await who.type(said.phrase, phrase)
  await who.press(words.confirm)
  await who.sees(said.ready)
  await expect(who.page.getByText(said.bound)).toBeVisible()
  await lookIf(walk)
  await who.press(said.finish)
  await expect(theSwitch(who.page)).toBeChecked()
}

/** Somebody new, signed in to the app. @returns their e-mail */
export async function signedInToApp(page: Page, request: Walk['request']): Promise<string> {
  const addresses = { email: newEmail() }
  await createAccount(request, addresses)
  await logInToApp(walkOf(page, request), addresses)
  return addresses.email
}

export const walkOf = (page: Page, request: Walk['request']): Walk => ({ who: visitor(page), words: nbWords, request })

/** Closes the app as a phone does, and opens it anew at its front. */
export async function killed(page: Page): Promise<Page> {
  const context = page.context()
  await page.close()
  const next = await context.newPage()
  await next.goto('/app')
  return next
}
