// The account page says while withdrawals are on hold: why, until when, and how long that is yet; of several the last end counts.
import type { Page } from '@playwright/test'
import { expect, look } from '../support/browser.ts'
import { test } from '../support/movable.ts'
import { createAccount, newEmail, newPhone, PASSWORD, post } from '../support/people.ts'

const HOUR = 3600

const inNorwegian = (left: string) =>
  new RegExp(String.raw`^Uttakssperre til \d+\.\s\p{L}+\s\d{4} kl\.\s\d\d\.\d\d \(${left} igjen\)\.`, 'u')

const languages = {
  'nb-NO': {
    title: 'Konto og sikkerhet',
    hold: inNorwegian,
    both: 'Grunner: slettingen av kontoen ble stanset; en adresse eller et nummer ble lagt til. Sperren som varer lengst, gjelder.',
    one: 'Grunn: slettingen av kontoen ble stanset.',
    hours: 't',
  },
  'nn-NO': {
    title: 'Konto og tryggleik',
    hold: inNorwegian,
    both: 'Grunnar: slettinga av kontoen vart stansa; ei adresse eller eit nummer vart lagt til. Sperra som varer lengst, gjeld.',
    one: 'Grunn: slettinga av kontoen vart stansa.',
    hours: 't',
  },
  'en-GB': {
    title: 'Account and security',
    hold: (left: string) =>
      new RegExp(String.raw`^Withdrawals are on hold until \d+\s\p{L}+\s\d{4} at\s\d\d:\d\d \(${left} left\)\.`, 'u'),
    both: 'Reasons: the deletion of the account was stopped; an address or number was added. The hold that lasts longest counts.',
    one: 'Reason: the deletion of the account was stopped.',
    hours: 'h',
  },
}

/** Signs the browser in, whatever language its pages are in, and goes to the account page. */
async function openAccount(page: Page, identifier: string, title: string): Promise<void> {
  await page.goto('/help')
  const status = await page.evaluate(
    async (body) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch('/api/v1/sign-in', { method: 'POST', headers, body: JSON.stringify(body) })).status
    },
    { identifier, password: PASSWORD },
  )
  expect(status).toBe(200)
  await page.goto('/account/security')
  await expect(page.getByRole('heading', { name: title, exact: true })).toBeVisible()
}

for (const [locale, said] of Object.entries(languages))
  test.describe(locale, () => {
    test.use({ locale, viewport: { width: 390, height: 844 } })

    test('a hold is shown with its reasons and the time left, until it is over', async ({ page, request, pass }) => {
      const email = newEmail()
      const added = await createAccount(request, { email, phone: newPhone() })
      const asked = await post(request, '/account/deletion', { password: PASSWORD }, added)
      const headers = { authorization: `Bearer ${asked.session.token}` }
      expect((await request.delete('/api/v1/account/deletion', { headers })).status()).toBe(200)

      await openAccount(page, email, said.title)
      await expect(page.getByText(said.hold(`(24 ${said.hours}|23 ${said.hours} 5\\d min)`))).toBeVisible()
      await expect(page.getByText(said.both, { exact: true })).toBeVisible()
      await look(page)

      // The shorter one is over, and the longer one goes on.
      await pass(page, 6 * HOUR + 60)
      await openAccount(page, email, said.title)
      await expect(page.getByText(said.hold(`17 ${said.hours} 5\\d min`))).toBeVisible()
      await expect(page.getByText(said.one, { exact: true })).toBeVisible()

      await pass(page, 18 * HOUR)
      await openAccount(page, email, said.title)
      await expect(page.getByRole('main').getByRole('button').first()).toBeVisible()
      await expect(page.getByText(said.hold('.*'))).toHaveCount(0)
      await expect(page.getByText(said.one, { exact: true })).toHaveCount(0)
    })
  })
