// Pictures as a browser sees them: decoded by the one that took them, so that no other program has to know their formats.
import type { Page } from '@playwright/test'
import { type Difference, type Pixels, SIDE } from './compare.ts'

export async function decode(page: Page, data: Buffer): Promise<Pixels> {
  const { width, height, base64 } = await page.evaluate(async (base64) => {
    const image = await createImageBitmap(new Blob([Uint8Array.fromBase64(base64)]))
    const { width, height } = image
    const canvas = new OffscreenCanvas(width, height)
    const drawing = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
    drawing.drawImage(image, 0, 0)
    const { data } = drawing.getImageData(0, 0, width, height)
    return { width, height, base64: new Uint8Array(data.buffer).toBase64() }
  }, data.toString('base64'))
  return { width, height, data: new Uint8Array(Buffer.from(base64, 'base64')) }
}

/** Before and after side by side, and once more what is new with a mark on every place that differs. */
export async function drawDifference(
  page: Page,
  before: Buffer,
  after: Buffer,
  { places }: Difference,
): Promise<Buffer> {
  const drawn = await page.evaluate(
    async ({ pictures, places, side }) => {
      const images = await Promise.all(
        pictures.map((each) => createImageBitmap(new Blob([Uint8Array.fromBase64(each)]))),
      )
      const [old, fresh] = images as [ImageBitmap, ImageBitmap]
      const width = Math.max(old.width, fresh.width) + side
      const canvas = new OffscreenCanvas(3 * width, Math.max(old.height, fresh.height))
      const drawing = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
      for (const [at, image] of [old, fresh, fresh].entries()) drawing.drawImage(image, at * width, 0)
      drawing.fillStyle = '#f008'
      for (const { x, y } of places) drawing.fillRect(2 * width + x, y, side, side)
      const blob = await canvas.convertToBlob({ type: 'image/webp' })
      return new Uint8Array(await blob.arrayBuffer()).toBase64()
    },
    { pictures: [before, after].map((each) => each.toString('base64')), places, side: SIDE },
  )
  return Buffer.from(drawn, 'base64')
}
