import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres.ts'
import { migrate } from '../../server/platform/migrate.ts'
import { migrationsDir, readMigrations } from '../../server/platform/migrations.ts'
import { type EmptyDatabase, emptyDatabase } from '../support/empty-database.ts'

const ROWS = 1_000_000
/** The longest that a write may wait for a migration: what somebody signing in does not notice. */
const BLOCKED_MS = 1_000

/** What the first version had; all that came since was put upon it. */
const FIRST = 2

/** What grows with the customers and was altered since. */
const tables: Record<string, { insert: string; values: (id: string) => string }> = {
  accounts: {
    insert: 'INSERT INTO accounts (account_id, data_key, locale, created_at)',
    values: (id) => `${id}, '\\x00'::bytea, 'nb', to_timestamp(0)`,
  },
  sessions: {
    insert: `INSERT INTO sessions (account_id, session_id, token_hash, credential_version, client, browser, system, amr, aal,
      created_at, authenticated_at, last_seen_at, idle_ends_at, ends_at)`,
    values: (id) => `${id}, gen_random_uuid(), '\\x00'::bytea, 1, 'web', 'Firefox', 'Linux', '{pwd}'::text[], 1,
      ${Array(5).fill('to_timestamp(0)').join(', ')}`,
  },
  passwords: {
    insert: 'INSERT INTO passwords (account_id, sealed, changed_at)',
    values: (id) => `${id}, '\\x00'::bytea, to_timestamp(0)`,
  },
  outbox: {
    insert: `INSERT INTO outbox (account_id, message_id, channel, template, locale, state, next_attempt_at, created_at)`,
    values: (id) =>
      `${id}, gen_random_uuid(), 'email', 'sign_up_code', 'nb', 'delivered', to_timestamp(0), to_timestamp(0)`,
  },
}

let database: EmptyDatabase
let dir: string

beforeAll(async () => {
  database = await emptyDatabase()
  dir = await mkdtemp(join(tmpdir(), 'portvakt-migrations-'))
  await cp(migrationsDir, dir, { recursive: true })
  await migrate(database.url, { upTo: FIRST })
  for (const { insert, values } of Object.values(tables))
    await database.query(
      `${insert} SELECT ${values("lpad(to_hex(n), 32, '0')::uuid")} FROM generate_series(1, ${ROWS}) AS n`,
    )
}, 180_000)

afterAll(async () => {
  await database.drop()
  await rm(dir, { recursive: true, force: true })
})

/** Writes to each table as fast as it can until `work` is done. @returns the longest write, in milliseconds */
async function longestWriteDuring(work: Promise<unknown>): Promise<{ longest: number; writes: number }> {
  let isDone = false
  const finished = work.finally(() => {
    isDone = true
  })
  let [longest, writes] = [0, 0]
  do {
    for (const { insert, values } of Object.values(tables)) {
      const startedAt = performance.now()
      await database.query(`${insert} SELECT ${values('gen_random_uuid()')}`)
      longest = Math.max(longest, performance.now() - startedAt)
      writes += 1
    }
  } while (!isDone)
  await finished
  return { longest: Math.round(longest), writes }
}

const indexOf = async (name: string) =>
  (await database.query('SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)', [name]))[0]?.indisvalid

describe(`migrations of a database with ${ROWS} rows in each of ${Object.keys(tables).join(', ')}`, () => {
  it('let writes go on while every one since the first version runs', async () => {
    const applying = migrate(database.url, { dir })
    const { longest, writes } = await longestWriteDuring(applying)
    expect((await applying).length).toBe((await readMigrations()).filter(({ version }) => version > FIRST).length)
    console.log(`${(await applying).length} migrations: ${writes} writes meanwhile, the longest took ${longest} ms`)
    expect(longest).toBeLessThan(BLOCKED_MS)
  })

  it('let writes go on while an index is made', async () => {
    await writeFile(
      join(dir, '9001-index.sql'),
      '-- no transaction\nCREATE INDEX CONCURRENTLY accounts_by_time ON accounts (created_at);\n',
    )
    const { longest, writes } = await longestWriteDuring(migrate(database.url, { dir }))
    console.log(`a new index: ${writes} writes meanwhile, the longest took ${longest} ms`)
    expect(writes).toBeGreaterThan(10)
    expect(longest).toBeLessThan(BLOCKED_MS)
    expect(await indexOf('accounts_by_time')).toBe(true)
  })

  it('are taken up again where a kill cut them off', async () => {
    await writeFile(
      join(dir, '9002-two.sql'),
      `-- no transaction
CREATE INDEX CONCURRENTLY accounts_by_key ON accounts (data_key, created_at);
CREATE INDEX CONCURRENTLY accounts_by_locale ON accounts (locale, created_at);
`,
    )
    const program = join(import.meta.dirname, '..', 'support', 'migrate-process.ts')
    const killed = spawn(process.execPath, [program, database.url, dir], { stdio: 'ignore' })
    while ((await indexOf('accounts_by_key')) === undefined) await sleep(5)
    killed.kill('SIGKILL')
    await once(killed, 'close')
    expect(await database.query('SELECT 1 FROM schema_migrations WHERE version = 9002')).toEqual([])
    expect(await migrate(database.url, { dir })).toEqual(['9002-two.sql'])
    expect([await indexOf('accounts_by_key'), await indexOf('accounts_by_locale')]).toEqual([true, true])
  })
})

/** Every column, index and constraint as text. */
async function schemaOf(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(`
    SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) AS line
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION SELECT concat_ws(' ', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
    ORDER BY line`)
  await client.end()
  return rows.map(({ line }) => line)
}

describe('the schema', () => {
  it("is the same on the embedded Postgres as on the run's own", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'portvakt-schema-'))
    const [embedded, other] = await Promise.all([startEmbeddedPostgres({ dataDir, log: console }), emptyDatabase()])
    try {
      for (const url of [embedded.url, other.url]) await migrate(url)
      expect(await schemaOf(embedded.url)).toEqual(await schemaOf(other.url))
      expect(inject('postgresUrl')).not.toBe(embedded.adminUrl)
    } finally {
      await Promise.all([embedded.stop(), other.drop()])
      await rm(dataDir, { recursive: true, force: true })
    }
  })
})
