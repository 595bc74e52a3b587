// One screen, in light and dark, on a phone and on a desk.
import type { Page } from '@playwright/test'
import { capture, type Picture } from './picture.ts'
import { withExamples } from './still.ts'

export const SCREENS_FOLDER = 'test/visual'

const windows = { phone: { width: 390, height: 844 }, desktop: { width: 1200, height: 900 } } as const
const schemes = ['light', 'dark'] as const
const SCALE = 1
/** Kept small: nobody looks at them but the one who compares. */
const QUALITY = 30
const TALLEST = 1800

/** The screen as it stands, in both schemes and both windows. @param name below the folder, without its window and scheme */
export async function everyWay(page: Page, name: string): Promise<Picture[]> {
  const pictures: Picture[] = []
  for (const [window, size] of Object.entries(windows)) {
    await page.setViewportSize(size)
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const data = await withExamples(page, () => take(page, size))
      pictures.push({ file: `${SCREENS_FOLDER}/${name}-${window}-${colorScheme}.webp`, data, scale: SCALE })
    }
  }
  return pictures
}

async function take(page: Page, { width, height }: { width: number; height: number }): Promise<Buffer> {
  const tall = await page.evaluate(async () => {
    await document.fonts.ready
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    scrollTo(0, 0)
    return document.querySelector('dialog[open]') ? 0 : document.documentElement.scrollHeight
  })
  const clip = { x: 0, y: 0, width, height: Math.min(Math.max(height, tall), TALLEST), scale: SCALE }
  return capture(page, { clip, quality: QUALITY, captureBeyondViewport: tall > height })
}
