// What lies over an open screen of the app, or above it, costs nothing of what was typed or shown there.
import type { Page } from '@playwright/test'
import { appWords, openSecurity, seeSetupKey, signedInToApp, turnOn, walkOf } from '../support/app-walks.ts'
import { nb as binding } from '../support/binding.ts'
import { createBoundAccount } from '../support/bound-account.ts'
import { expect, look, test } from '../support/browser.ts'
import { logIn } from '../support/journeys.ts'
import { codeFor, newEmail } from '../support/people.ts'
import { codeOn, scan } from '../support/phone.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

const codeHelp = (page: Page) => page.getByRole('link', { name: 'Mer hjelp med koden', exact: true })

/** In the app, at the code of a sign-up. */
async function toCode(page: Page): Promise<void> {
  const who = visitor(page)
  await page.goto('/app/sign-up')
  await who.press(nb.signUpByEmail)
  await who.type(nb.email, newEmail())
  await who.press(nb.next)
  await who.sees(nb.codeTitle)
}

for (const way of ['Tilbake', 'the phone’s own Back'] as const) {
  test(`a guide read while a code is waited for, and back by ${way}: half the code is still there`, async ({
    page,
  }) => {
    await toCode(page)
    const who = visitor(page)
    await who.type(nb.code, '1234')
    await codeHelp(page).click()
    await who.sees('Koden kommer ikke')
    expect(new URL(page.url()).pathname).toBe('/app/help/no-code')
    await expect(page).toHaveTitle(/^Koden kommer ikke – /)
    await expect(page.getByLabel(nb.code, { exact: true })).toBeHidden()
    await look(page)
    // From guide to guide it still waits.
    await page.locator('.related').getByRole('link').first().click()
    await expect(page.getByRole('heading', { name: 'Koden kommer ikke', exact: true })).toHaveCount(0)
    for (let steps = 0; steps < 2; steps++) {
      if (way === 'Tilbake') await who.press('Tilbake')
      else await page.goBack()
      if (steps === 0) await who.sees('Koden kommer ikke')
    }
    await who.sees(nb.codeTitle)
    await expect(page.getByLabel(nb.code, { exact: true })).toHaveValue('1234')
    await expect(page).toHaveTitle(new RegExp(`^${nb.codeTitle} – `))
  })
}

test('a refused code of the authenticator leads to its guide, and the next one signs in', async ({ page, request }) => {
  const email = newEmail()
  const { app } = await createBoundAccount(request, { email })
  await page.goto('/app/log-in')
  await logIn(walkOf(page, request), { email })
  const code = page.getByLabel('6-sifret kode', { exact: true })
  await code.fill(app.code(-4))
  await page.getByRole('link', { name: 'Hjelp når koden ikke virker', exact: true }).click()
  await visitor(page).sees('Koden blir ikke godtatt')
  await visitor(page).press('Tilbake')
  await code.fill(app.code(1))
  await visitor(page).sees('Gratulerer, du har logget på')
})

test('a guide read while an authenticator is bound unbinds nothing', async ({ page, request }) => {
  const email = await signedInToApp(page, request)
  const walk = walkOf(page, request)
  await openSecurity(walk)
  await page.getByRole('switch', { name: 'Google-autentisering' }).click()
  await walk.who.sees(nb.codeTitle)
  await codeHelp(page).click()
  await walk.who.sees('Koden kommer ikke')
  await walk.who.press('Tilbake')
  await walk.who.sees(nb.codeTitle)
  await walk.who.type(nb.code, await codeFor(request, email))
  await seeSetupKey(walk)
})

/** From now on the server finds the app too old. */
const outgrow = (page: Page) =>
  page.route('**/api/v1/**', (route) =>
    route.continue({ headers: { ...route.request().headers(), 'portvakt-app': '0' } }),
  )

const tooOld = (page: Page) =>
  page.getByRole('alert').filter({ has: page.getByRole('heading', { name: 'Oppdater appen', exact: true }) })

test('an app that becomes too old in the middle of a form keeps what was typed', async ({ page }) => {
  const email = newEmail()
  const who = visitor(page)
  await page.goto('/app/sign-up')
  await who.press(nb.signUpByEmail)
  await who.type(nb.email, email)
  await outgrow(page)
  await who.press(nb.next)
  await expect(tooOld(page)).toContainText('Det du har åpent, står her ennå.')
  await expect(page.getByLabel(nb.email, { exact: true })).toHaveValue(email)
  // What the form says itself is no other thing.
  await expect(page.locator('form [role=alert]')).toHaveText(
    'Denne utgaven av appen er for gammel. Oppdater appen, og prøv igjen.',
  )
  await look(page)
})

test('and one that has just shown the recovery phrase goes on showing it', async ({ page, request }) => {
  const email = await signedInToApp(page, request)
  const walk = walkOf(page, request)
  const { who } = walk
  const said = { ...binding, ...appWords(walk) }
  await openSecurity(walk)
  const secret = await turnOn(walk, email)
  await who.press(nb.next)
  await who.type(said.appCode, codeOn(secret))
  await who.sees(said.introTitle)
  await who.press(said.show)
  await who.sees(said.shownTitle)
  const phrase = await scan(page, page.getByRole('img', { name: said.phraseQr }))
  await who.press(said.kept)
  await outgrow(page)
  await who.type(said.phrase, phrase)
  await who.press(nb.confirm)
  await expect(tooOld(page)).toBeVisible()
  await expect(page.getByLabel(said.phrase, { exact: true })).toHaveValue(phrase)
  await who.press('Se nøkkelen igjen')
  await who.sees(said.shownTitle)
  expect(await scan(page, page.getByRole('img', { name: said.phraseQr }))).toBe(phrase)
  await look(page)
})
