// What `npm run pictures -- --check` is good for: whatever somebody would see is found, and what nobody would is not. The screens are the product's own; what is done to them here is what changes do.
import type { Page } from '@playwright/test'
import { compare } from '../../scripts/pictures/compare.ts'
import { capture } from '../../scripts/pictures/picture.ts'
import { decode } from '../../scripts/pictures/seen.ts'
import { expect, test } from '../support/browser.ts'

const WIDTH = 390
const HEIGHT = 844

/** As the guides' pictures are taken, and as those of the screens are. */
const kinds = [
  { name: 'a picture of a guide', scale: 1.5, quality: 50 },
  { name: 'a picture of a screen', scale: 1, quality: 30 },
] as const

const ring = (field: string) =>
  `input[name=${field}] { outline: 3px solid #d9480f !important; outline-offset: 3px !important }`
const RINGED = ring('phone')

/** A rule of style that is laid over the page. */
const noise = {
  'a line two pixels lower': 'main { position: relative; top: 2px }',
}

const changes = {
  'no ring': `${ring('phone')} input[name=phone] { outline: none !important }`,
  'a ring around another field': `input[name=phone] { outline: none !important } ${ring('password')}`,
  'a button that is gone': 'form.form button[type=submit] { visibility: hidden }',
  'another accent': ':root, [data-color-scheme] { --ds-color-accent-base-default: #8a2f5b !important }',
  'words in another colour': 'form label { color: #0062ba !important }',
  'a field that is flatter': 'input[name=password] { block-size: 2rem !important; min-block-size: 0 !important }',
}

for (const { name, scale, quality } of kinds)
  test.describe(name, () => {
    test.use({ viewport: { width: WIDTH, height: HEIGHT }, reducedMotion: 'reduce', bypassCSP: true })

    const take = async (page: Page, bytes: number = quality) => {
      const clip = { x: 0, y: 0, width: WIDTH, height: HEIGHT, scale }
      return decode(page, await capture(page, { clip, quality: bytes }))
    }
    const open = async (page: Page) => {
      await page.goto('/log-in')
      await page.waitForLoadState()
      await page.addStyleTag({ content: RINGED })
      return take(page)
    }
    /** The same screen under one rule more. */
    const under = async (page: Page, content: string) => {
      const sheet = await page.addStyleTag({ content })
      const taken = await take(page)
      await sheet.evaluate((element) => (element as Element).remove())
      return taken
    }

    test('shows the same, packed harder or a hair lower', async ({ page }) => {
      const before = await open(page)
      expect(compare(before, await take(page), scale)).toBeUndefined()
      expect(compare(before, await take(page, 20), scale), 'packed harder').toBeUndefined()
      for (const [what, rule] of Object.entries(noise))
        expect(compare(before, await under(page, rule), scale)?.percent, what).toBeUndefined()
    })

    test('shows what has changed', async ({ page }) => {
      const before = await open(page)
      for (const [what, rule] of Object.entries(changes))
        expect.soft(compare(before, await under(page, rule), scale)?.percent, what).toBeGreaterThan(0)
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
      expect(compare(before, await take(page), scale)?.percent, 'dark').toBeGreaterThan(50)
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
      const submit = page.locator('form.form button[type=submit]')
      await submit.evaluate((button) => button.replaceChildren('Send nå'))
      expect(compare(before, await take(page), scale)?.percent, 'another word on the button').toBeGreaterThan(0)
    })

    test('shows a word of a label that has changed', async ({ page }) => {
      const before = await open(page)
      await page
        .getByText('Passord', { exact: true })
        .first()
        .evaluate((label) => label.replaceChildren('Pinkode'))
      const difference = compare(before, await take(page), scale)
      expect(difference?.percent).toBeGreaterThan(0)
      expect(difference?.percent).toBeLessThan(5)
    })
  })
