// J8, J9 and J10 in the app: an authenticator that is there is changed, replaced with the phrase, and removed to the end.
import type { Page } from '@playwright/test'
import { appWords, openSecurity, theSwitch, walkOf } from '../support/app-walks.ts'
import { type App, authenticatorApp } from '../support/authenticator-app.ts'
import { wordsOf } from '../support/binding.ts'
import { createBoundAccount } from '../support/bound-account.ts'
import { expect, look, test } from '../support/browser.ts'
import { logIn } from '../support/journeys.ts'
import { lostPhoneWords } from '../support/lost-phone.ts'
import { codeFor, newEmail, newPhone } from '../support/people.ts'
import { nb } from '../support/words.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })
test.setTimeout(120_000)

/** The one on the screen, in a phone of its own. */
async function appOnScreen(page: Page): Promise<App> {
  const key = await page.locator('.secret code').innerText()
  return authenticatorApp(key.replace(/\s/g, ''), () => new Date())
}

test('changes the authenticator, replaces the lost one with the phrase, and turns it off', async ({
  page,
  request,
}) => {
  const [email, phone] = [newEmail(), newPhone()]
  const before = await createBoundAccount(request, { email, phone })
  const walk = walkOf(page, request)
  const { who } = walk
  const said = { ...wordsOf(walk), ...appWords(walk) }
  const proveBoth = async (app: App) => {
    await page.getByRole('radio', { name: /@/ }).check()
    await who.press(said.send)
    await who.sees(said.bothTitle)
    await who.type(nb.code, await codeFor(request, email))
    await who.type(said.oldCode, app.code(1))
    await who.press(nb.confirm)
  }

  await page.goto('/app')
  await who.press(said.profile, 'link')
  await logIn(walk, { email })
  await who.type(said.appCode, before.app.code())
  await who.press(said.goOn)
  await openSecurity(walk)
  await who.press(said.change)
  await who.sees(said.changeTitle)
  await expect(page.getByText(said.changeHold, { exact: true })).toBeVisible()
  await look(page)
  await proveBoth(before.app)
  await who.sees(wordsOf(walk).keyTitle)
  const changed = await appOnScreen(page)
  await who.type(said.appCode, changed.code())
  await who.sees(said.ready)
  await expect(page.getByText(said.changed)).toBeVisible()
  await look(page)
  await who.press(said.finish)
  await expect(theSwitch(page)).toBeChecked()

  await page.goto('/app/settings')
  await who.press(said.logOut)
  await who.press(said.profile, 'link')
  await logIn(walk, { email })
  await who.press('Mistet eller byttet telefon?')
  await who.press(nb.next)
  await who.press('Jeg har gjenopprettingsnøkkelen')
  await expect(page.getByText(lostPhoneWords.nb.holdBefore)).toBeVisible()
  await who.type(said.phrase, before.phrase)
  await who.press(nb.confirm)
  await expect(page.locator('.secret code')).toBeVisible()
  const replaced = await appOnScreen(page)
  await who.type(said.appCode, replaced.code())
  await who.press(said.show)
  await who.sees(said.shownTitle)
  const phrase = (await page.locator('.secret code').innerText()).replace(/\s/g, '')
  expect(phrase).not.toBe(before.phrase)
  await who.press(said.kept)
  await who.type(said.phrase, phrase)
  await who.press(nb.confirm)
  await expect(page.getByText(lostPhoneWords.nb.hold)).toBeVisible()
  await look(page)
  await page.locator('.ending button').click()
  await page.goto('/app/account/security')

  await theSwitch(page).click()
  await who.sees(said.removeTitle)
  await expect(page.getByText(said.removeHold, { exact: true })).toBeVisible()
  await proveBoth(replaced)
  await who.sees(said.removed)
  await expect(page.getByText(said.unlinked)).toBeVisible()
  await look(page)
  await who.press(said.finish)
  await expect(theSwitch(page)).not.toBeChecked()
  await expect(page.getByText(said.off)).toBeVisible()
})

test('without the phone the app leads to its sign-in, where a trusted phone is asked for the code again', async ({
  page,
  request,
}) => {
  const email = newEmail()
  const { app } = await createBoundAccount(request, { email })
  const walk = walkOf(page, request)
  const { who } = walk
  const said = { ...wordsOf(walk), ...appWords(walk) }
  await page.goto('/app')
  await who.press(said.profile, 'link')
  await logIn(walk, { email })
  await who.tick('Stol på denne enheten i 30 dager')
  await who.type(said.appCode, app.code())
  await who.press(said.goOn)
  await page.goto('/app/settings')
  await who.press(said.logOut)
  await who.press(said.profile, 'link')
  await logIn(walk, { email })
  await who.press(said.goOn)
  await openSecurity(walk)
  await who.press(said.change)
  await who.sees('Bekreft at det er deg')
  await look(page)
  await who.press('Mistet eller byttet telefon?')
  await logIn(walk, { email })
  await who.press('Mistet eller byttet telefon?')
  await who.sees('Mistet eller byttet telefon?')
})
