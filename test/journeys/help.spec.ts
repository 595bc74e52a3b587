// J15: the help centre, as somebody who is stuck uses it. Its guides are walked where their pictures are taken: scripts/pictures.ts.
import type { Locator, Page } from '@playwright/test'
import { guideNames } from '../../web/help/guides.ts'
import { createBoundAccount } from '../support/bound-account.ts'
import { expect, expectNoSidewaysScroll, look, test } from '../support/browser.ts'
import { logIn } from '../support/journeys.ts'
import { createAccount, newEmail } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

const all = 'Alle veiledninger'
const searchField = 'Søk i hjelpen'
const lost = 'Mistet Google Authenticator'

const results = (page: Page): Locator => page.locator('ul.guides').getByRole('link')

for (const hands of ['mouse', 'keyboard'] as const) {
  test(`from the sign-in page to a guide, to another, and back to all: by ${hands}`, async ({ page }) => {
    const who = visitor(page, hands)
    await page.goto('/log-in')
    await who.press('Hjelp til å logge inn', 'link')
    await who.sees('Kommer du ikke inn?')
    await who.press(all, 'link')
    await who.sees('Hjelp')
    await who.press(lost, 'link')
    await who.sees(lost)
    await who.press('Hvorfor venter uttaket?', 'link')
    await who.sees('Hvorfor venter uttaket?')
    await expect(page.getByText('24 timer når')).toBeVisible()
    await page.goBack()
    await who.sees(lost)
  })
}

test('whoever is signed in stays so there: the menu, the language of the account, and signing out', async ({
  page,
  request,
}) => {
  const email = newEmail()
  const token = await createAccount(request, { email })
  const who = visitor(page)
  await page.goto('/log-in?next=/account/security')
  await logIn({ who, words: nb, request }, { email })
  await who.sees(nb.security)
  for (const name of ['Hjelp', 'Vilkår']) {
    await page.getByRole('contentinfo').getByRole('link', { name, exact: true }).click()
    await who.sees(name)
    await expect(page.getByRole('button', { name: nb.menu, exact: true })).toBeVisible()
    // The help has a guide of that name.
    const asks = page.locator('a[href="/log-in"], a[href="/sign-up"]')
    await expect(asks).toHaveCount(0)
    await look(page)
  }
  await page.getByLabel('Språk').selectOption('nn')
  await expect(page.locator('html')).toHaveAttribute('lang', 'nn')
  const told = await request.get('/api/v1/account', { headers: { authorization: `Bearer ${token}` } })
  expect((await told.json()).locale).toBe('nn')
  await page.getByRole('button', { name: nb.menu, exact: true }).click()
  await page.getByRole('button', { name: 'Logg ut', exact: true }).click()
  await page.waitForURL('/')
  await page.goto('/help')
  await expect(page.getByRole('link', { name: nb.logIn, exact: true })).toBeVisible()
})

test('every page has a link to help in its foot', async ({ page }) => {
  for (const path of ['/', '/log-in', '/sign-up', '/forgot-password', '/thaw', '/terms', '/no-such-page']) {
    await page.goto(path)
    await expect(page.getByRole('contentinfo').getByRole('link', { name: 'Hjelp', exact: true }), path).toBeVisible()
  }
})

for (const [path, name, guide] of [
  ['/log-in', 'Hjelp til å logge inn', 'Kommer du ikke inn?'],
  ['/forgot-password', 'Hjelp når passordet er glemt', 'Glemt passord'],
  ['/thaw', 'Hjelp til å åpne en fryst konto', 'Åpne en fryst konto'],
  ['/not-me', 'Hjelp når noen kan ha kommet inn', 'Stjålet telefon, eller noen har kommet inn'],
] as const) {
  test(`whoever is stuck at ${path} finds the guide that fits`, async ({ page }) => {
    await page.goto(path)
    await page.getByRole('link', { name, exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: guide, exact: true })).toBeVisible()
  })
}

test('whoever waits for a code finds the guide beside the step, which stays as it was', async ({ page }) => {
  await page.goto('/sign-up')
  const who = visitor(page)
  await who.press(nb.signUpByEmail)
  await who.type(nb.email, newEmail())
  await who.press(nb.next)
  await who.sees(nb.codeTitle)
  await who.type(nb.code, '1234')
  await look(page)
  const beside = page.waitForEvent('popup')
  await page.getByRole('link', { name: 'Mer hjelp med koden (åpnes i ny fane)', exact: true }).click()
  await visitor(await beside).sees('Koden kommer ikke')
  await expect(page.getByLabel(nb.code, { exact: true })).toHaveValue('1234')
})

test('whoever has a code refused finds the guide beside the step, which takes the next one', async ({
  page,
  request,
}) => {
  const email = newEmail()
  const { app } = await createBoundAccount(request, { email })
  await page.goto('/log-in')
  await logIn({ who: visitor(page), words: nb, request }, { email })
  const code = page.getByLabel('6-sifret kode', { exact: true })
  const link = page.getByRole('link', { name: 'Hjelp når koden ikke virker (åpnes i ny fane)', exact: true })
  await expect(code).toBeVisible()
  await expect(link).toHaveCount(0)
  await code.fill(app.code(-4))
  const beside = page.waitForEvent('popup')
  await link.click()
  await visitor(await beside).sees('Koden blir ikke godtatt')
  await look(page)
  await code.fill(app.code(1))
  await visitor(page).sees(nb.signedIn)
})

test('printed, a guide is its steps and their pictures: no head, no search, no foot', async ({ page }) => {
  await page.goto('/help/lost-authenticator')
  const screens = page.locator('.guide-steps img.screen')
  const steps = page.locator('.guide-steps > li')
  await page.emulateMedia({ media: 'print' })
  for (const gone of [page.getByRole('banner'), page.getByRole('contentinfo'), page.getByRole('search')])
    for (const each of await gone.all()) await expect(each).toBeHidden()
  await expect(page.getByLabel(searchField)).toBeHidden()
  await expect(page.getByRole('link', { name: all, exact: true })).toBeHidden()
  await expect(page.getByRole('heading', { level: 1, name: lost, exact: true })).toBeVisible()
  for (const each of await steps.all()) await expect(each).toBeVisible()
  await expect(screens).not.toHaveCount(0)
  for (const each of await screens.all()) await expect(each).toBeVisible()
  await page.goto('/help')
  await expect(page.getByLabel(searchField)).toBeHidden()
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('is read and searched', async ({ page }) => {
    await page.goto('/help')
    await page.getByLabel(searchField).fill('mistet mobilen')
    await page.getByRole('button', { name: 'Søk', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Treff for «mistet mobilen»')
    await expect(page.getByLabel(searchField)).toHaveValue('mistet mobilen')
    await results(page).first().click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(lost)
    await expect(page.getByText(/JavaScript/)).toHaveCount(0)
  })
})

test('finds a guide by words in other forms, by a part of a word, and by none that it has', async ({ page }) => {
  const first = async (question: string) => {
    await page.goto('/help')
    await page.getByLabel(searchField).fill(question)
    await page.getByLabel(searchField).press('Enter')
    return results(page).first()
  }
  await expect(await first('glemte passordet')).toHaveText('Glemt passord')
  await expect(await first('hvorfor kan jeg ikke ta ut penger?')).toHaveText('Hvorfor venter uttaket?')
  await expect(await first('2FA')).toHaveText(/Google Authenticator/)
  await expect(await first('passkey')).toHaveText('Tilgangsnøkler')
  await expect(await first('<b>"xyzzy"</b>')).toHaveText('Logg inn med telefonnummer')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ingen treff for «<b>"xyzzy"</b>»')
  await look(page)
})

test('an unknown guide says so, and offers a search and all guides', async ({ page }) => {
  const answer = await page.goto('/help/no-such-guide')
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Vi fant ikke veiledningen')
  await expect(page.getByLabel(searchField)).toBeVisible()
  await expect(results(page)).toHaveCount(guideNames.length)
  await look(page)
})

for (const [locale, lang] of [
  ['nb-NO', 'nb'],
  ['nn-NO', 'nn'],
  ['en-GB', 'en'],
] as const) {
  test.describe(`in ${lang}`, () => {
    test.use({ locale })

    test('every guide passes axe, is in its language, and fits 320 px', async ({ page }) => {
      test.slow() // some twenty pages, each looked at in light and dark
      for (const path of ['/help', '/help?q=kode', ...guideNames.map((name) => `/help/${name}`)]) {
        await page.setViewportSize({ width: 390, height: 844 })
        await page.goto(path)
        await expect(page.locator('html')).toHaveAttribute('lang', lang)
        await expect(page.locator('main [lang]')).toHaveCount(0)
        await look(page)
        await page.setViewportSize({ width: 320, height: 640 })
        await expectNoSidewaysScroll(page)
      }
    })
  })
}

test('changes language in place', async ({ page }) => {
  await page.goto('/help/thaw')
  await page.waitForLoadState()
  await page.getByLabel('Språk').selectOption('nn')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Opne ein frosen konto')
})
