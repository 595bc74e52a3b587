import * as accounts from '../../server/accounts/queries.ts'
import * as passwords from '../../server/passwords/queries.ts'
import { type Db, openDb, type Statement } from '../../server/platform/db.ts'
import type { BenchPostgres } from '../database.ts'
import type { Stage } from '../stage.ts'
import { median } from '../statistics.ts'
import { judge, percent, type Row, shown } from '../table.ts'

const APART = { floor: 0.05, goal: 0.03, want: 'less', show: percent } as const
/** Accounts looked up, spread evenly over the whole table: the same number whatever the table's size. */
const SAMPLE = 500

interface Town {
  size: number
  db: Db
  lookups: Buffer[]
  /** Milliseconds a look-up, one median a round. */
  rounds: number[]
}

/** A sign-in's questions, from the address to the password row, by the number of accounts; the towns take turns. */
export async function measureLookUp(stage: Stage): Promise<Row[]> {
  const postgres = await stage.postgres()
  const sizes = stage.smoke ? [1_000, 10_000] : [1_000, 100_000, 1_000_000]
  const towns: Town[] = []
  const scans: string[] = []
  try {
    for (const size of sizes) towns.push(await buildTown(postgres, size, scans))
    for (let round = -2; round < stage.size(60, 6); round++)
      for (const town of round % 2 ? towns : towns.toReversed()) {
        const taken = await timeRound(town)
        if (round >= 0) town.rounds.push(taken) // the first two fill the caches
      }
  } finally {
    for (const { db } of towns) await db.close()
  }
  const times = towns.map(({ rounds }) => median(rounds))
  const note = towns.map(({ size }, at) => `${size}: ${((times[at] as number) * 1000).toFixed(0)} µs`).join(', ')
  const isIndexed = scans.length === 0
  return [
    judge('sign-in look-up, slowest over quickest', Math.max(...times) / Math.min(...times) - 1, APART, note),
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
  for (const { text } of [accounts.findClaim, accounts.find, passwords.find] as Statement<unknown>[]) {
    const isByLookup = text.includes('$1::bytea[]')
    const value = isByLookup ? `ARRAY['\\x${lookups[0]?.toString('hex')}']` : "'00000000-0000-7000-8000-000000000000'"
    const plan = await postgres.run(url, `EXPLAIN (FORMAT JSON) ${text.replace('$1', value)}`)
    if (JSON.stringify(plan).includes('"Seq Scan"')) scans.push(`Seq Scan at ${size}: ${text}`)
  }
  return { size, db: openDb({ url, poolSize: 1 }), lookups, rounds: [] }
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
    `INSERT INTO identifier_claims SELECT '\\x00000001'::bytea || ${bytes(32)}, id, gen_random_uuid() FROM people`,
    `INSERT INTO passwords SELECT id, ${bytes(130)}, '2026-01-01' FROM people`,
    'VACUUM ANALYZE accounts, identifier_claims, passwords',
    'CHECKPOINT',
  ]
}

async function timeRound({ db, lookups }: Town): Promise<number> {
  const times: number[] = []
  for (const lookup of lookups) {
    const begun = performance.now()
    const [claim] = await db.query(accounts.findClaim, [[lookup]])
    const [account] = await db.query(accounts.find, [claim?.account_id])
    const [password] = await db.query(passwords.find, [account?.account_id])
    times.push(performance.now() - begun)
    if (!password) throw new Error('an account of the benchmark has no password')
  }
  return median(times)
}
