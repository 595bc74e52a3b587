import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a folder of built pages holds of the app besides its page, for tests that draw pages of their own. */
export function writeAppFiles(built: string): void {
  writeFileSync(join(built, 'app-worker.js'), 'skipWaiting()')
  mkdirSync(join(built, 'app'))
  for (const icon of ['icon-192', 'icon-512', 'icon-maskable-512', 'apple-touch-icon'])
    writeFileSync(join(built, 'app', `${icon}.png`), icon)
}
