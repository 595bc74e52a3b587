// The main screens in both kinds of Norwegian, each in light and dark, on a phone and on a desk: test/visual/. The decision is 0034.
import { randomUUID } from 'node:crypto'
import { type APIRequestContext, type Browser, expect, type Page, request } from '@playwright/test'
import { createBoundAccount } from '../../test/support/bound-account.ts'
import { followGuide } from '../../test/support/guide-walks.ts'
import { type RunningServer, startServer } from '../../test/support/journey-server.ts'
import { messagesTo, PASSWORD } from '../../test/support/people.ts'
import { tellServer } from '../../test/support/tell-server.ts'
import { addAuthenticator, offersNothingInFields } from '../../test/support/virtual-authenticator.ts'
import { visitor } from '../../test/support/visitor.ts'
import { nb, nn, type Words } from '../../test/support/words.ts'
import { everyWay } from './every-way.ts'
import type { Picture, Series } from './picture.ts'
import { PHONE_AGENT, standStill, stillContext } from './still.ts'

/** A hold ends after six hours, and what it hides is on no picture. */
const AHEAD_SECONDS = 7 * 3600

const ADDRESS = '0x52908400098527886E0F7030069857D2E4169EE7'
const WITHDRAWAL = {
  kind: 'withdrawal',
  amount: '1250.5',
  asset: 'USDT',
  network: 'Ethereum (ERC-20)',
  address: ADDRESS,
}

const open: Record<string, string> = {
  home: '/',
  'log-in': '/log-in',
  'sign-up': '/sign-up',
  'forgot-password': '/forgot-password',
  thaw: '/thaw',
  'not-found': '/no-such-page',
  help: '/help',
  guide: '/help/withdrawal-holds',
  'app-home': '/app',
  'app-log-in': '/app/log-in',
  staff: '/staff',
}

const closed: Record<string, string> = {
  'home-signed-in': '/',
  security: '/account/security',
  devices: '/account/devices',
  activity: '/account/activity',
}

const spoken = { nb, nn } as const

export const screenLanguages = Object.keys(spoken) as (keyof typeof spoken)[]

/** A series for each language: the same person meets them one after the other, on a server of its own whose hours pass at once. */
export const screenSeries = (browser: Browser): Series[] => screenLanguages.map((locale) => ofLanguage(browser, locale))

const ofLanguage = (browser: Browser, locale: keyof typeof spoken): Series => ({
  name: 'screens',
  async take() {
    const words: Words = spoken[locale]
    const server = await startServer('test/support/movable-server-process.ts')
    const api = await request.newContext({ baseURL: server.url, userAgent: PHONE_AGENT })
    const page = await newPage(browser, server.url, `${locale}-NO`)
    const pictures: Picture[] = []
    const look = async (name: string) => void pictures.push(...(await everyWay(page, `${locale}/${name}`)))
    try {
      const person = await customer(api, server)
      for (const [name, path] of Object.entries(open)) await visit(page, name, path, look)
      await visit(page, 'not-me', person.notMe, look)
      await signIn(page, person)
      for (const [name, path] of Object.entries(closed)) await visit(page, name, path, look)
      await visit(page, 'approve', person.approve, look)
      await page.goto('/account/security')
      await visitor(page).press(words.addPasskeyRow)
      await visitor(page).sees(words.passkeys)
      await look('passkeys')
      await page.context().clearCookies()
      for (const newcomer of newcomers) await follow(newcomer, page, api, look)
      await administrate(page, await tellServer(server, { staff: 'admin' }), look)
    } catch (error) {
      throw new Error(`the screens cannot be walked in ${locale}: ${error instanceof Error ? error.message : error}`)
    } finally {
      await page.context().close()
      await api.dispose()
      await server.stop()
    }
    return pictures
  },
})

type Look = (name: string) => Promise<void>

async function newPage(browser: Browser, baseURL: string, locale: string): Promise<Page> {
  const page = await browser.newPage({ ...stillContext, baseURL, locale })
  await standStill(page, AHEAD_SECONDS * 1000)
  await addAuthenticator(page)
  await offersNothingInFields(page)
  return page
}

async function visit(page: Page, name: string, path: string, look: Look): Promise<void> {
  await page.goto(path, { waitUntil: 'networkidle' })
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await isLoaded(page)
  await look(name)
}

interface Person {
  email: string
  /** Of the authenticator app. */
  code(): string
  /** The link of a notice. */
  notMe: string
  /** The page of a withdrawal that an exchange asks about. */
  approve: string
}

/** Somebody with an e-mail address, a phone and an authenticator, hours after it was bound. */
async function customer(api: APIRequestContext, server: RunningServer): Promise<Person> {
  const [email, phone] = ['kari.nordmann@eksempel.no', '90000001']
  let aheadMs = 0
  const { token, app } = await createBoundAccount(api, { email, phone }, () => new Date(Date.now() + aheadMs))
  const [notice] = await messagesTo(api, phone)
  await tellServer(server, { advance: AHEAD_SECONDS })
  aheadMs = AHEAD_SECONDS * 1000
  const headers = {
    authorization: `Bearer ${await tellServer(server, { apiKey: 'Nordbørs' })}`,
    'idempotency-key': randomUUID(),
  }
  const asked = await api.post('/api/v1/approvals', { headers, data: { accountId: idIn(token), content: WITHDRAWAL } })
  expect(asked.status(), await asked.text()).toBe(200)
  const { pathname } = new URL((await asked.json()).url)
  return {
    email,
    code: () => app.code(),
    notMe: /\/not-me#[\w-]{43}/.exec(notice?.text ?? '')?.[0] ?? '',
    approve: pathname,
  }
}

/** The account that an app's token stands for. */
const idIn = (token: string) =>
  Buffer.from(token, 'base64url')
    .subarray(0, 16)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

async function signIn(page: Page, { email, code }: Person): Promise<void> {
  await page.goto('/log-in')
  await page.evaluate(
    async ({ email, password, code }) => {
      const send = async (path: string, body: object) => {
        const headers = { 'content-type': 'application/json' }
        const answer = await fetch(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
        if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`)
        return answer.json()
      }
      const { flow } = await send('/sign-in', { identifier: email, password })
      await send('/sign-in/totp', { flow, code })
    },
    { email, password: PASSWORD, code: code() },
  )
}

/** Somebody new, whom a guide leads through setting an authenticator up; and the steps whose screens are looked at. */
const newcomers = [
  {
    guide: 'set-up-authenticator',
    phone: '90000002',
    email: 'ola.nordmann@eksempel.no',
    looked: { 2: 'security-unbound', 5: 'authenticator-key', 8: 'recovery-phrase' },
  },
  {
    guide: 'app-set-up-authenticator',
    phone: '90000003',
    email: 'per.nordmann@eksempel.no',
    looked: { 1: 'app-home-signed-in', 2: 'app-settings', 3: 'app-security', 5: 'app-authenticator-key' },
  },
] as const

async function follow(newcomer: (typeof newcomers)[number], page: Page, request: APIRequestContext, look: Look) {
  const { guide, phone, email } = newcomer
  const looked: Record<number, string> = newcomer.looked
  await followGuide(guide, {
    page,
    request,
    phone,
    email,
    now: () => new Date(Date.now() + AHEAD_SECONDS * 1000),
    async shown(step) {
      const name = looked[step]
      if (!name) return
      await page.waitForLoadState('networkidle') // the app's home is there before it asks for anything
      await isLoaded(page)
      await look(name)
    },
  })
}

/** An administrator comes in by an invitation. */
async function administrate(page: Page, invitation: string, look: Look): Promise<void> {
  await page.goto(`/staff#${invitation}`)
  await page.getByRole('textbox').fill('Ada Nordmann')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Ada Nordmann' })).toBeVisible()
  await page.waitForLoadState('networkidle')
  await isLoaded(page)
  await look('staff-console')
}

/** Everything that it asks for is there. */
const isLoaded = (page: Page) => expect(page.getByText(/^Last[ea]r …$/)).toHaveCount(0)
