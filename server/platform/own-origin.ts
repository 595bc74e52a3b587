import type { Deps } from './deps.ts'

/** Whether `origin` is where browsers find us: `ORIGIN`, whatever Host or X-Forwarded-* say. */
export function isOwnOrigin({ origin: own, mode }: Pick<Deps['config'], 'origin' | 'mode'>, origin: string): boolean {
  if (origin === own) return true
  // At home, the loopback address by any of its names; a name of our own cannot be pointed there from outside.
  const loopback = ['localhost', '127.0.0.1', '[::1]']
  const parsed = mode === 'demo' && URL.canParse(origin) ? new URL(origin) : undefined
  const mine = new URL(own)
  return (
    parsed !== undefined &&
    parsed.protocol === mine.protocol &&
    loopback.includes(parsed.hostname) &&
    loopback.includes(mine.hostname) &&
    parsed.port === mine.port
  )
}
