// Takes the pictures of the documents and the guides anew, from the running product in a folder of its own: npm run pictures;
// with names of guides, theirs alone.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, chromium } from '@playwright/test'
import { findChromium } from './find-chromium.ts'
import { takeHelpPictures } from './help-pictures.ts'

interface Picture {
  /** In docs/pictures/. */
  file: string
  path: string
  width: number
  height: number
}

const pictures: Picture[] = [{ file: 'log-in.png', path: '/log-in', width: 390, height: 700 }]

const root = join(import.meta.dirname, '..')
const READY_WITHIN_MS = 30_000

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}

async function untilReady(origin: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  for (;;) {
    const isReady = await fetch(`${origin}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isReady) return
    if (server.exitCode !== null || Date.now() > deadline) throw new Error('the server did not start')
    await sleep(100)
  }
}

async function take(browser: Browser, origin: string, { file, path, width, height }: Picture): Promise<void> {
  const page = await browser.newPage({
    viewport: { width, height },
    deviceScaleFactor: 2,
    colorScheme: 'light',
    reducedMotion: 'reduce',
    isMobile: true,
    hasTouch: true,
    locale: 'nb-NO',
  })
  await page.goto(`${origin}${path}`, { waitUntil: 'networkidle' })
  await page.screenshot({ path: join(root, 'docs', 'pictures', file) })
  await page.close()
}

const executablePath = findChromium()
if (!executablePath) throw new Error('Chromium is missing: install it, or set CHROMIUM_PATH to it.')
const dataDir = await mkdtemp(join(tmpdir(), 'portvakt-pictures-'))
const port = await freePort()
const server = spawn(process.execPath, ['server/main.ts'], {
  cwd: root,
  env: { PATH: process.env.PATH, PORT: String(port), DATA_DIR: dataDir },
  stdio: ['ignore', 'ignore', 'inherit'],
})
try {
  const origin = `http://localhost:${port}`
  await untilReady(origin, server)
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']
  const browser = await chromium.launch({ executablePath, args })
  const only = process.argv.slice(2)
  if (!only.length) for (const picture of pictures) await take(browser, origin, picture)
  await takeHelpPictures(browser, origin, only)
  await browser.close()
} finally {
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  await ended
  await rm(dataDir, { recursive: true, force: true })
}
