// While nothing but the password guards an account, its owner is reminded: calmly, and not again for a week on request.
import { row, nb as said } from '../support/binding.ts'
import { expect, look, test } from '../support/browser.ts'
import { expectSignedIn, logIn } from '../support/journeys.ts'
import { createAccount, newEmail, newPhone } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

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

test('«Ikke nå» puts it away on every page and device; the advice stays in the security check', async ({
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
