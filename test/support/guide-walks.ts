// The guides of the help centre, walked: every label comes from the guide as it stands at /help, and has to be on the screen.
import { type APIRequestContext, expect, type Locator, type Page } from '@playwright/test'
import type { GuideName } from '../../web/help/guides.ts'
import { authenticatorApp } from './authenticator-app.ts'
import { createBoundAccount } from './bound-account.ts'
import { codeFor, createAccount, messagesTo, PASSWORD, post } from './people.ts'

export interface Guided {
  page: Page
  request: APIRequestContext
  /** Of the person who follows it: nobody has them yet. */
  phone: string
  email: string
  /** What the person's own clock shows. */
  now?: () => Date
  /** A step is on the screen, and points at these. */
  shown(step: number, pointedAt: Locator[]): Promise<void>
}

/** The labels of a step, in its own order; to be found on the screen. */
type Find = (...labels: string[]) => Locator[]
type Step = (number: number, find: Find) => Promise<Locator[]>

interface Walk {
  page: Page
  request: APIRequestContext
  phone: string
  email: string
  now: () => Date
  /** Sees that what a step points at is on the screen. @returns the same, to be used */
  step: Step
  /** What the guide says stands there at the end. */
  end(): Promise<void>
}

/** Follows a guide to its end, by what it says. */
export async function followGuide(name: keyof typeof walks, guided: Guided): Promise<void> {
  const { page, request, phone, email, now = () => new Date(), shown } = guided
  await page.goto(`/help/${name}`)
  const steps = page.locator('.guide-steps > li')
  const labels = await Promise.all((await steps.all()).map(labelsIn))
  const ending = page.locator('.guide-text > p', { has: page.locator('b') }).filter({ hasNot: page.locator('a') })
  const [last = ''] = await labelsIn(ending.first())
  await walks[name]({
    page,
    request,
    phone,
    email,
    now,
    async step(number, find) {
      const pointedAt = find(...(labels[number - 1] ?? []))
      for (const each of pointedAt) await expect(each, `step ${number} of ${name}`).toBeVisible()
      await shown(number, pointedAt)
      return pointedAt
    },
    async end() {
      expect(last, `what stands there at the end of ${name}`).not.toBe('')
      await expect(heading(page, last), `the end of ${name}`).toBeVisible()
    },
  })
}

const labelsIn = async (place: Locator) =>
  (await place.locator('b').allTextContents()).map((text) => text.replace(/^[«“](.*)[»”]$/, '$1'))

const heading = (page: Page, name = '') => page.getByRole('heading', { name, exact: true })
const link = (page: Page, name = '') => page.getByRole('link', { name, exact: true }).first()
const field = (page: Page, name = '') => page.getByLabel(name, { exact: true })
const button = (page: Page, name = '') => page.getByRole('button', { name, exact: true })
/** In a row: behind its word comes the row's name, for the ear. */
const inRow = (page: Page, row: string, name = '') =>
  page
    .getByRole('listitem')
    .filter({ has: heading(page, row) })
    .getByRole('button', { name })

/** Signs in by the names of the fields: what comes before a guide is not its matter. */
const logIn = async ({ page, phone }: Walk, code?: string) => {
  await page.goto('/log-in')
  await page.waitForLoadState()
  await page.locator('input[name=phone]').fill(phone)
  await page.locator('input[name=password]').fill(PASSWORD)
  await page.locator('form.form button[type=submit]').click()
  if (code) await page.locator('input[name=totp]').fill(code)
  await page.waitForURL('**/')
}

/** From the menu to «Konto og sikkerhet», which is the first step of all that is done there. */
async function openSecurity({ page, step }: Walk): Promise<void> {
  await page.waitForLoadState()
  await page.locator('[popovertarget=account-menu]').click()
  const [, security] = await step(1, (menu, security) => [button(page, menu), link(page, security)])
  await security?.click()
}

/** Whoever has an authenticator begins something else with it, and proves it by both codes: steps 1 to 4. */
async function proveByBoth(walk: Walk): Promise<void> {
  const { page, request, phone, step } = walk
  const { app } = await createBoundAccount(request, { phone })
  await logIn(walk, app.code())
  await openSecurity(walk)
  const [start] = await step(2, (row = '', start) => [inRow(page, row, start)])
  await start?.click()
  const [send] = await step(3, (send) => [button(page, send)])
  await send?.click()
  const [code, old, confirm] = await step(4, (code, old, confirm) => [
    field(page, code),
    field(page, old),
    button(page, confirm),
  ])
  await code?.fill(await codeFor(request, phone))
  await old?.fill(app.code(1))
  await confirm?.click()
}

async function keyOn(page: Page): Promise<string> {
  const code = page.getByRole('dialog').locator('code').or(page.locator('.card code'))
  return (await code.first().innerText()).replace(/\s/g, '')
}

/** Opens the app, and the sign-in by its profile icon: the first step of all that begins there. */
async function openFromProfile({ page, step }: Walk): Promise<void> {
  await page.goto('/app')
  const [profile] = await step(1, () => [page.locator('.app-top a')])
  await profile?.click()
}

/** «Gratulerer, du har logget på», which is the sixth step of a sign-in to the app. */
async function welcome({ page, step }: Walk): Promise<void> {
  const [, goOn] = await step(6, (welcome, goOn) => [heading(page, welcome), button(page, goOn)])
  await goOn?.click()
}

export const walks = {
  async 'log-in-by-phone'(walk: Walk) {
    const { page, request, phone, step, end } = walk
    const { app } = await createBoundAccount(request, { phone })
    await page.goto('/')
    const [start] = await step(1, (logIn) => [link(page, logIn)])
    await start?.click()
    await page.waitForLoadState()
    const [number] = await step(2, (phone, country) => [field(page, phone), field(page, country)])
    await number?.fill(phone)
    const [password] = await step(3, (password, show = '') => [
      field(page, password),
      page.getByRole('button', { name: show }),
    ])
    await password?.fill(PASSWORD)
    const [submit] = await step(4, (submit) => [button(page, submit)])
    await submit?.click()
    const [, code] = await step(5, (title, code) => [heading(page, title), field(page, code)])
    await code?.fill(app.code())
    await end()
  },

  async 'log-in-by-email'(walk: Walk) {
    const { page, request, email, step, end } = walk
    await createAccount(request, { email })
    await page.goto('/')
    const [start] = await step(1, (logIn) => [link(page, logIn)])
    await start?.click()
    await page.waitForLoadState()
    const [swap] = await step(2, (withEmail) => [button(page, withEmail)])
    await swap?.click()
    const [address, password] = await step(3, (email, password) => [field(page, email), field(page, password)])
    await address?.fill(email)
    await password?.fill(PASSWORD)
    const [submit] = await step(4, (submit) => [button(page, submit)])
    await submit?.click()
    await end()
  },

  async 'app-log-in-by-phone'(walk: Walk) {
    const { page, request, phone, step, end } = walk
    const { app } = await createBoundAccount(request, { phone })
    await openFromProfile(walk)
    const [number] = await step(2, (phone, country) => [field(page, phone), field(page, country)])
    await number?.fill(phone)
    const [password] = await step(3, (password) => [field(page, password)])
    await password?.fill(PASSWORD)
    const [submit] = await step(4, (submit) => [button(page, submit)])
    await submit?.click()
    const [, code] = await step(5, (title, code) => [heading(page, title), field(page, code)])
    await code?.fill(app.code())
    await welcome(walk)
    await end()
  },

  async 'app-log-in-by-email'(walk: Walk) {
    const { page, request, email, step, end } = walk
    const { app } = await createBoundAccount(request, { email })
    await openFromProfile(walk)
    const [swap] = await step(2, (withEmail) => [button(page, withEmail)])
    await swap?.click()
    const [address, password] = await step(3, (email, password) => [field(page, email), field(page, password)])
    await address?.fill(email)
    await password?.fill(PASSWORD)
    const [submit] = await step(4, (submit) => [button(page, submit)])
    await submit?.click()
    const [, code] = await step(5, (title, code) => [heading(page, title), field(page, code)])
    await code?.fill(app.code())
    await welcome(walk)
    await end()
  },

  async 'app-set-up-authenticator'(walk: Walk) {
    const { page, request, phone, now, step, end } = walk
    await createAccount(request, { phone })
    await page.goto('/app/log-in')
    await page.locator('input[name=phone]').fill(phone)
    await page.locator('input[name=password]').fill(PASSWORD)
    await page.locator('form.form button[type=submit]').click()
    await page.waitForURL('**/app/welcome*')
    await page.locator('.ending button').click()
    const [profile] = await step(1, () => [page.locator('.app-top a')])
    await profile?.click()
    const [, security] = await step(2, (settings, security) => [heading(page, settings), link(page, security)])
    await security?.click()
    const [turn] = await step(3, (row) => [page.getByRole('switch', { name: row })])
    await turn?.click()
    const [code] = await step(4, (code) => [field(page, code)])
    await code?.fill(await codeFor(request, phone))
    const [, next] = await step(5, (copy, next) => [button(page, copy), button(page, next)])
    const app = authenticatorApp(await keyOn(page), now)
    await next?.click()
    const [first] = await step(6, (appCode) => [field(page, appCode)])
    await first?.fill(app.code())
    const [show] = await step(7, (show) => [button(page, show)])
    await show?.click()
    const [kept] = await step(8, (kept) => [button(page, kept)])
    const phrase = await keyOn(page)
    await kept?.click()
    const [key, done] = await step(9, (key, confirm) => [field(page, key), button(page, confirm)])
    await key?.fill(phrase)
    await done?.click()
    await end()
  },

  async 'forgot-password'(walk: Walk) {
    const { page, request, email, step, end } = walk
    await createAccount(request, { email })
    await page.goto('/log-in')
    await page.waitForLoadState()
    const [forgot] = await step(1, (forgot) => [link(page, forgot)])
    await forgot?.click()
    await page.waitForLoadState()
    const [address, next] = await step(2, (identifier, next) => [field(page, identifier), button(page, next)])
    await address?.fill(email)
    await next?.click()
    const [code] = await step(3, (code) => [field(page, code)])
    await code?.fill(await codeFor(request, email))
    const [password, repeat] = await step(4, (password, repeat) => [field(page, password), field(page, repeat)])
    await password?.fill(`${PASSWORD} ny`)
    await repeat?.fill(`${PASSWORD} ny`)
    const [send] = await step(5, (send) => [button(page, send)])
    await send?.click()
    await end()
  },

  async 'sign-up'(walk: Walk) {
    const { page, request, phone, step, end } = walk
    await page.goto('/')
    const [start] = await step(1, (signUp) => [link(page, signUp)])
    await start?.click()
    await page.waitForLoadState()
    const [number] = await step(2, (phone, withEmail) => [field(page, phone), button(page, withEmail)])
    const [next] = await step(3, (next) => [button(page, next)])
    await number?.fill(phone) // after its picture: a number in one may be somebody's
    await next?.click()
    const [code, confirm] = await step(4, (code, confirm) => [field(page, code), button(page, confirm)])
    await code?.fill(await codeFor(request, phone))
    await confirm?.click()
    const [password] = await step(5, (password) => [field(page, password)])
    await password?.fill(PASSWORD)
    const [accept, create] = await step(6, (accept, create) => [field(page, accept), button(page, create)])
    await accept?.check()
    await create?.click()
    await end()
  },

  async 'set-up-authenticator'(walk: Walk) {
    const { page, request, phone, now, step, end } = walk
    await createAccount(request, { phone })
    await logIn(walk)
    await openSecurity(walk)
    const [setUp] = await step(2, (row = '', setUp) => [inRow(page, row, setUp)])
    await setUp?.click()
    const [send] = await step(3, (send) => [button(page, send)])
    await send?.click()
    const [code, confirm] = await step(4, (code, confirm) => [field(page, code), button(page, confirm)])
    await code?.fill(await codeFor(request, phone))
    await confirm?.click()
    await step(5, (copy) => [page.getByRole('dialog').getByRole('img'), button(page, copy)])
    const app = authenticatorApp(await keyOn(page), now)
    const [first] = await step(6, (appCode) => [field(page, appCode)])
    await first?.fill(app.code())
    const [show] = await step(7, (show) => [button(page, show)])
    await show?.click()
    const [, , , kept] = await step(8, (...labels) => labels.map((label) => button(page, label)))
    const phrase = await keyOn(page)
    await kept?.click()
    const [key, done] = await step(9, (key, confirm) => [field(page, key), button(page, confirm)])
    await key?.fill(phrase)
    await done?.click()
    await end()
  },

  async 'change-authenticator'(walk: Walk) {
    const { page, now, step, end } = walk
    await proveByBoth(walk)
    await step(5, () => [page.getByRole('dialog').getByRole('img')])
    const other = authenticatorApp(await keyOn(page), now)
    const [first] = await step(6, (appCode) => [field(page, appCode)])
    await first?.fill(other.code())
    await end()
  },

  async 'remove-authenticator'(walk: Walk) {
    await proveByBoth(walk)
    await walk.end()
  },

  async 'lost-authenticator'(walk: Walk) {
    const { page, request, phone, now, step, end } = walk
    const { phrase } = await createBoundAccount(request, { phone })
    await page.goto('/log-in')
    await page.waitForLoadState()
    await step(1, (forgot) => [link(page, forgot)])
    await page.locator('input[name=phone]').fill(phone)
    await page.locator('input[name=password]').fill(PASSWORD)
    await page.locator('form.form button[type=submit]').click()
    const [, lost] = await step(2, (title, lost) => [heading(page, title), button(page, lost)])
    await lost?.click()
    const [next] = await step(3, (next) => [button(page, next)])
    await next?.click()
    // Without the key, and back.
    const [, haveNot] = await step(9, (question, haveNot) => [heading(page, question), button(page, haveNot)])
    await haveNot?.click()
    await step(10, (copy) => [button(page, copy)])
    await page.locator('#island button:visible').last().click()
    const [have] = await step(4, (have) => [button(page, have)])
    await have?.click()
    const [key, confirm] = await step(5, (key, confirm) => [field(page, key), button(page, confirm)])
    await key?.fill(phrase)
    await confirm?.click()
    const [first] = await step(6, (appCode) => [field(page, appCode)])
    await first?.fill(authenticatorApp(await keyOn(page), now).code())
    let kept: Locator | undefined
    const [show] = await step(7, (show, put) => {
      kept = button(page, put)
      return [button(page, show)]
    })
    await show?.click()
    const fresh = await keyOn(page)
    await kept?.click()
    const [done] = await step(8, (confirm) => [button(page, confirm)])
    await page.locator('textarea[name=recovery-key]').fill(fresh)
    await done?.click()
    await end()
  },

  async thaw(walk: Walk) {
    const { page, request, phone, step, end } = walk
    const token = await createAccount(request, { phone })
    await post(request, '/account/freeze', {}, token)
    await page.goto('/log-in')
    await page.waitForLoadState()
    await page.locator('input[name=phone]').fill(phone)
    await page.locator('input[name=password]').fill(PASSWORD)
    await page.locator('form.form button[type=submit]').click()
    const [thaw] = await step(1, (thaw) => [link(page, thaw)])
    await thaw?.click()
    await page.waitForLoadState()
    const [address, password, next] = await step(2, (identifier, password, next) => [
      field(page, identifier),
      field(page, password),
      button(page, next),
    ])
    await address?.fill(phone)
    await password?.fill(PASSWORD)
    await next?.click()
    const [code, confirm] = await step(3, (code, confirm) => [field(page, code), button(page, confirm)])
    await code?.fill(await codeFor(request, phone))
    await confirm?.click()
    await end()
  },

  async 'stolen-phone'(walk: Walk) {
    const { page, request, phone, email, step, end } = walk
    await createAccount(request, { phone, email })
    // Before anything is frozen: the telephone alone is logged out.
    await logIn(walk)
    await page.waitForLoadState()
    await page.locator('[popovertarget=account-menu]').click()
    const [, devices] = await step(3, (menu, devices) => [button(page, menu), link(page, devices)])
    await devices?.click()
    await step(4, (end = '', others) => [
      page.getByRole('main').getByRole('button', { name: end }).first(),
      button(page, others),
    ])
    // The first step is in a message: its link leads here.
    const [notice] = await messagesTo(request, phone)
    await page.goto(/\/not-me#[\w-]{43}/.exec(notice?.text ?? '')?.[0] ?? '')
    const [freeze] = await step(2, (freeze) => [button(page, freeze)])
    await freeze?.click()
    await end()
  },

  async passkeys(walk: Walk) {
    const { page, request, phone, step } = walk
    await createAccount(request, { phone })
    await page.goto('/log-in')
    await page.waitForLoadState()
    await step(4, (withPasskey) => [button(page, withPasskey)])
    await logIn(walk)
    await openSecurity(walk)
    const [add] = await step(2, (row = '', add) => [inRow(page, row, add)])
    await add?.click()
    await step(3, (add) => [button(page, add)])
  },
} as const satisfies Partial<Record<GuideName, (walk: Walk) => Promise<void>>>

export const walkedGuides = Object.keys(walks) as (keyof typeof walks)[]
