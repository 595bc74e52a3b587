import { BlockList, isIPv6 } from 'node:net'

const mapped = new BlockList()
mapped.addSubnet('::ffff:0:0', 96, 'ipv6')

/**
 * The network a request counts for: an IPv4 address, or the /64 of an IPv6 address, which one customer line can hop about
 * in freely (Better Auth CVE-2026-45364). Every spelling of one address gives one network.
 *
 * @param ip as the socket or a trusted proxy names it
 */
export function networkOf(ip: string): string {
  const bare = ip.split('%')[0] ?? ip
  if (!isIPv6(bare)) return bare
  const groups = expandIpv6(bare)
  if (mapped.check(bare, 'ipv6')) return ipv4Of(groups)
  return `${groups.slice(0, 4).join(':')}::/64`
}

/**
 * The site a network belongs to: the /48 of a /64 (RFC 6177 §2), which one subscriber may have whole, with 65,536 networks in it; an
 * IPv4 address is a site of its own.
 *
 * @param network see `networkOf`
 */
export const siteOf = (network: string): string =>
  network.endsWith('::/64') ? `${network.split(':').slice(0, 3).join(':')}::/48` : network

function expandIpv6(ip: string): string[] {
  // The URL parser writes every IPv6 address in its one short form (WHATWG URL §3.5), dotted tails included.
  const short = new URL(`http://[${ip}]`).hostname.slice(1, -1)
  const [head = '', tail] = short.split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  return tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right]
}

function ipv4Of(groups: string[]): string {
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16))
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
