// Walks the guides of the help centre in every language and takes a picture of every step: web/help/pictures/<language>/.
import { type Browser, type Locator, type Page, request } from '@playwright/test'
import { watchFaults } from '../../test/support/browser.ts'
import { followGuide, walkedGuides } from '../../test/support/guide-walks.ts'
import { addAuthenticator, offersNothingInFields } from '../../test/support/virtual-authenticator.ts'
import { type Locale, locales } from '../../web/words/locales.ts'
import { capture, type Picture, type Series } from './picture.ts'
import { PHONE_AGENT, standStill, stillContext, withExamples } from './still.ts'

const asked: Record<Locale, string> = { nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB' }

/** Of the app on a phone, and of the pages on a desk. */
const widths = { phone: 390, desktop: 1200 } as const
/** A picture is as wide as a phone at least, and no wider than a guide's text. */
const LEAST_WIDTH = 390
const MOST_WIDTH = 780
/** So tall that no step has to be scrolled to. */
const HEIGHT = 2600
/** Fine enough for the screens of phones. */
const SCALE = 1.5
const QUALITY = 50
const SIDE = 24
const ABOVE = 84
const BELOW = 32
const LEAST = 150
/** A key in a picture is nobody's key, and somebody would scan it. */
const BLUR_PX = 4

/** A series for each guide in each language. */
export const guideSeries = (browser: Browser, origin: string): Series[] =>
  walkedGuides.flatMap((name, guide) =>
    locales.map((locale, language) => ({
      name,
      isWaiting: name === 'no-code',
      take: (attempt) => walk(browser, origin, { name, locale, number: guide * locales.length + language, attempt }),
    })),
  )

interface Walked {
  name: (typeof walkedGuides)[number]
  locale: Locale
  /** Its place among all walks, so that its person's addresses are nobody else's. */
  number: number
  attempt: number
}

async function walk(browser: Browser, origin: string, { name, locale, number, attempt }: Walked): Promise<Picture[]> {
  const api = await request.newContext({ baseURL: origin, userAgent: PHONE_AGENT })
  const width = widths[name.startsWith('app-') ? 'phone' : 'desktop']
  const page = await browser.newPage({
    ...stillContext,
    baseURL: origin,
    locale: asked[locale],
    viewport: { width, height: HEIGHT },
    colorScheme: 'light',
  })
  const pictures: Picture[] = []
  try {
    await standStill(page)
    await addAuthenticator(page)
    await offersNothingInFields(page)
    const faults = await watchFaults(page.context())
    await followGuide(name, {
      page,
      request: api,
      phone: `9${attempt}00${String(number).padStart(4, '0')}`,
      email: `kari.${attempt}${String(number).padStart(3, '0')}@eksempel.no`,
      async shown(step, pointedAt) {
        const data = await withExamples(page, () => take(page, pointedAt), BLUR_PX)
        pictures.push({ file: `web/help/pictures/${locale}/${name}-${step}.webp`, data, scale: SCALE })
      },
    })
    if (faults.length) throw new Error(faults.join('; '))
  } catch (error) {
    throw new Error(
      `the guide ${name} in ${locale} cannot be followed: ${error instanceof Error ? error.message : error}`,
    )
  } finally {
    await page.close()
    await api.dispose()
  }
  return pictures
}

/** The part of the screen that a step speaks of, with a ring around what it points at. */
async function take(page: Page, pointedAt: Locator[]): Promise<Buffer> {
  await mark(pointedAt, true)
  const clip = await around(page, pointedAt)
  const data = await capture(page, { clip, quality: QUALITY })
  await mark(pointedAt, false)
  return data
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
  const rows = (await Promise.all(pointedAt.map(rowOf))).flat()
  const { width: pageWidth = 0 } = page.viewportSize() ?? {}
  const frames = await page.locator('dialog[open], .card').all()
  const frame = (await frames.at(-1)?.boundingBox()) ?? { x: 0, y: 0, width: pageWidth, height: HEIGHT }
  const top = Math.max(frame.y, Math.min(...boxes.map(({ y }) => y)) - ABOVE, 0)
  const end = Math.max(...boxes.map(({ y, height }) => y + height)) + BELOW
  const bottom = Math.min(Math.max(end, top + LEAST), Math.max(frame.y + frame.height, end - BELOW + 8))
  const scrolled = await page.evaluate(() => scrollY)
  return { ...across(pageWidth, frame, [...boxes, ...rows]), y: top + scrolled, height: bottom - top, scale: SCALE }
}

interface Across {
  x: number
  width: number
}

/** The row that an element stands in, whose name is at its other end; what is drawn within a mail has none. */
const rowOf = (each: Locator): Promise<Across[]> =>
  each.evaluate((element) => {
    if (window !== window.top) return []
    const row = element.closest('li, dialog')
    const { x, width } = (row?.matches('li') ? row : element).getBoundingClientRect()
    return [{ x, width }]
  })

/** From side to side: the whole of what they stand in if that is no wider than a guide, else what lies around them. */
function across(pageWidth: number, frame: Across, boxes: Across[]): Across {
  const left = Math.min(...boxes.map(({ x }) => x))
  const right = Math.max(...boxes.map(({ x, width }) => x + width))
  const isWithin = frame.x <= left && right <= frame.x + frame.width && frame.width <= MOST_WIDTH
  const [from, to] = isWithin ? [frame.x, frame.x + frame.width] : [left - SIDE, right + SIDE]
  const width = Math.min(Math.max(to - from, LEAST_WIDTH), MOST_WIDTH, pageWidth)
  const x = Math.max(0, Math.min((from + to - width) / 2, pageWidth - width))
  return { x: Math.round(x), width: Math.round(width) }
}
