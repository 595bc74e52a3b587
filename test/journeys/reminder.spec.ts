// While nothing but the password guards an account, its owner is reminded: calmly, and not again for a week on request.
import type { Page } from '@playwright/test'
import { row, nb as said } from '../support/binding.ts'
import { expect, look, test } from '../support/browser.ts'
import { expectSignedIn, logIn } from '../support/journeys.ts'
import { createAccount, newEmail, newPhone } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { nb, nn } from '../support/words.ts'

test('leads from the home page to the setting-up', async ({ page, request }) => {
  const email = newEmail()
  await createAccount(request, { email })
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/log-in')
  await logIn(walk, { email })
  await expectSignedIn(walk)
  await walk.who.sees('Gjør kontoen tryggere')
  // The same advice is not given twice.
  await expect(page.getByRole('link', { name: 'Konfigurer Google-autentisering' })).toHaveCount(0)
  await walk.who.press('Konfigurer', 'link')
  await walk.who.sees(said.bindTitle)
  await expect(page).toHaveURL(/\/account\/security$/)
  await page.keyboard.press('Escape')
  await walk.who.press('Konfigurer', 'link')
  await walk.who.sees(said.bindTitle)
})

const pages = ['/', '/account/security', '/account/devices', '/account/activity']

for (const [language, words, title, notNow, use] of [
  ['nb', nb, 'Gjør kontoen tryggere', 'Ikke nå', {}],
  [
    'nn, at 390 px',
    nn,
    'Gjer kontoen tryggare',
    'Ikkje no',
    { locale: 'nn-NO', viewport: { width: 390, height: 844 } },
  ],
] as const)
  test.describe(`in ${language}`, () => {
    test.use(use)

    test('stands on every page, once; «not now» on one puts it away on all', async ({ page, request }) => {
      const email = newEmail()
      await createAccount(request, { email })
      const walk = { who: visitor(page), words, request }
      const card = page.getByRole('heading', { name: title })
      const isLoaded = () => expect(page.getByText(/^(Laster|Lastar) …$/)).toHaveCount(0)
      await page.goto('/log-in')
      await logIn(walk, { email })
      await expectSignedIn(walk)
      for (const path of pages) {
        await page.goto(path)
        await expect(card, path).toHaveCount(1)
        await look(page)
      }
      await page.goto('/account/devices')
      await walk.who.press(notNow)
      await expect(card).toHaveCount(0)
      await expect(page.getByText(words === nb ? 'Denne enheten' : 'Denne eininga').first()).toBeVisible()
      for (const path of pages) {
        await page.goto(path)
        await isLoaded()
        await expect(card, path).toHaveCount(0)
      }
    })
  })

test('moves nothing that could be read already, and a page that cannot ask for it is whole without', async ({
  page,
  request,
}) => {
  const email = newEmail()
  await createAccount(request, { email })
  const walk = { who: visitor(page), words: nb, request }
  await page.goto('/log-in')
  await logIn(walk, { email })
  await expectSignedIn(walk)
  const asked: string[] = []
  page.on('request', (sent) => void (sent.url().endsWith('/api/v1/account') && asked.push(sent.url())))
  for (const path of ['/account/devices', '/account/activity']) {
    asked.length = 0
    await page.goto(path)
    await expect(page.getByRole('heading', { name: 'Gjør kontoen tryggere' })).toBeVisible()
    expect(await movedIn(page), path).toEqual([])
    expect(asked, path).toHaveLength(1)
  }
  await page.route('**/api/v1/account', (route) => route.abort())
  for (const path of ['/account/devices', '/account/activity']) {
    await page.goto(path)
    await expect(page.getByText('Denne enheten').first()).toBeVisible()
    await expect(page.getByRole('alert')).toHaveCount(0)
  }
})

/** What has moved within the page since it began to load, as its markup; what stands below may be pushed. */
const movedIn = (page: Page): Promise<string[]> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const tell = (entries: PerformanceEntry[]) =>
          (entries as (PerformanceEntry & { sources: { node: Element | null }[] })[])
            .flatMap(({ sources }) => sources.map(({ node }) => node))
            .filter((node) => document.querySelector('main')?.contains(node))
            .map((node) => node?.outerHTML ?? '')
        new PerformanceObserver((list) => resolve(tell(list.getEntries()))).observe({
          type: 'layout-shift',
          buffered: true,
        })
        setTimeout(() => resolve([]), 500)
      }),
  )

test('«Ikke nå» puts it away on every device; the advice stays in the security check', async ({
  page,
  request,
  browser,
  baseURL,
}) => {
  const [phone, email] = [newPhone(), newEmail()]
  await createAccount(request, { phone, email })
  const walk = { who: visitor(page), words: nb, request }
  const card = page.getByRole('heading', { name: 'Gjør kontoen tryggere' })
  await page.goto('/log-in')
  await logIn(walk, { email })
  await expectSignedIn(walk)
  await expect(card).toBeVisible()
  // «All is well» beside a reminder would be wrong.
  await expect(page.getByText('Alt ser bra ut.')).toHaveCount(0)
  await look(page)
  await walk.who.press('Ikke nå')
  await expect(card).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Konfigurer Google-autentisering' })).toBeVisible()
  await look(page)
  await page.goto('/account/security')
  await expect(row(page, said.row)).toContainText(said.off)
  await expect(card).toHaveCount(0)
  const context = await browser.newContext({ baseURL, locale: 'nb-NO' })
  const other = await context.newPage()
  await other.goto('/log-in')
  await logIn({ ...walk, who: visitor(other) }, { phone })
  await expect(other.getByRole('link', { name: 'Konfigurer Google-autentisering' })).toBeVisible()
  await expect(other.getByRole('heading', { name: 'Gjør kontoen tryggere' })).toHaveCount(0)
  await context.close()
})
