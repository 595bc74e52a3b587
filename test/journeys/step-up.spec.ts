// A sensitive act of an account with an authenticator: its code is asked for first, in one field.
import type { APIRequestContext, Page } from '@playwright/test'
import type { App } from '../support/authenticator-app.ts'
import { expect, look } from '../support/browser.ts'
import { test } from '../support/movable.ts'
import { bindApp, createAccount, newEmail, PASSWORD } from '../support/people.ts'
import { useUpCodes } from '../support/used-up.ts'
import { visitor } from '../support/visitor.ts'

const words = {
  change: 'Endre passord',
  confirm: 'Bekreft at det er deg',
  code: '6-sifret kode',
  current: 'Nåværende passord',
}

interface Person {
  email: string
  app: App
  /** Lets time pass, for the server, the page and the phone. */
  wait(seconds: number): Promise<void>
}

/** Signed in at the account page, and the last code of the authenticator is long ago. */
async function person(
  page: Page,
  request: APIRequestContext,
  pass: (page: Page, seconds: number) => Promise<void>,
): Promise<Person> {
  const email = newEmail()
  const token = await createAccount(request, { email })
  const date = (await request.get('/healthz')).headers().date ?? ''
  let now = Date.parse(date)
  const app = await bindApp(request, { token, address: email, now: () => new Date(now) })
  const wait = async (seconds: number) => {
    now += seconds * 1000
    await pass(page, seconds)
  }
  await page.goto('/terms')
  const send = (path: string, body: object) =>
    page.evaluate(
      async ([path, body]) => {
        const headers = { 'content-type': 'application/json' }
        const answer = await fetch(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
        return answer.json()
      },
      [path, body] as const,
    )
  const { flow } = await send('/sign-in', { identifier: email, password: PASSWORD })
  await wait(60)
  await send('/sign-in/totp', { flow, code: app.code() })
  await wait(400)
  await page.goto('/account/security')
  return { email, app, wait }
}

for (const width of [390, 1200])
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height: 844 } })

    test('the sixth digit sends the code; a wrong one is said and can be replaced', async ({ page, request, pass }) => {
      const { app } = await person(page, request, pass)
      const who = visitor(page)
      await who.press(words.change)
      await who.sees(words.confirm)
      await look(page)
      const field = page.getByLabel(words.code)
      await expect(field).toHaveAttribute('autocomplete', 'one-time-code')
      await expect(page.getByLabel('Passord', { exact: true })).toHaveCount(0)
      await field.pressSequentially(app.code().replace(/.$/, (last) => String((Number(last) + 1) % 10)))
      await expect(page.getByText('Koden stemmer ikke.')).toBeVisible()
      await expect(field).toBeFocused()
      await look(page)
      await field.fill(app.code())
      await expect(page.getByLabel(words.current)).toBeVisible()
    })
  })

test('a code is pasted with its space, by keyboard alone, and says when it is too old or used', async ({
  page,
  request,
  pass,
}) => {
  const { app, wait } = await person(page, request, pass)
  const who = visitor(page, 'keyboard')
  await who.press(words.change)
  await who.sees(words.confirm)
  const field = page.getByLabel(words.code)
  const paste = (text: string) =>
    field.evaluate((input: HTMLInputElement, text) => {
      input.focus()
      input.select()
      document.execCommand('insertText', false, text)
    }, text)
  await paste(app.code(-6))
  await expect(page.getByText('klokken på telefonen går feil')).toBeVisible()
  const code = app.code()
  await paste(`${code.slice(0, 3)} ${code.slice(3)}`)
  await expect(page.getByLabel(words.current)).toBeVisible()
  await page.keyboard.press('Escape')
  await wait(400)
  await page.goto('/account/security')
  await who.press(words.change)
  await who.sees(words.confirm)
  await who.type(words.code, '12345')
  await who.press('Fortsett')
  await expect(page.getByText('Koden har 6 sifre.')).toBeVisible()
})

test('once no code is looked at any more it leads to another device, or on without the phone', async ({
  page,
  request,
  pass,
}) => {
  const { app } = await person(page, request, pass)
  const who = visitor(page)
  await who.press(words.change)
  await who.sees(words.confirm)
  await useUpCodes(page, '/step-up/totp')
  await who.type(words.code, app.code())
  await expect(page.getByRole('alert')).toContainText(
    'Gjør dette på en annen enhet der du er logget inn, eller velg «Mistet eller byttet telefon?».',
  )
  await look(page)
})

test('without the phone leads to the sign-in, from a device that is not trusted too', async ({
  page,
  request,
  pass,
}) => {
  await person(page, request, pass)
  const who = visitor(page)
  await who.press(words.change)
  await who.sees(words.confirm)
  await who.press('Mistet eller byttet telefon?')
  await expect(page).toHaveURL(/\/log-in\?next=%2Faccount%2Fsecurity$/)
  expect((await page.request.get('/api/v1/session')).status()).toBe(401)
})
