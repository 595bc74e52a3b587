// The app's lock, where a phone has a finger or a face to ask for. The phone is played, all else is real.
import type { APIRequestContext, Page } from '@playwright/test'
import { finishInApp, logInToApp, seeSetupKey, turnOn, walkOf } from '../support/app-walks.ts'
import { expect, look, test } from '../support/browser.ts'
import { createAccount, newEmail } from '../support/people.ts'
import { playPhone } from '../support/played-phone.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

interface Phone {
  open: Record<string, string>
  locked: Record<string, string>
  finger: 'accept' | 'cancel'
  hasAuthenticator: boolean
  calls: [string, { url: string }][]
  listeners: Record<string, (event: unknown) => void>
}

const turn = <T>(page: Page, act: (phone: Phone) => T) =>
  page.evaluate(
    (text) => new Function('phone', `return (${text})(phone)`)((window as never as { phone: Phone }).phone),
    act.toString(),
  )

/** What the phone keeps of the app outlives a page that is loaded anew. */
async function reopen(page: Page): Promise<void> {
  const kept = await page.evaluate(() => {
    const { open, locked } = (window as never as { phone: Phone }).phone
    return { open, locked }
  })
  await page.addInitScript((drawers) => Object.assign((window as never as { phone: Phone }).phone, drawers), kept)
  await page.goto('/app')
}

/** Leaves the app for so long. */
async function leaveFor(page: Page, seconds: number): Promise<void> {
  await page.evaluate((ms) => {
    const { phone } = window as never as { phone: Phone }
    phone.listeners.appStateChange?.({ isActive: false })
    const now = Date.now.bind(Date)
    Date.now = () => now() + ms
    phone.listeners.appStateChange?.({ isActive: true })
  }, seconds * 1000)
}

const theLock = (page: Page) => page.getByRole('switch', { name: 'Lås med ansikt eller fingeravtrykk' })

let addresses: { email: string }

test.beforeEach(async ({ page, request }) => {
  await page.addInitScript(playPhone)
  addresses = { email: newEmail() }
  await createAccount(request, addresses)
  await logInToApp({ who: visitor(page), words: nb, request }, addresses)
  await visitor(page).press('Profil', 'link')
  await expect(theLock(page)).not.toBeChecked()
  await theLock(page).click()
  await expect(theLock(page)).toBeChecked()
  await look(page)
})

test('locked after a minute away, not before, and opened by the finger', async ({ page }) => {
  await leaveFor(page, 50)
  await expect(theLock(page)).toBeVisible()
  await leaveFor(page, 70)
  await visitor(page).sees('Appen er låst')
  await look(page)
  // Nothing of the account is to be seen, nor anything that leads to it.
  await expect(page.getByRole('link', { name: 'Profil' })).toHaveCount(0)
  await visitor(page).press('Lås opp')
  await expect(theLock(page)).toBeChecked()
})

test('opened anew it asks at once; cancelled it stays locked, and there is a way in without the finger', async ({
  page,
}) => {
  await page.addInitScript(() => {
    ;(window as never as { phone: Phone }).phone.finger = 'cancel'
  })
  await reopen(page)
  await visitor(page).sees('Appen er låst')
  await visitor(page).press('Lås opp')
  await visitor(page).sees('Appen er låst')
  await visitor(page).press('Logg inn på nytt i stedet')
  await visitor(page).sees(nb.logIn)
  expect(await turn(page, ({ open, locked }) => [open, locked])).toEqual([{}, {}])
})

test('with another finger on the phone what was locked is gone: sign in again, and why', async ({ page }) => {
  await page.addInitScript(() => {
    ;(window as never as { phone: Phone }).phone.locked = {}
  })
  await turn(page, (phone) => {
    phone.locked = {}
  })
  await reopen(page)
  await expect(page.getByText(/Ansiktene eller fingeravtrykkene på telefonen er endret/)).toBeVisible()
  await look(page)
  await visitor(page).press(nb.logIn, 'link')
  await visitor(page).sees(nb.logIn)
})

/** From the settings to the setup key of an authenticator. */
async function atSetupKey(page: Page, request: APIRequestContext) {
  const walk = walkOf(page, request)
  await walk.who.press('Sikkerhet', 'link')
  return { walk, secret: await turnOn(walk, addresses.email) }
}

test('away for more than a minute with the setup key: unlocked, the same key at the same step', async ({
  page,
  request,
}) => {
  const { walk, secret } = await atSetupKey(page, request)
  await leaveFor(page, 70)
  await walk.who.sees('Appen er låst')
  await expect(page.locator('main code')).toHaveCount(0)
  await walk.who.press('Lås opp')
  expect(await seeSetupKey(walk)).toBe(secret)

  await walk.who.press(nb.next)
  await walk.who.sees('Skriv koden fra autentiseringsappen')
  await leaveFor(page, 70)
  await walk.who.press('Lås opp')
  await walk.who.sees('Skriv koden fra autentiseringsappen')
  await walk.who.press('Se oppsettnøkkelen igjen')
  expect(await seeSetupKey(walk)).toBe(secret)
  await finishInApp(walk, secret)
})

test('the setup key is handed to the authenticator app; with none on the phone that is said', async ({
  page,
  request,
}) => {
  const { walk, secret } = await atSetupKey(page, request)
  const handedOver = () => page.evaluate(() => (window as never as { phone: Phone }).phone.calls.at(-1))
  const noApp = page.getByText('Ingen autentiseringsapp svarte.')
  await walk.who.press('Åpne i autentiseringsappen')
  await expect.poll(async () => (await handedOver())?.[0]).toBe('AppLauncher.openUrl')
  const uri = new URL((await handedOver())?.[1].url ?? '')
  expect([uri.protocol, uri.host, uri.searchParams.get('secret')]).toEqual(['otpauth:', 'totp', secret])
  await expect(noApp).toHaveCount(0)

  await turn(page, (phone) => {
    phone.hasAuthenticator = false
  })
  await walk.who.press('Åpne i autentiseringsappen')
  await expect(noApp).toBeVisible()
  await look(page)
  await turn(page, (phone) => {
    phone.hasAuthenticator = true
  })
  await walk.who.press('Åpne i autentiseringsappen')
  await expect(noApp).toHaveCount(0)
})
