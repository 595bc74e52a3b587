// The app without a network in the middle of a journey, and with one that brings no answer back.
import type { Page, Route } from '@playwright/test'
import { openSecurity, signedInToApp, theSwitch, turnOn, walkOf } from '../support/app-walks.ts'
import { wordsOf } from '../support/binding.ts'
import { createBoundAccount } from '../support/bound-account.ts'
import { expect, look, test } from '../support/browser.ts'
import { logIn } from '../support/journeys.ts'
import { newEmail, PASSWORD } from '../support/people.ts'
import { codeOn, scan } from '../support/phone.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

/** The server does it, and the phone does not hear of it. */
async function loseAnswer(page: Page, address: string): Promise<void> {
  const lose = async (route: Route) => {
    await route.fetch()
    await route.abort()
  }
  await page.route(address, lose, { times: 1 })
}

test('no network at the six digits of the sign-in, and an answer that is lost: said, and nothing is', async ({
  page,
  request,
}) => {
  const addresses = { email: newEmail() }
  const { app } = await createBoundAccount(request, addresses)
  const who = visitor(page)
  const digits = page.getByLabel('6-sifret kode', { exact: true })
  await page.goto('/app/log-in')
  await logIn(walkOf(page, request), addresses)
  await who.sees('Skriv koden fra appen')
  await page.route('**/sign-in/totp', (route) => route.abort(), { times: 1 })
  await digits.fill(app.code())
  await expect(page.getByRole('alert')).toContainText('Sjekk nettet')
  await expect(digits).not.toHaveValue('')
  await loseAnswer(page, '**/sign-in/totp')
  await who.press(nb.confirm)
  await expect(page.getByRole('alert')).toContainText('Sjekk nettet')
  // That sign-in is done, and its code used. With the next code it is told that a new one has to begin; what was typed is there.
  await who.press(nb.confirm)
  await expect(page.getByText('Koden er allerede brukt. Vent til appen viser en ny.')).toBeVisible()
  await look(page)
  await digits.fill(app.code(1))
  await expect(page.getByRole('alert')).toContainText('Det gikk for lang tid')
  await expect(page.getByLabel(nb.password, { exact: true })).toHaveValue(PASSWORD)
  await who.press(nb.logIn)
  await digits.fill(app.code(1))
  await who.press('Fortsett')
  await who.sees(nb.signedIn)
})

test('no network where the phrase is entered back, and an answer that is lost: bound all the same', async ({
  page,
  request,
}) => {
  const email = await signedInToApp(page, request)
  const walk = walkOf(page, request)
  const said = wordsOf(walk)
  await openSecurity(walk)
  const secret = await turnOn(walk, email)
  await walk.who.press(nb.next)
  await page.route('**/change/key', (route) => route.abort(), { times: 1 })
  await walk.who.type(said.appCode, codeOn(secret))
  await expect(page.getByRole('alert')).toContainText('Sjekk nettet')
  await walk.who.press(nb.confirm)
  await walk.who.press(said.show)
  await walk.who.sees(said.shownTitle)
  const phrase = await scan(page, page.getByRole('img', { name: said.phraseQr }))
  await walk.who.press(said.kept)
  await walk.who.type(said.phrase, phrase)
  await page.route('**/change/phrase', (route) => route.abort(), { times: 1 })
  await walk.who.press(nb.confirm)
  await expect(page.getByRole('alert')).toContainText('Sjekk nettet')
  await expect(page.getByLabel(said.phrase, { exact: true })).not.toHaveValue('')
  await look(page)
  await loseAnswer(page, '**/change/phrase')
  await walk.who.press(nb.confirm)
  await expect(page.getByRole('alert')).toContainText('Sjekk nettet')
  // The token of the session went with the answer: the sign-in asks for the new authenticator, and leads to the switch.
  await walk.who.press(nb.confirm)
  // For a moment the screen that is left says it too.
  await expect(page.getByRole('alert').filter({ hasText: 'Du er logget ut. Logg inn igjen.' })).toHaveCount(1)
  await logIn(walk, { email })
  await page.getByLabel(said.appCode, { exact: true }).fill(codeOn(secret, new Date(Date.now() + 30_000)))
  await walk.who.press('Fortsett')
  await expect(page).toHaveURL(/\/app\/account\/security\/authenticator$/)
  await walk.who.sees('Dette er allerede gjort, kanskje i en annen fane.')
  await look(page)
  await walk.who.press('Ferdig')
  await expect(theSwitch(page)).toBeChecked()
})
