// The guides of the help centre, walked: every label comes from the guide as it stands at /help, and has to be on the screen.
import { type APIRequestContext, expect, type Locator, type Page } from '@playwright/test'
import type { Locale } from '../../web/words/locales.ts'
import { authenticator } from './guide-walks/authenticator.ts'
import { safety } from './guide-walks/safety.ts'
import { button, heading, isOnScreen, type Walks } from './guide-walks/walk.ts'
import { waysIn } from './guide-walks/ways-in.ts'

export interface Guided {
  /** Its browser can make passkeys. */
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

const walks = { ...waysIn, ...authenticator, ...safety } as const satisfies Walks

export const walkedGuides = Object.keys(walks) as (keyof typeof walks)[]

/** Follows a guide to its end, by what it says. */
export async function followGuide(name: keyof typeof walks, guided: Guided): Promise<void> {
  const { page, request, phone, email, now = () => new Date(), shown } = guided
  await page.goto(`/help/${name}`)
  const locale = (await page.locator('html').getAttribute('lang')) as Locale
  const steps = page.locator('.guide-steps > li')
  const labels = await Promise.all((await steps.all()).map(labelsIn))
  const ending = page.locator('.guide-text > p', { has: page.locator('b') }).filter({ hasNot: page.locator('a') })
  const last = (await ending.count()) ? await labelsIn(ending.first()) : []
  await walks[name]({
    page,
    request,
    phone,
    email,
    locale,
    now,
    async step(number, find, elsewhere = 0) {
      const said = labels[number - 1] ?? []
      const pointedAt = find(...said)
      expect(said, `what step ${number} of ${name} names`).not.toEqual([])
      for (const each of pointedAt) await expect(each, `step ${number} of ${name}`).toBeVisible()
      const missing = await Promise.all(said.map(async (label) => ((await isOnScreen(page, label)) ? [] : label)))
      expect(missing.flat(), `named by step ${number} of ${name}, and not on the screen`).toHaveLength(elsewhere)
      await shown(number, pointedAt)
      return pointedAt
    },
    async end() {
      const [title, ...buttons] = last
      expect(title, `what stands there at the end of ${name}`).toBeTruthy()
      await expect(heading(page, title), `the end of ${name}`).toBeVisible()
      for (const each of buttons) await expect(button(page, each), `the end of ${name}`).toBeVisible()
    },
  })
}

const labelsIn = async (place: Locator) =>
  (await place.locator('b').allTextContents()).map((text) => text.replace(/^[«“](.*)[»”]$/, '$1'))
