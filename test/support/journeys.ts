// The journeys of the customer guides, step by step, for whoever walks them and however.
import { type APIRequestContext, expect, type Page } from '@playwright/test'
import { look } from './browser.ts'
import { type Addresses, codeFor, PASSWORD } from './people.ts'
import type { Visitor } from './visitor.ts'
import type { Words } from './words.ts'

export interface Walk {
  who: Visitor
  words: Words
  request: APIRequestContext
  /** Every screen on the way is looked at. */
  isLooking?: boolean
  isByKeyboard?: boolean
}

const lookIf = async ({ who, isLooking }: Walk) => (isLooking ? look(who.page) : undefined)

/** J14: from the home page to the home page, signed in. */
export async function signUp(walk: Walk, { phone, email }: Addresses): Promise<void> {
  const { who, words } = walk
  await who.page.goto('/')
  await who.sees(words.home)
  await lookIf(walk)
  await who.press(words.signUp, 'link')
  await who.sees(words.signUpTitle)
  await startSignUp(walk, { phone, email })
  await proveCode(walk, phone ?? email ?? '')
  await who.sees(words.passwordTitle)
  await lookIf(walk)
  // Every rule is said before anybody can break it.
  await expect(who.page.getByLabel(words.password, { exact: true })).toHaveAccessibleDescription(words.passwordRules)
  await who.type(words.password, PASSWORD)
  await who.tick(words.accept)
  await who.press(words.create)
  await expectSignedIn(walk)
}

/** The first step of the sign-up page, where the phone comes first. */
export async function startSignUp(walk: Walk, { phone, email }: Addresses): Promise<void> {
  const { who, words } = walk
  await expect(who.page.getByLabel(words.phone, { exact: true })).toBeVisible()
  await lookIf(walk)
  if (phone) await who.type(words.phone, phone)
  else {
    await who.press(words.signUpByEmail)
    await lookIf(walk)
    await who.type(words.email, email ?? '')
  }
  await who.press(words.next)
}

/** A code to the account's first address, which is asked for before a first factor, a further address or a new phrase. */
export async function proveOwnAddress(walk: Walk, address: string): Promise<void> {
  const { who, words } = walk
  await who.sees(words.stepUpTitle)
  await lookIf(walk)
  await who.press(words.sendOwnCode)
  await who.sees(words.codeTitle)
  const where = (await who.page.getByText(/^Vi har sendt /).textContent()) ?? ''
  await proveCode(walk, address)
  // What comes next may be a code to another address, under the same heading.
  await expect(who.page.getByText(where, { exact: true })).toHaveCount(0)
}

/** The code step: the newest code of the outbox. */
export async function proveCode(walk: Walk, address: string): Promise<void> {
  const { who, words, request } = walk
  await who.sees(words.codeTitle)
  await lookIf(walk)
  await who.type(words.code, await codeFor(request, address))
  await who.press(words.confirm)
}

/** J1 and J2, from the sign-in page; the e-mail form is swapped in if need be. */
export async function logIn(walk: Walk, { phone, email }: Addresses): Promise<void> {
  const { who, words } = walk
  await who.sees(words.logIn)
  const field = who.page.getByLabel(phone ? words.phone : words.email, { exact: true })
  await lookIf(walk)
  if (!(await field.isVisible())) {
    await who.press(phone ? words.logInByPhone : words.logInByEmail)
    await lookIf(walk)
  }
  await who.type(phone ? words.phone : words.email, phone ?? email ?? '')
  await who.type(words.password, PASSWORD)
  await who.press(words.logIn)
}

/** The session's cookie is gone, as after its time. Left first: a page that finds that out goes to the sign-in by itself, and gets in the way. */
export async function loseSession(page: Page): Promise<void> {
  await page.goto('about:blank')
  await page.context().clearCookies({ name: '__Host-portvakt' })
}

/** The home page, visibly signed in: its heading, and the menu at the top right. */
export async function expectSignedIn(walk: Walk): Promise<void> {
  const { who, words } = walk
  await who.sees(words.signedIn)
  expect(new URL(who.page.url()).pathname).toBe('/')
  await expect(who.page.getByRole('button', { name: words.menu, exact: true })).toBeVisible()
  await expect(who.page.getByRole('link', { name: words.logIn, exact: true })).toHaveCount(0)
  await expect(who.page.getByText('Laster …')).toHaveCount(0)
  await lookIf(walk)
}

/** J5, from the sign-in page to the end: a new password, and nobody signed in. */
export async function resetPassword(walk: Walk, { phone, email }: Addresses, password: string): Promise<void> {
  const { who, words } = walk
  await who.press(words.forgot, 'link')
  await who.sees(words.forgot)
  await lookIf(walk)
  await who.type(words.anyAddress, phone ?? email ?? '')
  await lookIf(walk)
  await who.press(words.next)
  await who.sees(words.resetTitle)
  await lookIf(walk)
  await who.type(words.code, await codeFor(walk.request, phone ?? email ?? ''))
  await expect(who.page.getByLabel(words.newPassword, { exact: true })).toHaveAccessibleDescription(words.passwordRules)
  await who.type(words.newPassword, password)
  await who.type(words.repeat, password)
  await who.press(words.send)
  await who.sees(words.resetDone)
  await lookIf(walk)
  await expect(who.page.getByRole('button', { name: words.menu, exact: true })).toHaveCount(0)
}
