import Bowser from 'bowser'

const LONGEST_USER_AGENT = 512
const remembered = new Map<string, { browser: string; system: string }>()
const MOST_REMEMBERED = 500

// Names that Bowser gives besides those of its own table.
const UNLISTED = ['Miui', 'Opera Touch', 'PlayStation 4']
const BROWSERS = new Set([...Object.values(Bowser.BROWSER_MAP), ...UNLISTED])
const SYSTEMS = new Set(Object.values(Bowser.OS_MAP))

/**
 * Browser and system as people call them, from a User-Agent header; a hint for its owner, never evidence. Each is empty unless
 * it is one of a fixed list: of a program that it does not know Bowser gives back what it calls itself, and whoever sends that
 * would write in our notices. For the same reason no version is told.
 */
export function deviceOf(userAgent: string | undefined): { browser: string; system: string } {
  const text = (userAgent ?? '').slice(0, LONGEST_USER_AGENT)
  const known = remembered.get(text)
  if (known) return known
  const { browser, os } = text ? Bowser.parse(text) : { browser: {}, os: {} }
  const device = { browser: oneOf(BROWSERS, browser.name), system: oneOf(SYSTEMS, os.name) }
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(text, device)
  return device
}

function oneOf(names: ReadonlySet<string>, name = ''): string {
  return names.has(name) ? name : ''
}
