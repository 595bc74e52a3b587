// Packs the ranges of the internet's networks (@ip-location-db/asn) into dist/networks.bin, which server/platform/network-table.ts
// reads: 60 MB of text become 8 MB that are searched as they lie.
import { createReadStream, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

/** In ranges that follow one another: what begins at `start`, up to the next, belongs to `operator`; 0 is nobody. */
interface Range {
  start: bigint
  operator: number
}

const LOW_64 = 64n
const LONGEST_NAME = 60

/** @param out the file to write */
export async function buildNetworks(out: string): Promise<void> {
  const source = dirname(createRequire(import.meta.url).resolve('@ip-location-db/asn/package.json'))
  const operators = new Map<number, { at: number; name: string }>()
  const v4 = await ranges(join(source, 'asn-ipv4-num.csv'), operators, 0n)
  const v6 = await ranges(join(source, 'asn-ipv6-num.csv'), operators, LOW_64)
  mkdirSync(dirname(out), { recursive: true })
  writeFileSync(`${out}.new`, pack(v4, v6, operators))
  renameSync(`${out}.new`, out)
}

/** @param drop bits of an address that one customer line hops about in */
async function ranges(
  file: string,
  operators: Map<number, { at: number; name: string }>,
  drop: bigint,
): Promise<Range[]> {
  const found: Range[] = []
  const begin = (start: bigint, operator: number) => {
    const last = found.at(-1)
    if (last?.start === start) last.operator = operator
    else if (last?.operator !== operator) found.push({ start, operator })
  }
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [, first = '', last = '', asn = '', quoted, plain] =
      /^(\d+),(\d+),(\d+),(?:"((?:[^"]|"")*)"|(.*))$/.exec(line) ?? []
    if (!asn) continue
    const known = operators.get(Number(asn)) ?? { at: operators.size + 1, name: tidy(quoted ?? plain ?? '') }
    operators.set(Number(asn), known)
    begin(BigInt(first) >> drop, known.at)
    begin((BigInt(last) >> drop) + 1n, 0)
  }
  return found
}

const tidy = (name: string) =>
  name
    .replaceAll('""', '"')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '')
    .slice(0, LONGEST_NAME)

/** Numbers are little-endian. Counts, the starts and operators of both, the operators' numbers, where their names begin, names. */
function pack(v4: Range[], v6: Range[], operators: Map<number, { name: string }>): Buffer {
  const names = [...operators.values()].map(({ name }) => Buffer.from(name))
  const offsets = new Uint32Array(names.length + 1)
  for (const [at, name] of names.entries()) offsets[at + 1] = (offsets[at] ?? 0) + name.length
  const numbers = (values: Iterable<number>) => Buffer.from(Uint32Array.from(values).buffer)
  return Buffer.concat([
    numbers([v4.length, v6.length, names.length]),
    numbers(v4.map(({ start }) => Number(start))),
    numbers(v4.map(({ operator }) => operator)),
    numbers(v6.map(({ start }) => Number(start >> 32n))),
    numbers(v6.map(({ start }) => Number(start & 0xffffffffn))),
    numbers(v6.map(({ operator }) => operator)),
    numbers(operators.keys()),
    Buffer.from(offsets.buffer),
    ...names,
  ])
}
