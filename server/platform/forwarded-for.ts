/** X-Forwarded-For as proxies write it, which no standard says. */
import { isIP } from 'node:net'

/**
 * The header with nothing but addresses in it. Some proxies name the port as well, `203.0.113.9:51234` or `[2001:db8::1]:443`
 * (Azure Application Gateway, IIS): with it every connection would be a network of its own, and no limit of a network would hold.
 *
 * @returns the addresses from the last one on back to the first entry that is none: who wrote that knew no better, and it
 *   counts for him. Undefined when none is left
 */
export function plainForwardedFor(header: string): string | undefined {
  const entries = header.split(',').map(addressOf)
  const known = entries.slice(entries.findLastIndex((entry) => isIP(entry) === 0) + 1)
  return known.length > 0 ? known.join(', ') : undefined
}

function addressOf(entry: string): string {
  const trimmed = entry.trim()
  const [, v4, v6] = /^(?:([\d.]+):\d{1,5}|\[([^\]]*)\](?::\d{1,5})?)$/.exec(trimmed) ?? []
  return v4 ?? v6 ?? trimmed
}
