// A phone whose clock is wrong, by chance or by a thief's hand.
import type { Page } from '@playwright/test'
import { finishInApp, openSecurity, signedInToApp, turnOn, walkOf } from '../support/app-walks.ts'
import { expect, look, test } from '../support/browser.ts'
import { logIn } from '../support/journeys.ts'
import { createAccount, newEmail } from '../support/people.ts'
import { playPhone } from '../support/played-phone.ts'
import { visitor } from '../support/visitor.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

const HOUR_MS = 3_600_000

/** Everything on the page that asks for the time is told a wrong one. */
const clockIsOffBy = (page: Page, ms: number) =>
  page.addInitScript((off) => {
    const Right = Date
    const now = () => Right.now() + off
    // biome-ignore lint/suspicious/noGlobalAssign: the phone's clock
    Date = new Proxy(Right, {
      construct: (target, given) => Reflect.construct(target, given.length ? given : [now()]),
      get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
    })
  }, ms)

for (const [name, ms] of [
  ['slow', -HOUR_MS],
  ['fast', HOUR_MS],
] as const) {
  test(`an hour ${name}: signs in, and binds the authenticator`, async ({ page, request }) => {
    await clockIsOffBy(page, ms)
    const email = await signedInToApp(page, request)
    const off = await page.evaluate(() => Date.now())
    expect(Math.abs(off - Date.now() - ms)).toBeLessThan(60_000)
    const walk = walkOf(page, request)
    await openSecurity(walk)
    await finishInApp(walk, await turnOn(walk, email))
  })
}

test('a proof that is never taken is no fault of ours: the word is of the clock', async ({ page, request }) => {
  const email = newEmail()
  await createAccount(request, { email })
  await page.goto('/app/log-in')
  // Between phone and server somebody changes what was signed.
  await page.route('**/api/v1/sign-in', (route) =>
    route.continue({ headers: { ...route.request().headers(), dpop: 'a.b.c' } }),
  )
  await logIn(walkOf(page, request), { email })
  await expect(page.getByRole('alert')).toHaveText(
    'Vi fikk ikke bekreftet at det er denne telefonen som spør. Sjekk at klokken går riktig, og prøv igjen.',
  )
  await look(page)
})

/** Leaves the app; meanwhile its clock moves, and the time that nobody can set. */
const leaveWhile = (page: Page, clockSeconds: number, tickSeconds: number) =>
  page.evaluate(
    ([clockMs = 0, tickMs = 0]) => {
      const { phone } = window as never as {
        phone: { listeners: Record<string, (event: { isActive: boolean }) => void> }
      }
      phone.listeners.appStateChange?.({ isActive: false })
      const [now, ticks] = [Date.now.bind(Date), performance.now.bind(performance)]
      Date.now = () => now() + clockMs
      performance.now = () => ticks() + tickMs
      phone.listeners.appStateChange?.({ isActive: true })
    },
    [clockSeconds * 1000, tickSeconds * 1000],
  )

test.describe('with the lock on', () => {
  const theLock = (page: Page) => page.getByRole('switch', { name: 'Lås med ansikt eller fingeravtrykk' })

  test.beforeEach(async ({ page, request }) => {
    await page.addInitScript(playPhone)
    await signedInToApp(page, request)
    await visitor(page).press('Profil', 'link')
    await theLock(page).click()
    await expect(theLock(page)).toBeChecked()
  })

  test('a clock set back while away opens nothing', async ({ page }) => {
    await leaveWhile(page, -2, 0)
    await visitor(page).sees('Appen er låst')
  })

  test('nor one set back to just after it was left', async ({ page }) => {
    await leaveWhile(page, 20, 30)
    await expect(theLock(page)).toBeVisible()
    await leaveWhile(page, 20, 7200)
    await visitor(page).sees('Appen er låst')
  })
})

test('while it is away, nothing of it can be read', async ({ page, request }) => {
  await page.addInitScript(playPhone)
  await signedInToApp(page, request)
  const blur = () => page.locator('.app').evaluate((app) => getComputedStyle(app).filter)
  const be = (isActive: boolean) =>
    page.evaluate((active) => {
      const { phone } = window as never as {
        phone: { listeners: Record<string, (event: { isActive: boolean }) => void> }
      }
      phone.listeners.appStateChange?.({ isActive: active })
    }, isActive)
  expect(await blur()).toBe('none')
  await be(false)
  expect(await blur()).toMatch(/^blur\((?:1[6-9]|[2-9]\d)(?:\.\d+)?px\)$/)
  await be(true)
  await expect.poll(blur).toBe('none')
})
