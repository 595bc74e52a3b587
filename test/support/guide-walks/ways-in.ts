// Getting in: signing in and up, forgotten passwords.
import { expect } from '@playwright/test'
import { policy } from '../../../server/platform/policy.ts'
import type { App } from '../authenticator-app.ts'
import { createBoundAccount } from '../bound-account.ts'
import { codeFor, createAccount, PASSWORD } from '../people.ts'
import { button, field, givePassword, heading, link, type Walk, type Walks } from './walk.ts'

/** A new code may be asked for after so long, and a busy machine takes its time. */
const WAIT_MS = (policy.codeResendSeconds + 15) * 1000

/** From the front, by what stands at the top of it: the first step. */
async function openFromTop({ page, step }: Walk): Promise<void> {
  await page.goto('/')
  const [start] = await step(1, (start) => [link(page, start)])
  await start?.click()
  await page.waitForLoadState()
}

/** Opens the app, and the sign-in by its profile icon: the first step of all that begins there. */
async function openFromProfile({ page, step }: Walk): Promise<void> {
  await page.goto('/app')
  const [profile] = await step(1, (profile) => [link(page, profile)])
  await profile?.click()
}

/** «Gratulerer, du har logget på», which is the sixth step of a sign-in to the app. */
async function welcome({ page, step }: Walk): Promise<void> {
  const [, goOn] = await step(6, (welcome, goOn) => [heading(page, welcome), button(page, goOn)])
  await goOn?.click()
}

/** Steps 2 to 5 of a sign-in; a guide for the web names the button that shows the password, too. */
async function byPhone(walk: Walk, app: App): Promise<void> {
  const { page, phone, step } = walk
  const [number] = await step(2, (phone, country) => [field(page, phone), field(page, country)])
  await number?.fill(phone)
  const [password] = await step(3, (password, show) => [
    field(page, password),
    ...(show ? [page.getByRole('button', { name: show })] : []),
  ])
  await password?.fill(PASSWORD)
  await submitAndProve(walk, app)
}

async function byEmail(walk: Walk, app: App): Promise<void> {
  const { page, email, step } = walk
  const [swap] = await step(2, (withEmail) => [button(page, withEmail)], 1)
  await swap?.click()
  const [address, password] = await step(3, (email, password) => [field(page, email), field(page, password)])
  await address?.fill(email)
  await password?.fill(PASSWORD)
  await submitAndProve(walk, app)
}

async function submitAndProve({ page, step }: Walk, app: App): Promise<void> {
  const [submit] = await step(4, (submit) => [button(page, submit)])
  await submit?.click()
  const [, code] = await step(5, (title, code) => [heading(page, title), field(page, code)])
  await code?.fill(app.code())
}

export const waysIn = {
  async 'log-in-by-phone'(walk) {
    const { request, phone, end } = walk
    const { app } = await createBoundAccount(request, { phone })
    await openFromTop(walk)
    await byPhone(walk, app)
    await end()
  },

  async 'log-in-by-email'(walk) {
    const { request, email, end } = walk
    const { app } = await createBoundAccount(request, { email })
    await openFromTop(walk)
    await byEmail(walk, app)
    await end()
  },

  async 'app-log-in-by-phone'(walk) {
    const { request, phone, end } = walk
    const { app } = await createBoundAccount(request, { phone })
    await openFromProfile(walk)
    await byPhone(walk, app)
    await welcome(walk)
    await end()
  },

  async 'app-log-in-by-email'(walk) {
    const { request, email, end } = walk
    const { app } = await createBoundAccount(request, { email })
    await openFromProfile(walk)
    await byEmail(walk, app)
    await welcome(walk)
    await end()
  },

  async 'forgot-password'(walk) {
    const { page, request, email, step, end } = walk
    const { app } = await createBoundAccount(request, { email })
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
    await step(6, (code, lost) => [field(page, code), button(page, lost)])
    await page.locator('input[name=totp]').fill(app.code())
    await end()
  },

  async 'sign-up'(walk) {
    const { page, request, phone, step, end } = walk
    await openFromTop(walk)
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

  async 'no-code'(walk) {
    const { page, request, phone, email, step } = walk
    await createAccount(request, { email })
    await page.goto('/forgot-password')
    await page.waitForLoadState()
    await page.locator('input[name=identifier]').fill(email)
    await page.locator('form.form button[type=submit]').click()
    await expect(page.locator('.resend button').first()).toBeEnabled({ timeout: WAIT_MS })
    const [again] = await step(1, (resend) => [button(page, resend)])
    const before = await codeFor(request, email)
    await again?.click()
    const [code] = await step(2, (code) => [field(page, code)])
    await step(3, (other) => [button(page, other)])
    await expect.poll(() => codeFor(request, email)).not.toBe(before)
    await code?.fill(await codeFor(request, email))
    await expect(page.locator('input[type=password]').first()).toBeVisible()
    await page.goto('/sign-up')
    await page.waitForLoadState()
    await page.locator('input[name=phone]').fill(phone)
    await page.locator('form.form button[type=submit]').click()
    await step(4, (other) => [button(page, other)])
  },

  async 'wrong-code'(walk) {
    const { page, request, phone, step } = walk
    const { app } = await createBoundAccount(request, { phone })
    await givePassword(walk)
    const typed = page.locator('input[name=totp]')
    await typed.fill('123456') // the same in every picture, and right once in 300,000
    await expect(typed).toHaveAttribute('aria-invalid', 'true')
    const [code] = await step(1, (code) => [field(page, code)])
    await step(2, (lost) => [button(page, lost)])
    await code?.fill(app.code())
    await page.waitForURL('**/')
  },
} as const satisfies Walks
