// A withdrawal that the exchange asks about: what is approved is seen in large words, and a code of its own approves it.
import { randomUUID } from 'node:crypto'
import type { APIRequestContext, Page } from '@playwright/test'
import type { App } from '../support/authenticator-app.ts'
import { expect, look } from '../support/browser.ts'
import { logIn } from '../support/journeys.ts'
import { test } from '../support/movable.ts'
import { bindApp, createAccount, newEmail, PASSWORD } from '../support/people.ts'
import { useUpCodes } from '../support/used-up.ts'
import { addAuthenticator } from '../support/virtual-authenticator.ts'
import { visitor } from '../support/visitor.ts'
import { nb as general } from '../support/words.ts'

const words = {
  nb: {
    question: 'Godkjenne uttaket?',
    code: '6-sifret kode',
    approve: 'Godkjenn',
    withPasskey: 'Godkjenn med tilgangsnøkkel',
    decline: 'Avvis',
    approved: 'Uttaket er godkjent',
    declined: 'Uttaket er avvist',
    freeze: 'Frys konto',
    frozen: 'Kontoen er fryst',
    back: 'Gå tilbake',
  },
  nn: {
    question: 'Godkjenne uttaket?',
    code: '6-sifra kode',
    approve: 'Godkjenn',
    withPasskey: 'Godkjenn med tilgangsnøkkel',
    decline: 'Avvis',
    approved: 'Uttaket er godkjent',
    declined: 'Uttaket er avvist',
    freeze: 'Frys konto',
    frozen: 'Kontoen er frosen',
    back: 'Gå tilbake',
  },
}

const content = {
  kind: 'withdrawal',
  amount: '1250.5',
  asset: 'USDT',
  network: 'Ethereum (ERC-20)',
  address: '0x52908400098527886E0F7030069857D2E4169EE7',
  reference: 'Til hytta',
}

// The clock of the one server is everybody's: one test after the other.
test.describe.configure({ mode: 'default' })

interface Customer {
  email: string
  app: App
  /** Lets time pass, for the server, the page and the phone. */
  wait(seconds: number): Promise<void>
  /** Signs in to the page's browser with password and code. */
  signIn(): Promise<void>
  /** Asks as the exchange does. @returns id and address of the page */
  ask(more?: object): Promise<{ id: string; url: string }>
  /** What the exchange reads of it. */
  read(id: string): Promise<{ state: string; proof?: string }>
}

interface Hands {
  page: Page
  request: APIRequestContext
  pass(page: Page, seconds: number): Promise<void>
  apiKey(name: string): Promise<string>
}

/** Somebody with an authenticator. @param isOnHold as in the first hours after binding it */
async function customer({ page, request, pass, apiKey }: Hands, { isOnHold = false } = {}): Promise<Customer> {
  const email = newEmail()
  const token = await createAccount(request, { email })
  let now = Date.parse((await request.get('/healthz')).headers().date ?? '')
  const app = await bindApp(request, { token, address: email, now: () => new Date(now) })
  const bearer = (text: string) => ({ authorization: `Bearer ${text}` })
  const accountId = idIn(token)
  const key = await apiKey('Nordbørs')
  const wait = async (seconds: number) => {
    now += seconds * 1000
    await pass(page, seconds)
  }
  await wait(isOnHold ? 60 : 6 * 3600 + 1)
  return {
    email,
    app,
    wait,
    async signIn() {
      await page.goto('/terms')
      const { flow } = await send(page, '/sign-in', { identifier: email, password: PASSWORD })
      await send(page, '/sign-in/totp', { flow, code: app.code() })
      await wait(60)
    },
    async ask(more = {}) {
      const headers = { ...bearer(key), 'idempotency-key': randomUUID() }
      const answer = await request.post('/api/v1/approvals', { headers, data: { accountId, content, ...more } })
      expect(answer.status()).toBe(200)
      return answer.json()
    },
    read: async (id) => (await request.get(`/api/v1/approvals/${id}`, { headers: bearer(key) })).json(),
  }
}

/** The account that an app's token stands for. */
const idIn = (token: string) =>
  Buffer.from(token, 'base64url')
    .subarray(0, 16)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

const send = (page: Page, path: string, body: object) =>
  page.evaluate(
    async ([path, body]) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
      return answer.json()
    },
    [path, body] as const,
  )

/** As the page of the account does, without its pages. */
const addPasskeyAtOnce = (page: Page) =>
  page.evaluate(async () => {
    const call = async (path: string, body?: object) => {
      const headers = new Headers(body && { 'content-type': 'application/json' })
      const answer = await fetch(path, { method: 'POST', headers, body: body ? JSON.stringify(body) : null })
      return answer.json()
    }
    const path = '/api/v1/account/passkeys'
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await call(`${path}/options`))
    const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential
    await call(path, { credential: credential.toJSON() })
  })

const pageOf = (url: string) => new URL(url).pathname

for (const way of [
  { name: 'at 390 px, with a mouse', hands: 'mouse', said: words.nb, use: { viewport: { width: 390, height: 844 } } },
  { name: 'at 1200 px, with the keyboard alone', hands: 'keyboard', said: words.nb, use: {} },
  { name: 'in Nynorsk', hands: 'mouse', said: words.nn, use: { locale: 'nn-NO' } },
] as const)
  test.describe(way.name, () => {
    test.use(way.use)

    test('sees exactly what is asked, and approves it with a code', async ({ page, request, pass, apiKey }) => {
      const { app, ask, read, signIn } = await customer({ page, request, pass, apiKey })
      const { said } = way
      await signIn()
      const { id, url } = await ask({ returnTo: '/terms' })
      await page.goto(pageOf(url))
      const who = visitor(page, way.hands)
      await who.sees(said.question)
      await expect(page.getByText('1 250,5 USDT')).toBeVisible()
      await expect(page.locator('.address')).toHaveText(content.address)
      for (const text of [content.network, content.reference, 'Nordbørs'])
        await expect(page.getByText(text, { exact: true })).toBeVisible()
      await look(page)
      // A fresh session is not enough: the button alone does nothing.
      await who.press(said.approve)
      await expect(page.getByText(/^Koden har 6 (sifre|siffer)/)).toBeVisible()
      await who.type(
        said.code,
        app.code().replace(/.$/, (last) => String((Number(last) + 1) % 10)),
      )
      await who.press(said.approve)
      await expect(page.getByText(/Koden stemmer ikk(j)?e/)).toBeVisible()
      await look(page)
      expect((await read(id)).state).toBe('pending')
      await who.type(said.code, app.code())
      await who.press(said.approve)
      await who.sees(said.approved)
      await look(page)
      expect(await read(id)).toMatchObject({
        state: 'approved',
        proof: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      })
      await page.reload()
      await who.sees(said.approved)
      await who.press(said.back, 'link')
      await page.waitForURL('**/terms')
    })

    test('says no; or freezes, when it was somebody else', async ({ page, request, pass, apiKey }) => {
      const { ask, read, signIn } = await customer({ page, request, pass, apiKey })
      const { said } = way
      await signIn()
      const [first, second] = [await ask(), await ask()]
      await page.goto(pageOf(first.url))
      const who = visitor(page, way.hands)
      await who.press(said.decline)
      await who.sees(said.declined)
      await look(page)
      expect((await read(first.id)).state).toBe('declined')
      await page.goto(pageOf(second.url))
      await who.press(said.freeze)
      const dialog = page.getByRole('dialog')
      await expect(dialog).toBeVisible()
      await look(page)
      await dialog.getByRole('button', { name: said.freeze }).focus()
      await page.keyboard.press('Enter')
      await who.sees(said.frozen)
      await look(page)
      await page.goto(pageOf(second.url))
      await page.waitForURL('**/log-in?next=**')
    })
  })

for (const way of [
  { name: 'at 390 px', said: words.nb, use: { viewport: { width: 390, height: 844 } } },
  { name: 'in Nynorsk', said: words.nn, use: { locale: 'nn-NO' } },
])
  test.describe(`with a passkey, ${way.name}`, () => {
    test.use(way.use)

    test('approves with it alone, or instead of the code', async ({ page, request, pass, apiKey }) => {
      const { ask, read, signIn, wait } = await customer({ page, request, pass, apiKey })
      const { said } = way
      const authenticator = await addAuthenticator(page)
      await signIn()
      await addPasskeyAtOnce(page)
      await wait(6 * 3600 + 1)
      await signIn() // the session was idle for hours
      const { id, url } = await ask()
      await page.goto(pageOf(url))
      const who = visitor(page)
      await expect(page.getByLabel(said.code)).toBeVisible()
      await look(page)
      await authenticator.recognises(false)
      await who.press(said.withPasskey)
      await expect(page.getByRole('alert')).toContainText(/Det (ble avbrutt|vart avbrote)/)
      expect((await read(id)).state).toBe('pending')
      await look(page)
      await authenticator.recognises(true)
      await who.press(said.withPasskey)
      await who.sees(said.approved)
      expect((await read(id)).state).toBe('approved')
    })

    test('is led to it once no code is looked at any more', async ({ page, request, pass, apiKey }) => {
      const { app, ask, signIn, wait } = await customer({ page, request, pass, apiKey })
      const { said } = way
      await addAuthenticator(page)
      await signIn()
      await addPasskeyAtOnce(page)
      await wait(6 * 3600 + 1)
      await signIn()
      const { id, url } = await ask()
      await page.goto(pageOf(url))
      const who = visitor(page)
      await useUpCodes(page, `/account/approvals/${id}/totp`)
      await who.type(said.code, app.code())
      await who.press(said.approve)
      await expect(page.getByRole('alert')).toContainText('Bruk tilgangsnøkkelen din.')
      await look(page)
      await who.press(said.withPasskey)
      await who.sees(said.approved)
    })
  })

test('while withdrawals are on hold it says so and until when, and asks for no code', async ({
  page,
  request,
  pass,
  apiKey,
}) => {
  const { ask, signIn } = await customer({ page, request, pass, apiKey }, { isOnHold: true })
  await signIn()
  await page.goto(pageOf((await ask()).url))
  await expect(page.getByRole('heading', { name: 'Uttak er sperret nå' })).toBeVisible()
  await expect(
    page.getByText(/Uttak fra kontoen er sperret til \d+\.\xa0\S+\xa020\d\d kl\.\xa0\d\d\.\d\d/),
  ).toBeVisible()
  await expect(page.getByLabel(words.nb.code)).toHaveCount(0)
  await expect(page.getByRole('button', { name: words.nb.approve })).toHaveCount(0)
  await look(page)
  await visitor(page).press(words.nb.decline)
  await visitor(page).sees(words.nb.declined)
})

test('signed out, leads through sign-in and back; without an authenticator it says what to do', async ({
  page,
  request,
  apiKey,
}) => {
  const email = newEmail()
  const token = await createAccount(request, { email })
  const headers = { authorization: `Bearer ${await apiKey('Nordbørs')}`, 'idempotency-key': randomUUID() }
  const data = { accountId: idIn(token), content }
  const { url } = await (await request.post('/api/v1/approvals', { headers, data })).json()
  await page.goto(pageOf(url))
  await page.waitForURL('**/log-in?next=**')
  const who = visitor(page)
  await logIn({ who, words: general, request }, { email })
  await page.waitForURL(`**${pageOf(url)}`)
  await who.sees(words.nb.question)
  await expect(
    page.getByRole('heading', { name: 'Uttak godkjennes med autentiseringsapp eller tilgangsnøkkel' }),
  ).toBeVisible()
  await expect(page.getByLabel(words.nb.code)).toHaveCount(0)
  await look(page)
  await who.press('Gå til Konto og sikkerhet', 'link')
  await who.sees(general.security)
})

test('when its time is up it says so by itself; what is not the person’s own is nowhere', async ({
  page,
  request,
  pass,
  apiKey,
}) => {
  const { ask, signIn, wait } = await customer({ page, request, pass, apiKey })
  await signIn()
  await page.goto(pageOf((await ask({ expiresInSeconds: 120 })).url))
  await expect(page.getByText(/1 min \d+ s igjen|2 min igjen/)).toBeVisible()
  await wait(121)
  await visitor(page).sees('Tiden er ute')
  await look(page)
  await page.goto(`/approve/${'A'.repeat(43)}`)
  await visitor(page).sees('Vi fant ikke uttaket')
  await look(page)
  await page.goto('/approve/x')
  await visitor(page).sees('Vi fant ikke uttaket')
})

test.describe('in the app', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('whoever opens it there signs in, sees what is asked, and approves it', async ({
    page,
    request,
    pass,
    apiKey,
  }) => {
    const { app, ask, email, read, wait } = await customer({ page, request, pass, apiKey })
    const said = words.nb
    const { id, url } = await ask()
    await page.goto(`/app${pageOf(url)}`)
    const who = visitor(page)
    await logIn({ who, words: general, request }, { email })
    await page.getByLabel(said.code, { exact: true }).fill(app.code())
    await who.sees('Gratulerer, du har logget på')
    await who.press('Fortsett')
    await who.sees(said.question)
    expect(new URL(page.url()).pathname).toBe(`/app${pageOf(url)}`)
    await expect(page.locator('.address')).toHaveText(content.address)
    await look(page)
    await wait(60)
    await who.type(said.code, app.code())
    await who.press(said.approve)
    await who.sees(said.approved)
    await look(page)
    expect((await read(id)).state).toBe('approved')
  })
})

test('once no code is looked at any more it leads to another device, or to the sign-in without the phone', async ({
  page,
  request,
  pass,
  apiKey,
}) => {
  const { app, ask, signIn } = await customer({ page, request, pass, apiKey })
  await signIn()
  const { id, url } = await ask()
  await page.goto(pageOf(url))
  const who = visitor(page)
  await useUpCodes(page, `/account/approvals/${id}/totp`)
  await who.type(words.nb.code, app.code())
  await who.press(words.nb.approve)
  await expect(page.getByRole('alert')).toContainText(
    'Gjør dette på en annen enhet der du er logget inn, eller velg «Mistet eller byttet telefon?».',
  )
  await look(page)
  await who.press('Mistet eller byttet telefon?')
  await expect(page).toHaveURL(/\/log-in\?next=%2Fapprove%2F/)
})
