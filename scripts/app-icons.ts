// Draws the large icon that the stores want, from web/public/icon.svg: without alpha and round corners, which they make themselves.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { findChromium } from './find-chromium.ts'

const folder = join(import.meta.dirname, '..', 'web', 'public')
const drawing = readFileSync(join(folder, 'icon.svg'), 'utf8')
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
const page = await browser.newPage({ viewport: { width: 1024, height: 1024 } })
await page.setContent(`<style>body{margin:0;background:#fff}svg{display:block;width:100vw;padding:0}</style>${drawing}`)
await page.screenshot({ path: join(folder, 'app', 'icon-1024.png') })
await browser.close()
