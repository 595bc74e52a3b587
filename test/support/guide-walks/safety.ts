// What keeps a thief out.
import { expect } from '@playwright/test'
import { createBoundAccount } from '../bound-account.ts'
import { codeFor, createAccount, PASSWORD, post } from '../people.ts'
import {
  button,
  chooseInMenu,
  field,
  givePassword,
  inRow,
  link,
  logIn,
  openSecurity,
  type Walk,
  type Walks,
} from './walk.ts'

/** The code to one's own address, which a first passkey asks for. */
async function proveAddress({ page, request, phone }: Walk): Promise<void> {
  const dialog = page.getByRole('dialog')
  const submit = dialog.locator('form.form button[type=submit]')
  await submit.click()
  const code = dialog.locator('input[name=code]')
  await code.waitFor()
  await code.fill(await codeFor(request, phone))
  await submit.click()
}

export const safety = {
  async thaw(walk) {
    const { page, request, phone, step, end } = walk
    const { token, app } = await createBoundAccount(request, { phone })
    await post(request, '/account/freeze', {}, token)
    await givePassword(walk)
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
    const [fromApp] = await step(4, (code, lost) => [field(page, code), button(page, lost)], 1)
    await fromApp?.fill(app.code())
    await end()
  },

  async 'stolen-phone'(walk) {
    const { page, request, phone, email, locale, step, end } = walk
    await createAccount(request, { phone, email }, locale)
    // Before anything is frozen: the telephone alone is logged out.
    await logIn(walk)
    await (await chooseInMenu(walk, 5))?.click()
    await step(6, (end = '', others) => [
      page.getByRole('main').getByRole('button', { name: end }).first(),
      button(page, others),
    ])
    await page.goto('/account/security')
    await chooseInMenu(walk, 3)
    await page.keyboard.press('Escape')
    await step(4, (row = '', freeze) => [inRow(page, row, freeze)])
    await step(7, (change, row = '') => [inRow(page, row, change)])
    await page.goto('/outbox')
    await page.locator('#to').fill(email)
    await page.locator('.letters').getByText(email).first().click()
    const mail = page.frameLocator('.letter iframe')
    const [notMe] = await step(1, (notMe = '') => [mail.getByRole('link', { name: notMe, exact: true })], 1)
    await page.goto((await notMe?.getAttribute('href')) ?? '')
    const [freeze] = await step(2, (freeze) => [button(page, freeze)])
    await freeze?.click()
    await end()
  },

  async passkeys(walk) {
    const { page, request, phone, step } = walk
    await createAccount(request, { phone })
    await logIn(walk)
    await openSecurity(walk)
    const [first] = await step(2, (row = '', add) => [inRow(page, row, add)], 1)
    await first?.click()
    const [add] = await step(3, (add) => [button(page, add)])
    await add?.click()
    await proveAddress(walk)
    await add?.click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.context().clearCookies()
    await givePassword(walk)
    await step(8, (lost) => [button(page, lost)])
    await page.goto('/log-in')
    await page.waitForLoadState()
    const [withPasskey] = await step(4, (withPasskey) => [button(page, withPasskey)])
    await withPasskey?.click()
    await page.waitForURL('**/')
    await page.goto('/account/security')
    const [see] = await step(5, (see, row = '') => [inRow(page, row, see)])
    await see?.click()
    const [remove] = await step(6, (remove) => [page.getByRole('dialog').getByRole('button', { name: remove })])
    await remove?.click()
    const [submit] = await step(7, (submit) => [button(page, submit)])
    await submit?.click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
  },
} as const satisfies Walks
