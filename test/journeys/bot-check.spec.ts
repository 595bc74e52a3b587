// Before an SMS to a new number the page makes a proof of work: unseen when it is quick, in plain words when it is not.
import type { Page, Request } from '@playwright/test'
import { expect, look, test } from '../support/browser.ts'
import { type RunningServer, startServer } from '../support/journey-server.ts'
import { expectSignedIn, proveCode, signUp, startSignUp } from '../support/journeys.ts'
import { createAccount, messagesTo, newEmail, newPhone, PASSWORD } from '../support/people.ts'
import { visitor } from '../support/visitor.ts'
import { nb } from '../support/words.ts'

const WORKING = 'Vi sjekker at du ikke er en robot. Du trenger ikke gjøre noe, det går av seg selv.'
const SLOW = /Sjekken tar lengre tid enn vanlig på denne enheten\./
const WORKER = '**/assets/bot-check-worker*'
const status = (page: Page) => page.locator('.bot-check')

/** Every begun sign-up that the page sends, and what it was answered. */
function watch(page: Page): { sent: Request[]; answered: number[] } {
  const seen: { sent: Request[]; answered: number[] } = { sent: [], answered: [] }
  page.on('request', (request) => request.url().endsWith('/api/v1/sign-up') && seen.sent.push(request))
  page.on('response', (answer) => answer.url().endsWith('/api/v1/sign-up') && seen.answered.push(answer.status()))
  return seen
}

for (const hands of ['mouse', 'keyboard'] as const)
  test(`begins while the number is typed, and nobody sees it, with the ${hands}`, async ({ page, request }) => {
    const phone = newPhone()
    const seen = watch(page)
    await signUp({ who: visitor(page, hands), words: nb, request }, { phone })
    expect(seen.answered).toEqual([200])
    expect(seen.sent[0]?.postDataJSON().botCheck).toMatch(/^[A-Za-z0-9+/=]+$/)
  })

test('says what it does when it takes longer, and goes on by itself', async ({ page, request }) => {
  const phone = newPhone()
  const walk = { who: visitor(page), words: nb, request }
  const released = Promise.withResolvers<void>()
  await page.clock.install()
  await page.route(WORKER, (route) => released.promise.then(() => route.continue()))
  await page.goto('/sign-up')
  await startSignUp(walk, { phone })
  await page.clock.fastForward(1_500)
  await expect(status(page)).toContainText(WORKING)
  await expect(status(page)).toHaveRole('status')
  await expect(page.getByRole('button', { name: nb.next, exact: true })).toHaveAttribute('aria-busy', 'true')
  await look(page)
  await page.clock.fastForward(10_000)
  await expect(status(page)).toContainText(SLOW)
  await expect(page.getByLabel(nb.phone, { exact: true })).toHaveValue(phone)
  expect(await messagesTo(request, phone)).toEqual([])
  released.resolve()
  await proveCode(walk, phone)
  await walk.who.sees(nb.passwordTitle)
})

test('works in a browser that starts no workers', async ({ page, request }) => {
  const phone = newPhone()
  const walk = { who: visitor(page), words: nb, request }
  await page.route(WORKER, (route) => route.abort())
  await page.goto('/sign-up')
  await startSignUp(walk, { phone })
  await proveCode(walk, phone)
  await walk.who.sees(nb.passwordTitle)
})

test('keeps the number when its script cannot be fetched, and works when it can', async ({ page, request }) => {
  const phone = newPhone()
  const walk = { who: visitor(page), words: nb, request }
  await page.route('**/assets/bot-check*', (route) => route.abort())
  await page.goto('/sign-up')
  await startSignUp(walk, { phone })
  await expect(page.getByRole('alert')).toContainText('Vi fikk ikke kontakt.')
  await expect(page.getByLabel(nb.phone, { exact: true })).toHaveValue(phone)
  await page.unrouteAll()
  await page.reload()
  await startSignUp(walk, { phone })
  await proveCode(walk, phone)
  await walk.who.sees(nb.passwordTitle)
})

test('says so where a browser cannot make it, and e-mail works there', async ({ page, request }) => {
  const walk = { who: visitor(page), words: nb, request }
  await page.addInitScript(() => Object.defineProperty(globalThis.crypto, 'subtle', { value: undefined }))
  await page.route(WORKER, (route) => route.abort())
  await page.goto('/sign-up')
  await startSignUp(walk, { phone: newPhone() })
  await expect(page.getByRole('alert')).toHaveText(
    'Vi fikk ikke sjekket at du ikke er en robot. Prøv igjen, eller bruk e-post i stedet.',
  )
  await look(page)
  const email = newEmail()
  await startSignUp({ ...walk, who: visitor(page) }, { email })
  await proveCode(walk, email)
  await walk.who.sees(nb.passwordTitle)
})

test('is made again, unseen, when the one made ahead is worth nothing any more', async ({ page, request }) => {
  const phone = newPhone()
  const walk = { who: visitor(page), words: nb, request }
  const seen = watch(page)
  await page.goto('/sign-up')
  const spoil = (body: object) => JSON.stringify({ ...body, botCheck: 'bm90aGluZw==' })
  await page.route(
    '**/api/v1/sign-up',
    (route) => route.continue({ postData: spoil(route.request().postDataJSON()) }),
    { times: 1 },
  )
  await startSignUp(walk, { phone })
  await proveCode(walk, phone)
  await walk.who.sees(nb.passwordTitle)
  expect(seen.answered).toEqual([403, 200])
  expect(await messagesTo(request, phone)).toHaveLength(1)
})

test('is made at sign-in where it is asked for, and the form keeps what was typed', async ({ page, request }) => {
  const phone = newPhone()
  await createAccount(request, { phone })
  const challenge = await (await request.get('/api/v1/bot-check?purpose=sign_in')).json()
  const problem = { type: 'urn:portvakt:bot_check_required', code: 'bot_check_required', status: 403, challenge }
  const bodies: { botCheck?: string }[] = []
  page.on('request', (sent) => sent.url().endsWith('/api/v1/sign-in') && bodies.push(sent.postDataJSON()))
  await page.goto('/log-in')
  await page.route(
    '**/api/v1/sign-in',
    (route) => route.fulfill({ status: 403, contentType: 'application/problem+json', json: problem }),
    { times: 1 },
  )
  const who = visitor(page)
  await who.type(nb.phone, phone)
  await who.type(nb.password, PASSWORD)
  await who.press(nb.logIn)
  await expectSignedIn({ who, words: nb, request })
  expect(bodies.map(({ botCheck }) => botCheck !== undefined)).toEqual([false, true])
})

test.describe('where no SMS is sent', () => {
  let server: RunningServer
  test.beforeAll(async () => {
    server = await startServer('server/main.js', { SMS_COUNTRIES: 'NO', SMS_PER_DAY: '2' })
  })
  test.afterAll(() => server.stop())

  test('says which way is open', async ({ page }) => {
    const who = visitor(page)
    await page.goto(`${server.url}/sign-up`)
    await who.type(nb.phone, '+46 70 123 45 67')
    await who.press(nb.next)
    await expect(page.getByRole('alert')).toHaveText('Vi sender ikke SMS til dette landet. Bruk e-post i stedet.')
    for (const isRefused of [false, true]) {
      await page.goto(`${server.url}/sign-up`)
      await who.type(nb.phone, newPhone())
      await who.press(nb.next)
      if (!isRefused) await who.sees(nb.codeTitle)
      await page.evaluate(() => sessionStorage.clear())
    }
    await expect(page.getByRole('alert')).toHaveText(
      'Vi kan ikke sende SMS til dette nummeret akkurat nå. Bruk e-post i stedet, eller prøv igjen senere.',
    )
    await look(page)
    await who.press(nb.signUpByEmail)
    await who.type(nb.email, newEmail())
    await who.press(nb.next)
    await who.sees(nb.codeTitle)
  })
})
