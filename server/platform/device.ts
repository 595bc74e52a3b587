import Bowser from 'bowser'

const LONGEST_USER_AGENT = 512
const remembered = new Map<string, { browser: string; system: string }>()
const MOST_REMEMBERED = 500

/** Browser and system as people call them, from a User-Agent header; a hint for its owner, never evidence. */
export function deviceOf(userAgent: string | undefined): { browser: string; system: string } {
  const text = (userAgent ?? '').slice(0, LONGEST_USER_AGENT)
  const known = remembered.get(text)
  if (known) return known
  const { browser, os } = text ? Bowser.parse(text) : { browser: {}, os: {} }
  const device = { browser: plain(browser.name), system: plain(os.name) }
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(text, device)
  return device
}

function plain(name: string | undefined): string {
  return (name ?? '').replace(/[^\p{L}\p{N} .+-]/gu, '').slice(0, 40)
}
