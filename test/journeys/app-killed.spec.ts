// Journeys cut off: the app killed between any two steps of J7, J3, J5 and J14, and «Tilbake» at each step of J7.
import type { Page } from '@playwright/test'
import {
  appWords,
  finishInApp,
  killed,
  openSecurity,
  seeSetupKey,
  signedInToApp,
  theSwitch,
  turnOn,
  walkOf,
} from '../support/app-walks.ts'
import { wordsOf } from '../support/binding.ts'
import { createBoundAccount } from '../support/bound-account.ts'
import { expect, look, test } from '../support/browser.ts'
import { logIn } from '../support/journeys.ts'
import { codeFor, createAccount, newEmail } from '../support/people.ts'
import { codeOn } from '../support/phone.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

test('killed at the code, at the key, at the six digits: opened anew, the app is where it was', async ({
  page,
  request,
}) => {
  const email = await signedInToApp(page, request)
  await openSecurity(walkOf(page, request))
  await theSwitch(page).click()
  await visitor(page).sees(nb.codeTitle)
  let open = await killed(page)
  await visitor(open).sees(nb.codeTitle)
  await open.reload()
  await visitor(open).sees(nb.codeTitle)
  await open.goBack()
  await expect(theSwitch(open)).not.toBeChecked()

  const secret = await turnOn(walkOf(open, request), email)
  open = await killed(open)
  expect(await seeSetupKey(walkOf(open, request))).toBe(secret)
  await open.reload()
  expect(await seeSetupKey(walkOf(open, request))).toBe(secret)
  await visitor(open).press(nb.next)
  await visitor(open).sees('Skriv koden fra autentiseringsappen')
  open = await killed(open)
  await visitor(open).sees('Skriv koden fra autentiseringsappen')
  await visitor(open).press('Se oppsettnøkkelen igjen')
  expect(await seeSetupKey(walkOf(open, request))).toBe(secret)
  await finishInApp(walkOf(open, request), secret)
})

test('killed with the phrase on the screen: it can be entered, or another is shown', async ({ page, request }) => {
  const email = await signedInToApp(page, request)
  await openSecurity(walkOf(page, request))
  const secret = await turnOn(walkOf(page, request), email)
  const said = { ...wordsOf(walkOf(page, request)) }
  await visitor(page).press(nb.next)
  await visitor(page).type(said.appCode, codeOn(secret))
  await visitor(page).sees(said.introTitle)
  await visitor(page).press(said.show)
  await visitor(page).sees(said.shownTitle)
  const open = await killed(page)
  await visitor(open).sees('Har du gjenopprettingsnøkkelen?')
  await visitor(open).press(said.another)
  await visitor(open).sees(said.shownTitle)
})

for (const where of ['the code', 'the key', 'the six digits'] as const) {
  test(`«Tilbake» at ${where}: unbound, switch off`, async ({ page, request }) => {
    const email = await signedInToApp(page, request)
    const walk = walkOf(page, request)
    await openSecurity(walk)
    if (where === 'the code') {
      await theSwitch(page).click()
      await walk.who.sees(nb.codeTitle)
    } else await turnOn(walk, email)
    if (where === 'the six digits') {
      await walk.who.press(nb.next)
      await walk.who.sees(appWords(walk).codeTitle)
    }
    await walk.who.press(appWords(walk).back)
    await expect(theSwitch(page)).not.toBeChecked()
    await page.reload()
    await expect(theSwitch(page)).not.toBeChecked()
    await expect(page).toHaveURL(/\/app\/account\/security$/)
  })
}

test('«Tilbake» once the phrase was seen asks first', async ({ page, request }) => {
  const email = await signedInToApp(page, request)
  const walk = walkOf(page, request)
  const said = { ...wordsOf(walk), ...appWords(walk) }
  await openSecurity(walk)
  const secret = await turnOn(walk, email)
  await walk.who.press(nb.next)
  await walk.who.type(said.appCode, codeOn(secret))
  await walk.who.press(said.show)
  await walk.who.sees(said.shownTitle)
  await walk.who.press(said.back)
  await walk.who.sees('Vil du avbryte?')
  await look(page)
  await walk.who.press('Fortsett')
  await walk.who.sees(said.shownTitle)
  await page.goBack() // the phone's own way back asks as well
  await walk.who.sees('Vil du avbryte?')
  await walk.who.press('Avbryt oppsettet')
  await expect(theSwitch(page)).not.toBeChecked()
})

const factorTitle = 'Skriv koden fra appen'
const sixDigits = '6-sifret kode'
const kept = (page: Page) => page.evaluate(() => localStorage.getItem('portvakt-sign-in'))

test('killed at the six digits of the sign-in: opened anew, they are asked for and nothing else', async ({
  page,
  request,
}) => {
  const addresses = { email: newEmail() }
  const { app } = await createBoundAccount(request, addresses)
  await page.goto('/app/account/activity')
  await logIn(walkOf(page, request), addresses)
  await visitor(page).sees(factorTitle)
  expect(await kept(page)).not.toContain(addresses.email)
  let open = await killed(page)
  await visitor(open).sees(factorTitle)
  await expect(open.getByLabel(nb.password, { exact: true })).toBeHidden()
  open = await killed(open)
  await visitor(open).type(sixDigits, app.code())
  await visitor(open).press('Fortsett')
  await visitor(open).sees('Aktivitet')
  expect(await kept(open)).toBe(null)
})

test('whoever leaves the six digits of the sign-in is not led back to them', async ({ page, request }) => {
  const addresses = { email: newEmail() }
  await createBoundAccount(request, addresses)
  await page.goto('/app/log-in')
  await logIn(walkOf(page, request), addresses)
  await visitor(page).sees(factorTitle)
  await visitor(page).press('Tilbake')
  await visitor(page).sees(nb.home)
  expect(await kept(page)).toBe(null)
  const open = await killed(page)
  await visitor(open).sees(nb.home)
})

test('a sign-in that ended meanwhile is at the password again, and says so', async ({ page, request }) => {
  const addresses = { email: newEmail() }
  const { app, token } = await createBoundAccount(request, addresses)
  await page.goto('/app/log-in')
  await logIn(walkOf(page, request), addresses)
  await visitor(page).sees(factorTitle)
  const frozen = await request.post('/api/v1/account/freeze', { headers: { authorization: `Bearer ${token}` } })
  expect(frozen.ok()).toBe(true)
  const open = await killed(page)
  await visitor(open).type(sixDigits, app.code())
  await expect(open.getByRole('alert')).toContainText('eller kontoen er endret. Begynn på nytt.')
  await expect(open.getByLabel(nb.password, { exact: true })).toBeVisible()
  await look(open)
  expect(await kept(open)).toBe(null)
})

test('killed at the code and at the password of a new account: it goes on', async ({ page, request }) => {
  const email = newEmail()
  await page.goto('/app/sign-up')
  await visitor(page).press(nb.signUpByEmail)
  await visitor(page).type(nb.email, email)
  await visitor(page).press(nb.next)
  await visitor(page).sees(nb.codeTitle)
  let open = await killed(page)
  await visitor(open).sees(nb.codeTitle)
  await visitor(open).type(nb.code, await codeFor(request, email))
  await visitor(open).press(nb.confirm)
  await visitor(open).sees(nb.passwordTitle)
  open = await killed(open)
  await visitor(open).sees(nb.passwordTitle)
})

test('killed at the code and new password of a forgotten one: it goes on', async ({ page, request }) => {
  const email = newEmail()
  await createAccount(request, { email })
  await page.goto('/app/forgot-password')
  await visitor(page).type(nb.anyAddress, email)
  await visitor(page).press(nb.next)
  await visitor(page).sees(nb.resetTitle)
  const open = await killed(page)
  await visitor(open).sees(nb.resetTitle)
  await visitor(open).type(nb.code, await codeFor(request, email))
  await visitor(open).type(nb.newPassword, 'en helt annen setning')
  await visitor(open).type(nb.repeat, 'en helt annen setning')
  await visitor(open).press(nb.send)
  await visitor(open).sees(nb.resetDone)
})
