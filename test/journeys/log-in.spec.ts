// J1, J2 and J4: signing in by phone and by e-mail, and to the page a person was going to, in every way people do it.
import { expect, test } from '../support/browser.ts'
import { expectSignedIn, logIn } from '../support/journeys.ts'
import { createAccount, newEmail, newPhone } from '../support/people.ts'
import { walker, ways } from '../support/ways.ts'
import { nb } from '../support/words.ts'

for (const way of ways) {
  test.describe(way.name, () => {
    test.use(way.use)

    test('signs in by phone, which comes first', async ({ page, request }) => {
      const phone = newPhone()
      await createAccount(request, { phone })
      const walk = { ...walker(page, way), request }
      await page.goto('/')
      await walk.who.press(walk.words.logIn, 'link')
      await expect(page.getByLabel(walk.words.country)).toHaveValue('NO')
      await logIn(walk, { phone })
      await expectSignedIn(walk)
    })

    test('signs in by e-mail after swapping the form in place', async ({ page, request }) => {
      const email = newEmail()
      await createAccount(request, { email })
      const walk = { ...walker(page, way), request }
      await page.goto('/log-in')
      await expect(page.getByLabel(walk.words.phone, { exact: true })).toBeVisible()
      await logIn(walk, { email })
      await expectSignedIn(walk)
    })

    test('leads from a protected page to sign-in and back to that page', async ({ page, request }) => {
      const phone = newPhone()
      await createAccount(request, { phone })
      const walk = { ...walker(page, way), request }
      await page.goto('/account/security')
      expect(new URL(page.url()).pathname).toBe('/log-in')
      await logIn(walk, { phone })
      await walk.who.sees(walk.words.security)
      expect(new URL(page.url()).pathname).toBe('/account/security')
    })
  })
}

for (const by of ['key', 'pointer', 'another field'] as const) {
  test(`the page wakes with Norway alone, and all countries are there once the list is met by ${by}`, async ({
    page,
  }) => {
    await page.goto('/log-in')
    const country = page.getByLabel(nb.country, { exact: true })
    await page.waitForLoadState('networkidle')
    await expect(country.locator('option')).toHaveText(['Norge (+47)'])
    if (by === 'key') await page.getByLabel(nb.phone, { exact: true }).press('Shift+Tab')
    if (by === 'pointer') await country.dispatchEvent('pointerdown')
    if (by === 'another field') await page.getByLabel(nb.password, { exact: true }).focus()
    await expect(country.getByRole('option', { name: 'Sverige (+46)' })).toBeAttached()
    await country.selectOption('SE')
    await expect(page.getByText('+46', { exact: true })).toBeVisible()
  })
}
