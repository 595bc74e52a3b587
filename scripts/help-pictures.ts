// Walks the guides of the help centre in every language and takes a picture of every step: web/help/pictures/<language>/.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type Locator, type Page, request } from '@playwright/test'
import { followGuide, walkedGuides } from '../test/support/guide-walks.ts'
import { type Locale, locales } from '../web/words/locales.ts'

const folder = join(import.meta.dirname, '..', 'web', 'help', 'pictures')
const asked: Record<Locale, string> = { nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB' }

const WIDTH = 390
/** So tall that no step has to be scrolled to. */
const HEIGHT = 2600
const QUALITY = 55
const ABOVE = 84
const BELOW = 32
const LEAST = 150

/** @param only guides to walk; none named: all, and what was there goes */
export async function takeHelpPictures(browser: Browser, origin: string, only: string[] = []): Promise<void> {
  const api = await request.newContext({ baseURL: origin })
  for (const locale of locales) {
    if (!only.length) rmSync(join(folder, locale), { recursive: true, force: true })
    mkdirSync(join(folder, locale), { recursive: true })
    for (const name of walkedGuides.filter((each) => !only.length || only.includes(each))) {
      const page = await browser.newPage({
        baseURL: origin,
        locale: asked[locale],
        timezoneId: 'Europe/Oslo',
        viewport: { width: WIDTH, height: HEIGHT },
        deviceScaleFactor: 1.5,
        colorScheme: 'light',
        reducedMotion: 'reduce',
      })
      const shown = async (step: number, pointedAt: Locator[]) =>
        writeFileSync(join(folder, locale, `${name}-${step}.webp`), await take(page, pointedAt))
      await followGuide(name, { page, request: api, shown })
      await page.close()
    }
  }
  await api.dispose()
}

/** The part of the screen that a step speaks of, with a ring around what it points at. */
async function take(page: Page, pointedAt: Locator[]): Promise<Buffer> {
  await page.mouse.move(0, 0)
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    // A key in a picture is nobody's key, and somebody would scan it.
    for (const secret of document.querySelectorAll<HTMLElement>('.qr, .secret code')) secret.style.filter = 'blur(4px)'
  })
  await mark(pointedAt, true)
  const clip = await around(page, pointedAt)
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY, clip })
  await session.detach()
  await mark(pointedAt, false)
  return Buffer.from(data, 'base64')
}

/** Around a select that lies unseen over what is drawn, its drawing gets the ring. */
async function mark(pointedAt: Locator[], isOn: boolean): Promise<void> {
  for (const each of pointedAt) {
    await each.evaluate((element, ring) => {
      const seen = getComputedStyle(element).opacity === '0' ? (element.parentElement as HTMLElement) : element
      const { style } = seen as HTMLElement
      style.setProperty('outline', ring ? '3px solid #d9480f' : '', 'important')
      style.setProperty('outline-offset', ring ? '3px' : '', 'important')
    }, isOn)
  }
}

async function around(page: Page, pointedAt: Locator[]) {
  const boxes = (await Promise.all(pointedAt.map((each) => each.boundingBox()))).filter((box) => box !== null)
  const frame = (await page
    .locator('dialog[open], .card')
    .last()
    .boundingBox({ timeout: 200 })
    .catch(() => null)) ?? {
    y: 0,
    height: HEIGHT,
  }
  const top = Math.max(frame.y, Math.min(...boxes.map(({ y }) => y)) - ABOVE, 0)
  const end = Math.max(...boxes.map(({ y, height }) => y + height)) + BELOW
  const bottom = Math.min(Math.max(end, top + LEAST), Math.max(frame.y + frame.height, end - BELOW + 8))
  const scrolled = await page.evaluate(() => scrollY)
  return { x: 0, y: top + scrolled, width: WIDTH, height: bottom - top, scale: 1 }
}
