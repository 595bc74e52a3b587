// What is another way in a shell than in a browser: no passkeys, and guides of the day the app was made. The phone is played.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { logInToApp } from '../support/app-walks.ts'
import { expect, look, test } from '../support/browser.ts'
import { createAccount, newEmail } from '../support/people.ts'
import { playPhone } from '../support/played-phone.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

test('a shell, which can use no passkeys, leads to the browser of the phone', async ({ page, request, baseURL }) => {
  await page.addInitScript(playPhone)
  const asked: string[] = []
  page.on('request', (made) => asked.push(made.url()))
  const who = visitor(page)
  const isLedTo = async (path: string) => {
    const said = page.getByRole('alert')
    await expect(said).toContainText('Tilgangsnøkler virker ikke i appen. Bruk en annen måte')
    await look(page)
    await said.getByRole('link', { name: 'Åpne i nettleseren' }).click()
    const { calls } = await page.evaluate(() => (window as never as { phone: { calls: [string, unknown][] } }).phone)
    expect(calls.at(-1)).toEqual(['Browser.open', { url: `${baseURL}${path}` }])
  }
  await page.goto('/app/log-in')
  await who.press(nb.logInByPasskey)
  await isLedTo('/log-in')

  const addresses = { email: newEmail() }
  await createAccount(request, addresses)
  await logInToApp({ who, words: nb, request }, addresses)
  await who.press('Profil', 'link')
  await who.press('Sikkerhet', 'link')
  await who.press(nb.addPasskeyRow)
  await who.press(nb.addPasskey)
  await isLedTo('/account/security')
  expect(asked.filter((url) => url.endsWith('/options'))).toEqual([])
})

/** A shell, beside whose page lies what it carries. */
async function carryGuides(page: Page): Promise<void> {
  await page.addInitScript(playPhone)
  await page.route(/\/nb\/[\w-]+\.html$/, (route) => {
    const path = join(import.meta.dirname, '../../dist/web', new URL(route.request().url()).pathname)
    return existsSync(path) ? route.fulfill({ path }) : route.fulfill({ status: 404 })
  })
}

test('a shell searches its guides itself, also where a link leads to none', async ({ page }) => {
  await carryGuides(page)
  const who = visitor(page)
  await page.goto('/app/help/somewhere')
  await who.sees('Vi fant ikke veiledningen')
  await page.getByRole('searchbox').fill('mistet mobilen')
  await who.press('Søk')
  await who.sees('Treff for «mistet mobilen»')
  await page.locator('a[href="/help/lost-authenticator"]').click()
  await expect(page.locator('.guide')).toBeVisible()
  const { calls } = await page.evaluate(() => (window as never as { phone: { calls: [string][] } }).phone)
  expect(calls.filter(([name]) => name === 'Browser.open')).toEqual([])
})

test('guides older than the policy say so, and lead to those that are not', async ({ page, baseURL }) => {
  await carryGuides(page)
  await page.goto('/app/help/no-code')
  await visitor(page).sees('Koden kommer ikke')
  await expect(page.getByRole('alert')).toHaveCount(0)
  await page.route('**/api/v1/policy', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, json: { ...(await answer.json()), codeTtlSeconds: 300 } })
  })
  await page.reload()
  await expect(page.getByRole('alert')).toContainText('Noen tider og grenser er endret')
  await look(page)
  await visitor(page).press('Les hjelpen på nettsiden')
  const { calls } = await page.evaluate(() => (window as never as { phone: { calls: [string, unknown][] } }).phone)
  expect(calls.at(-1)).toEqual(['Browser.open', { url: `${baseURL}/help/no-code` }])
})
