// J10 where it is hard: the device is trusted, so that nothing asks for the phone, or the last answer is lost.
import type { Page } from '@playwright/test'
import { type BoundAccount, createBoundAccount } from '../support/bound-account.ts'
import { expect, look, test } from '../support/browser.ts'
import { logIn, type Walk } from '../support/journeys.ts'
import { lostPhoneWords, NEW, replace, resetToFactor, toPhrase, walkOf } from '../support/lost-phone.ts'
import { newEmail, PASSWORD } from '../support/people.ts'
import { nb } from '../support/words.ts'

test('on a trusted device the way on is where the code is asked for, and ends the trust that hides it', async ({
  page,
  request,
}) => {
  const email = newEmail()
  const { app } = await createBoundAccount(request, { email })
  const walk = walkOf(page, request)
  const { who } = walk
  await page.goto('/log-in')
  await logIn(walk, { email })
  await who.tick('Stol på denne enheten i 30 dager')
  await who.type(lostPhoneWords.nb.code, app.code())
  await who.sees(nb.signedIn)
  await page.goto('/help') // where nothing notices that the session is over, and goes elsewhere by itself
  await page.request.delete('/api/v1/session')
  await page.goto('/log-in?next=/account/security')
  await logIn(walk, { email })
  await who.press('Koble fra Google-autentisering')
  await who.sees('Bekreft at det er deg')
  const way = page.getByRole('button', { name: lostPhoneWords.nb.lost })
  await expect(way).toHaveAccessibleDescription(/^Du blir logget ut, og vi spør om koden på denne enheten igjen\./)
  await look(page)
  await way.click()
  await who.sees(nb.logIn)
  await expect(page.getByText('Du er logget ut. Logg inn igjen.')).toHaveCount(0)
  expect((await page.request.get('/api/v1/session')).status()).toBe(401)
  await logIn(walk, { email })
  await who.sees(lostPhoneWords.nb.title)
  await toPhrase(walk)
})

test.describe('where the answer to the last step is lost, pressing again says that the new app may be connected', () => {
  const unsure = 'Den nye appen kan være koblet til'
  const loseLast = (page: Page, path: string) =>
    page.route(
      `**/api/v1/${path}/recovery-key/phrase`,
      async (route) => {
        await route.fetch()
        await route.abort()
      },
      { times: 1 },
    )
  /** Everything is replaced and nobody is told; then once more. */
  async function replaceUnheard(walk: Walk, old: string): Promise<Pick<BoundAccount, 'app' | 'phrase'>> {
    const { who } = walk
    const now = await replace(walk, old)
    await expect(who.page.getByRole('alert').filter({ hasText: 'Sjekk nettet' })).toBeVisible()
    await who.press(nb.confirm)
    await who.sees(unsure)
    await expect(who.page.getByText('prøv en kode fra den nye appen')).toBeVisible()
    await expect(who.page.getByText('Ta vare på den nye gjenopprettingsnøkkelen')).toBeVisible()
    await look(who.page)
    return now
  }

  test('at the sign-in', async ({ page, request }) => {
    test.setTimeout(120_000)
    const email = newEmail()
    const before = await createBoundAccount(request, { email })
    const walk = walkOf(page, request)
    await page.goto('/log-in')
    await logIn(walk, { email })
    await walk.who.sees(lostPhoneWords.nb.title)
    await toPhrase(walk)
    await loseLast(page, 'sign-in')
    const now = await replaceUnheard(walk, before.phrase)
    await walk.who.press(nb.logIn)
    await expect(page.getByRole('alert')).toHaveCount(0)
    await walk.who.type(nb.password, PASSWORD)
    await walk.who.press(nb.logIn)
    await walk.who.sees(lostPhoneWords.nb.title)
    await walk.who.type(lostPhoneWords.nb.code, now.app.code(1))
    await walk.who.sees(nb.signedIn)
  })

  test('at a new password', async ({ page, request }) => {
    test.setTimeout(120_000)
    const email = newEmail()
    const before = await createBoundAccount(request, { email })
    const walk = walkOf(page, request)
    await resetToFactor(walk, email, NEW)
    await toPhrase(walk)
    await loseLast(page, 'forgot-password')
    const now = await replaceUnheard(walk, before.phrase)
    await walk.who.press(nb.logIn, 'link')
    await walk.who.press(nb.logInByEmail)
    await walk.who.type(nb.email, email)
    await walk.who.type(nb.password, NEW)
    await walk.who.press(nb.logIn)
    await walk.who.sees(lostPhoneWords.nb.title)
    await walk.who.type(lostPhoneWords.nb.code, now.app.code(1))
    await walk.who.sees(nb.signedIn)
  })
})
