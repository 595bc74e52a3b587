import { randomBytes } from 'node:crypto'
import { canonicalIdentifier } from '../../server/accounts/identifier.ts'
import * as accounts from '../../server/accounts/queries.ts'
import { newDeviceSecret } from '../../server/devices/device-secret.ts'
import * as passwords from '../../server/passwords/queries.ts'
import type { Statement } from '../../server/platform/db.ts'
import { lookUp } from '../../server/sign-in/look-up.ts'
import type { BenchPostgres } from '../database.ts'
import { type BenchDeps, openDeps } from '../people.ts'
import type { Stage } from '../stage.ts'
import { median } from '../statistics.ts'
import { judge, percent, type Row, shown } from '../table.ts'

const APART = { floor: 0.05, goal: 0.03, want: 'less', show: percent } as const
/**
 * Accounts looked up, spread evenly over the whole table: the same number whatever its size, and few enough that their
 * pages of all towns stay in Postgres' memory. What is compared is the path to a row, not the machine's memory.
 */
const SAMPLE = 200

interface Town {
  size: number
  url: string
  rootKey: string
  lookups: Buffer[]
  /** Milliseconds a look-up, one median a round. */
  rounds: number[]
}

/** Whose lookup is not what is measured: each town has its own. */
const anybody = canonicalIdentifier('somebody@example.com')
const deviceSecret = newDeviceSecret()

/** A sign-in's questions, from the address to the password row, by the number of accounts; the towns take turns. */
export async function measureLookUp(stage: Stage): Promise<Row[]> {
  const postgres = await stage.postgres()
  const sizes = stage.smoke ? [1_000, 10_000] : [1_000, 100_000, 1_000_000]
  const towns: Town[] = []
  const scans: string[] = []
  for (const size of sizes) towns.push(await buildTown(postgres, size, scans))
  for (let stay = 0; stay < stage.size(20, 2); stay++)
    // Each always comes after another one, and as often after the one as after the other: whoever follows on itself finds the
    // processor's caches full of its own.
    await visit(stay % 2 ? towns : towns.toReversed(), stage.size(10, 2))
  const note = towns.map(({ size, rounds }) => `${size}: ${(median(rounds) * 1000).toFixed(0)} µs`).join(', ')
  const shares = towns.map(sharesOf(towns)).map(median)
  const isIndexed = scans.length === 0
  return [
    judge('sign-in look-up, slowest over quickest', Math.max(...shares) / Math.min(...shares) - 1, APART, note),
    {
      ...shown('its plans', isIndexed ? 'index scans alone' : scans.join(', ')),
      floor: 'index scans',
      goal: 'index scans',
      verdict: isIndexed ? 'goal' : 'MISSED',
    },
  ]
}

async function buildTown(postgres: BenchPostgres, size: number, scans: string[]): Promise<Town> {
  const url = await postgres.createDatabase(`town_${size}`)
  await postgres.run(url, ...populate(size))
  const every = Math.floor(size / SAMPLE)
  const rows = await postgres.run<{ lookup: Buffer }>(
    url,
    `SELECT lookup FROM (SELECT lookup, row_number() OVER (ORDER BY account_id) AS number FROM identifier_claims) AS numbered
     WHERE number % ${every} = 0 ORDER BY md5(lookup)`,
  )
  const lookups = rows.map((row) => row.lookup)
  for (const { text } of [accounts.findClaim, accounts.findProfile, passwords.find] as Statement<unknown>[]) {
    // The plan for whatever is asked, which a prepared statement may come to use, and so the worst it does.
    const plan = JSON.stringify(await postgres.run(url, `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`))
    if (plan.includes('"Seq Scan"')) scans.push(`Seq Scan at ${size}: ${text}`)
  }
  return { size, url, rootKey: randomBytes(32).toString('hex'), lookups, rounds: [] }
}

/** Rows of the sizes that real ones have; nothing in them is ever opened. */
function populate(size: number): string[] {
  const bytes = (count: number) => {
    const pieces = Array.from({ length: Math.ceil(count / 32) }, () => 'sha256(random()::text::bytea)')
    return `substring(${pieces.join(' || ')} FROM 1 FOR ${count})`
  }
  const people = `generate_series(1, ${size}) AS number`
  return [
    `CREATE TEMP TABLE people AS SELECT uuidv7(number * interval '1 second' - interval '1 year') AS id FROM ${people}`,
    `INSERT INTO accounts SELECT id, ${bytes(65)}, 'nb', 1, '2026-01-01' FROM people`,
    `INSERT INTO identifiers SELECT id, gen_random_uuid(), 'email', ${bytes(60)}, '2026-01-01', '2026-01-01' FROM people`,
    `INSERT INTO identifier_claims SELECT '\\x00000001'::bytea || ${bytes(32)}, id, gen_random_uuid() FROM people`,
    `INSERT INTO passwords SELECT id, ${bytes(130)}, '2026-01-01' FROM people`,
    `INSERT INTO devices (account_id, device_id, device_lookup, client, browser, system, place, first_seen_at, last_seen_at)
     SELECT id, gen_random_uuid(), ${bytes(32)}, 'web', 'Firefox', 'Linux', '', '2026-01-01', '2026-01-01' FROM people`,
    'VACUUM ANALYZE devices, accounts, identifiers, identifier_claims, passwords',
    'CHECKPOINT',
  ]
}

/** Of each round, how much of it was one town's: all of a round meet the machine as it is then. */
const sharesOf =
  (towns: readonly Town[]) =>
  ({ rounds }: Town) =>
    rounds.map((taken, round) => taken / towns.reduce((sum, each) => sum + (each.rounds[round] as number), 0))

/**
 * Looks up in each in turn, over connections of its own that are new each time: where a process of Postgres happens to lie in memory
 * makes it up to 8 % quicker or slower for as long as it lives.
 */
async function visit(towns: readonly Town[], rounds: number): Promise<void> {
  const opened: { town: Town; bench: BenchDeps }[] = []
  try {
    for (const town of towns) opened.push({ town, bench: await openDeps(town.url, town.rootKey) })
    for (let round = -1; round < rounds; round++)
      for (const { town, bench } of opened) {
        const taken = await timeRound(bench, town)
        if (round >= 0) town.rounds.push(taken) // the first fills the caches
      }
  } finally {
    for (const { bench } of opened) await bench.close()
  }
}

async function timeRound({ deps }: BenchDeps, { lookups }: Town): Promise<number> {
  const times: number[] = []
  for (const lookup of lookups) {
    const begun = performance.now()
    const keys = { ...deps.keys, macs: () => [lookup] }
    const { stored } = await lookUp({ ...deps, keys }, anybody, deviceSecret)
    times.push(performance.now() - begun)
    if (!stored.row) throw new Error('an account of the benchmark has no password')
  }
  return median(times)
}
