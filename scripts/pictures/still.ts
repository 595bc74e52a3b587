// What makes a page look the same whenever its picture is taken: a time, a browser's name, and examples in place of secrets.
import type { BrowserContextOptions, Page } from '@playwright/test'
import { renderSVG } from 'uqr'

/** The time that all pictures show. */
const MOMENT = Date.parse('2026-11-24T13:30:00+01:00')

export const stillContext = {
  timezoneId: 'Europe/Oslo',
  reducedMotion: 'reduce',
  // Devices are told apart by it, and pictures show them.
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36',
} as const satisfies BrowserContextOptions

/** What the account's phone calls itself, whose sign-ins pictures show too. */
export const PHONE_AGENT =
  'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36'

/**
 * Lets a page write every time as if it were MOMENT now, to five minutes up: so it stays the same while a run takes fewer.
 *
 * @param aheadMs how far the server's clock is ahead
 */
export const standStill = (page: Page, aheadMs = 0): Promise<unknown> =>
  page.addInitScript(
    ({ moment, ahead }) => {
      const step = 5 * 60_000
      const format = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, 'format')?.get
      Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', {
        get() {
          const write = format?.call(this)
          return (at: Date | number) => write(moment + Math.ceil((Number(at) - Date.now() - ahead) / step) * step)
        },
      })
    },
    { moment: MOMENT, ahead: aheadMs },
  )

const exampleQr = `data:image/svg+xml,${encodeURIComponent(renderSVG('Portvakt: example', { ecc: 'M', minVersion: 4 }))}`

interface Lent extends Window {
  givenBack?: (() => void)[]
}

/** Takes a picture while examples stand where the page shows what is only this person's: keys, phrases, a wait that ticks. */
export async function withExamples<T>(page: Page, take: () => Promise<T>, blurPx = 0): Promise<T> {
  await page.mouse.move(0, 0)
  await page.evaluate(lend, { qr: exampleQr, blur: blurPx ? `blur(${blurPx}px)` : '' })
  const taken = await take()
  await page.evaluate(() => {
    for (const giveBack of (window as Lent).givenBack ?? []) giveBack()
  })
  return taken
}

/** In the page; remembers there how to undo it, because a walk reads the real ones. */
async function lend({ qr, blur }: { qr: string; blur: string }): Promise<void> {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  const back: (() => void)[] = []
  ;(window as Lent).givenBack = back
  for (const image of document.querySelectorAll<HTMLImageElement>('img.qr')) {
    const { src } = image
    image.src = qr
    image.style.filter = blur
    await image.decode()
    back.push(() => {
      image.src = src
    })
  }
  for (const code of document.querySelectorAll<HTMLElement>('.secret code')) {
    code.style.filter = blur
    const texts = document.createTreeWalker(code, NodeFilter.SHOW_TEXT)
    for (let at = 0; texts.nextNode(); ) {
      const text = texts.currentNode as Text
      const { data } = text
      text.data = data.replace(/[\p{L}\d]/gu, () => 'EKSEMPEL'[at++ % 8] as string)
      back.push(() => {
        text.data = data
      })
    }
  }
  // Beside it and not in it: the page writes the next second there meanwhile.
  for (const tick of document.querySelectorAll<HTMLElement>('.tick')) {
    const example = tick.cloneNode() as HTMLElement
    example.textContent = tick.textContent.replace(/\d+\s(?:min|s)\b(?:\s\d+\ss\b)?/, '45 s')
    tick.after(example)
    tick.hidden = true
    back.push(() => {
      example.remove()
      tick.hidden = false
    })
  }
}
