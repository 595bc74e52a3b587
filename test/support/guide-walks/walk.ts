// What all walks of guides have: how a step is met on the screen, and the beginnings that many guides share.
import type { APIRequestContext, Locator, Page } from '@playwright/test'
import type { GuideName } from '../../../web/help/guides.ts'
import type { Locale } from '../../../web/words/locales.ts'
import { PASSWORD } from '../people.ts'

/** The labels of a step, in its own order; to be found on the screen. */
type Find = (...labels: string[]) => Locator[]
/** @param elsewhere how many of the labels are not on this page: for somebody whose screen is another, or in a mail */
type Step = (number: number, find: Find, elsewhere?: number) => Promise<Locator[]>

export interface Walk {
  page: Page
  request: APIRequestContext
  /** Of the person who follows the guide: nobody has them yet. */
  phone: string
  email: string
  /** What the guide is read in. */
  locale: Locale
  /** What the person's own clock shows. */
  now: () => Date
  /** Sees that what a step points at is on the screen. @returns the same, to be used */
  step: Step
  /** What the guide says stands there at the end. */
  end(): Promise<void>
}

export type Walks = Partial<Record<GuideName, (walk: Walk) => Promise<void>>>

export const heading = (page: Page, name = '') => page.getByRole('heading', { name, exact: true })
export const link = (page: Page, name = '') => page.getByRole('link', { name, exact: true }).first()
export const field = (page: Page, name = '') => page.getByLabel(name, { exact: true })
export const button = (page: Page, name = '') => page.getByRole('button', { name, exact: true })

/** By whatever it is called; behind the word of a button may come more, for the ear. */
export function isOnScreen(page: Page, name: string): Promise<boolean> {
  const begins = new RegExp(`^${RegExp.escape(name)}`)
  return page
    .getByRole('button', { name: begins })
    .or(page.getByText(name, { exact: true }))
    .or(page.getByLabel(name, { exact: true }))
    .filter({ visible: true })
    .first()
    .isVisible()
}

/** In a row: behind its word comes the row's name, for the ear. */
export const inRow = (page: Page, row: string, name = '') =>
  page
    .getByRole('listitem')
    .filter({ has: heading(page, row) })
    .getByRole('button', { name })

/** The password, by the names of the fields. */
export async function givePassword({ page, phone }: Walk): Promise<void> {
  await page.goto('/log-in')
  await page.waitForLoadState()
  await page.locator('input[name=phone]').fill(phone)
  await page.locator('input[name=password]').fill(PASSWORD)
  await page.locator('form.form button[type=submit]').click()
}

/** Signs in by the names of the fields: what comes before a guide is not its matter. */
export async function logIn(walk: Walk, code?: string): Promise<void> {
  await givePassword(walk)
  if (code) await walk.page.locator('input[name=totp]').fill(code)
  await walk.page.waitForURL('**/')
}

/** Opens the menu of the account, for a step that chooses in it. @returns what is chosen */
export async function chooseInMenu({ page, step }: Walk, number: number): Promise<Locator | undefined> {
  await page.waitForLoadState()
  await page.locator('[popovertarget=account-menu]').click()
  const [, chosen] = await step(number, (menu, place) => [button(page, menu), link(page, place)])
  return chosen
}

/** From the menu to «Konto og sikkerhet», which is the first step of all that is done there. */
export async function openSecurity(walk: Walk): Promise<void> {
  await (await chooseInMenu(walk, 1))?.click()
}
