// A phone with an authenticator app that is none of ours: oathtool (OATH Toolkit) where it is installed, else the npm package
// otpauth. It learns its key as a phone does: from the QR code on the screen.
import { execFileSync } from 'node:child_process'
import type { Locator, Page } from '@playwright/test'
import { TOTP } from 'otpauth'
import decodeQR from 'qr/decode.js'
import { decode } from '../../scripts/pictures/seen.ts'

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
  return decodeQR(await decode(page, await picture.screenshot({ scale: 'device' })))
}
