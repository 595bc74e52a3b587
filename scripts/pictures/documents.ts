// The pictures of the documents: docs/pictures/.
import type { Browser } from '@playwright/test'
import type { Series } from './picture.ts'
import { standStill, stillContext } from './still.ts'

const documents = [{ file: 'docs/pictures/log-in.png', path: '/log-in', width: 390, height: 700 }]

const SCALE = 2

export const documentSeries = (browser: Browser, origin: string): Series => ({
  name: 'documents',
  async take() {
    const context = await browser.newContext({
      ...stillContext,
      baseURL: origin,
      deviceScaleFactor: SCALE,
      colorScheme: 'light',
      isMobile: true,
      hasTouch: true,
      locale: 'nb-NO',
    })
    const pictures = []
    for (const { file, path, ...viewport } of documents) {
      const page = await context.newPage()
      await page.setViewportSize(viewport)
      await standStill(page)
      await page.goto(path, { waitUntil: 'networkidle' })
      pictures.push({ file, data: await page.screenshot(), scale: SCALE })
    }
    await context.close()
    return pictures
  },
})
