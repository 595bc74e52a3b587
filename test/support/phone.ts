// A phone with an authenticator app that is none of ours: oathtool (OATH Toolkit) where it is installed, else the npm package
// otpauth. It learns its key as a phone does: from the QR code on the screen.
import { execFileSync } from 'node:child_process'
import type { Locator, Page } from '@playwright/test'
import { TOTP } from 'otpauth'
import decodeQR from 'qr/decode.js'

/** Which app the phone has. */
export const appName = hasOathtool() ? 'oathtool' : 'otpauth'

/** What the app shows for a key at a moment. @param secret base32 */
export function codeOn(secret: string, at: Date = new Date()): string {
  if (appName === 'otpauth') return new TOTP({ secret }).generate({ timestamp: at.getTime() })
  const now = at.toISOString().replace('T', ' ').replace(/\..*$/, ' UTC')
  return execFileSync('oathtool', ['--totp', '--base32', '--now', now, secret]).toString().trim()
}

function hasOathtool(): boolean {
  try {
    execFileSync('oathtool', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Reads a QR code off the screen as a camera would: from its picture, not from its source. */
export async function scan(page: Page, picture: Locator): Promise<string> {
  await picture.scrollIntoViewIfNeeded()
  const png = (await picture.screenshot({ scale: 'device' })).toString('base64')
  const { width, height, pixels } = await page.evaluate(async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
    context?.drawImage(image, 0, 0)
    const { data } = context?.getImageData(0, 0, image.width, image.height) ?? { data: [] }
    return { width: image.width, height: image.height, pixels: Array.from(data) }
  }, png)
  return decodeQR({ width, height, data: Uint8Array.from(pixels) })
}
