// The authenticator: set up, changed, removed, lost.
import type { Locator, Page } from '@playwright/test'
import { type App, authenticatorApp } from '../authenticator-app.ts'
import { createBoundAccount } from '../bound-account.ts'
import { codeFor, createAccount, PASSWORD } from '../people.ts'
import {
  button,
  field,
  givePassword,
  heading,
  inRow,
  link,
  logIn,
  openSecurity,
  type Walk,
  type Walks,
} from './walk.ts'

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

/** The app's first code, and the phrase, which is entered back: steps 6 to 9, and the end. */
async function bindWith({ page, step, end }: Walk, app: App): Promise<void> {
  const [first] = await step(6, (appCode) => [field(page, appCode)])
  await first?.fill(app.code())
  const [show] = await step(7, (show) => [button(page, show)])
  await show?.click()
  // On the web the ways to keep it come first.
  const keeping = await step(8, (...labels) => labels.map((label) => button(page, label)))
  const phrase = await keyOn(page)
  await keeping.at(-1)?.click()
  const [key, done] = await step(9, (key, confirm) => [field(page, key), button(page, confirm)])
  await key?.fill(phrase)
  await done?.click()
  await end()
}

export const authenticator = {
  async 'app-set-up-authenticator'(walk) {
    const { page, request, phone, now, step } = walk
    await createAccount(request, { phone })
    await page.goto('/app/log-in')
    await page.locator('input[name=phone]').fill(phone)
    await page.locator('input[name=password]').fill(PASSWORD)
    await page.locator('form.form button[type=submit]').click()
    await page.waitForURL('**/app/welcome*')
    await page.locator('.ending button').click()
    const [profile] = await step(1, (profile) => [link(page, profile)])
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
    await bindWith(walk, app)
  },

  async 'set-up-authenticator'(walk) {
    const { page, request, phone, now, step } = walk
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
    await bindWith(walk, app)
  },

  async 'change-authenticator'(walk) {
    const { page, now, step, end } = walk
    await proveByBoth(walk)
    await step(5, (copy) => [page.getByRole('dialog').getByRole('img'), button(page, copy)])
    const other = authenticatorApp(await keyOn(page), now)
    const [first] = await step(6, (appCode) => [field(page, appCode)])
    await first?.fill(other.code())
    await end()
  },

  async 'remove-authenticator'(walk) {
    await proveByBoth(walk)
    await walk.end()
  },

  async 'lost-authenticator'(walk) {
    const { page, request, phone, now, step, end } = walk
    const { phrase } = await createBoundAccount(request, { phone })
    await page.goto('/log-in')
    await page.waitForLoadState()
    await step(1, (forgot) => [link(page, forgot)])
    await givePassword(walk)
    const [, lost] = await step(2, (title, lost) => [heading(page, title), button(page, lost)])
    await lost?.click()
    const reasons = await step(3, (lost, changed, other, next) => [
      ...[lost, changed, other].map((reason) => field(page, reason)),
      button(page, next),
    ])
    await reasons.at(-1)?.click()
    // Without the key, and back.
    const [, haveNot] = await step(9, (question, haveNot) => [heading(page, question), button(page, haveNot)])
    await haveNot?.click()
    await step(10, (copy) => [button(page, copy)])
    await step(11, (mail) => [link(page, mail)])
    await page.locator('#island button:visible').last().click()
    const [have] = await step(4, (have) => [button(page, have)])
    await have?.click()
    const [key, confirm] = await step(5, (key, confirm) => [field(page, key), button(page, confirm)])
    await key?.fill(phrase)
    await confirm?.click()
    const [first] = await step(6, (appCode) => [field(page, appCode)])
    await first?.fill(authenticatorApp(await keyOn(page), now).code())
    let kept: Locator | undefined
    const [show] = await step(
      7,
      (show, put) => {
        kept = button(page, put)
        return [button(page, show)]
      },
      1,
    )
    await show?.click()
    const fresh = await keyOn(page)
    await kept?.click()
    const [done] = await step(8, (confirm) => [button(page, confirm)])
    await page.locator('textarea[name=recovery-key]').fill(fresh)
    await done?.click()
    await end()
  },
} as const satisfies Walks
