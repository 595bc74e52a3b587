import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

// The headless shell first: the browser proper draws its own window for every page, unseen, at six times the work.
const PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The browser that journeys run in: CHROMIUM_PATH's, the system's, or as root on Debian one installed now. */
export function findChromium(): string | undefined {
  const given = process.env.CHROMIUM_PATH
  if (given) return existsSync(given) ? given : undefined
  return PLACES.find((path) => existsSync(path)) ?? installed()
}

function installed(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  console.log('Installing Chromium (apt-get install chromium-headless-shell) …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const quietly = (args: string[]) => spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  quietly(['update', '-q'])
  // Where there is no shell by that name, the browser proper.
  for (const name of ['chromium-headless-shell', 'chromium']) {
    quietly(['install', '-y', '-q', '--no-install-recommends', name])
    const found = PLACES.find((path) => existsSync(path))
    if (found) return found
  }
  return undefined
}
