/**
 * Whose network an address is in: number and name of the autonomous system, from a table that comes with the program
 * (scripts/build-networks.ts makes it). Nobody outside is asked.
 */
import { readFile } from 'node:fs/promises'
import { isIPv4, isIPv6 } from 'node:net'
import { join } from 'node:path'

export interface Network {
  /** Number of the autonomous system (RFC 1930). */
  asn: number
  /** What its operator is called in the registries. */
  name: string
}

interface Table {
  starts4: Uint32Array
  operators4: Uint32Array
  /** Of the upper half of an IPv6 address, the two halves of it. */
  high6: Uint32Array
  low6: Uint32Array
  operators6: Uint32Array
  numbers: Uint32Array
  nameEnds: Uint32Array
  names: Buffer
}

const FILE = join(import.meta.dirname, '..', '..', 'dist', 'networks.bin')

let reading: Promise<Table | undefined> | undefined

/**
 * A hint for the account's owner, and a part of its history; never evidence alone.
 *
 * @param ip as the socket or a trusted proxy names it
 * @returns undefined for an address of no network, as loopback and private ones are, or when there is no table
 */
export async function networkNameOf(ip: string): Promise<Network | undefined> {
  // Read at the first sign-in: a start has no use for it.
  reading ??= readFile(FILE).then(readTable, () => undefined)
  const table = await reading
  const bare = ip.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
  return table && networkIn(table, bare)
}

function readTable(file: Buffer): Table {
  // Into memory of its own, where numbers lie at whole multiples of their size.
  const bytes = new Uint8Array(file).buffer
  const [count4 = 0, count6 = 0, operators = 0] = new Uint32Array(bytes, 0, 3)
  let at = 12
  const next = (count: number) => {
    const numbers = new Uint32Array(bytes, at, count)
    at += count * 4
    return numbers
  }
  return {
    starts4: next(count4),
    operators4: next(count4),
    high6: next(count6),
    low6: next(count6),
    operators6: next(count6),
    numbers: next(operators),
    nameEnds: next(operators + 1),
    names: Buffer.from(bytes, at),
  }
}

function networkIn(table: Table, ip: string): Network | undefined {
  const operator = isIPv4(ip) ? operatorOf4(table, ip) : isIPv6(ip) ? operatorOf6(table, ip) : 0
  if (!operator) return undefined
  const [start, end] = [table.nameEnds[operator - 1], table.nameEnds[operator]]
  return { asn: table.numbers[operator - 1] ?? 0, name: table.names.toString('utf8', start, end) }
}

function operatorOf4({ starts4, operators4 }: Table, ip: string): number {
  const address = ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  return operators4[lastWhere(starts4.length, (at) => (starts4[at] ?? 0) <= address)] ?? 0
}

function operatorOf6({ high6, low6, operators6 }: Table, ip: string): number {
  const [a = 0, b = 0, c = 0, d = 0] = upperHalf(ip)
  const [high, low] = [a * 65_536 + b, c * 65_536 + d]
  const isBefore = (at: number) => {
    const start = high6[at] ?? 0
    return start < high || (start === high && (low6[at] ?? 0) <= low)
  }
  return operators6[lastWhere(high6.length, isBefore)] ?? 0
}

/** The first four groups of an IPv6 address. */
function upperHalf(ip: string): number[] {
  // The URL parser writes every IPv6 address in its one short form (WHATWG URL §3.5).
  const [head = '', tail] = new URL(`http://[${ip}]`).hostname.slice(1, -1).split('::')
  const [left, right] = [head, tail ?? ''].map((part) => (part ? part.split(':') : []))
  const gap = tail === undefined ? 0 : 8 - (left?.length ?? 0) - (right?.length ?? 0)
  const groups = [...(left ?? []), ...Array(gap).fill('0'), ...(right ?? [])]
  return groups.slice(0, 4).map((group) => Number.parseInt(group, 16))
}

/** The last of `count` places in order for which something holds, as it does for all before it; -1 for none. */
function lastWhere(count: number, holds: (at: number) => boolean): number {
  let [low, high] = [-1, count - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}
