// Brings a database to this program's schema at start, while other servers go on working on it.
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { cannotStart } from './cannot-start.ts'
import { connectDatabase } from './connect-database.ts'
import { concurrentIndexOf, type Migration, readMigrations, statementsOf } from './migrations.ts'
import { requireUsable } from './require-usable.ts'

export interface MigrateOptions {
  /** Folder of the files; tests have their own. */
  dir?: string
  /** The last version to apply; all of them when absent. */
  upTo?: number
}

const MIGRATION_LOCK = 7_065_175
const LOCK_POLL_MS = 50
/** A statement that waits for a table lets every later query on it wait behind: it gives up soon and tries again. */
const LOCK_TIMEOUT_MS = 200
const RETRY_MS = 300
const GIVE_UP_MS = 300_000
const LOCK_NOT_AVAILABLE = '55P03'
const DEADLOCK = '40P01'

/**
 * Applies the migrations that the database has not seen, in order. Of several servers that start together one migrates and
 * the others wait for it.
 *
 * @returns the names of the files applied now
 * @throws cannotStart when the database cannot be reached or used, is newer than this program, or was made by other files
 */
export async function migrate(
  url: string,
  { dir, upTo = Number.POSITIVE_INFINITY }: MigrateOptions = {},
): Promise<string[]> {
  const [client, files] = await Promise.all([connectDatabase(url), readMigrations(dir)])
  try {
    await requireUsable(client)
    const wanted = files.filter(({ version }) => version <= upTo)
    if (pending(wanted, await applied(client), files.at(-1)?.version ?? 0).length === 0) return []
    await takeLock(client)
    await createTable(client)
    const missing = pending(wanted, await applied(client), files.at(-1)?.version ?? 0)
    for (const migration of missing) await apply(client, migration)
    return missing.map(({ name }) => name)
  } finally {
    await client.end() // and with it the lock goes
  }
}

/**
 * For what works on a database beside its servers and migrates nothing: passes only when the database stands where this
 * program does. A program that is older would take a column that it does not know for one that needs no key.
 *
 * @throws cannotStart as `migrate` does, and when there is nothing yet or a migration is missing
 */
export async function requireMigrated(url: string, { dir }: MigrateOptions = {}): Promise<void> {
  const [client, files] = await Promise.all([connectDatabase(url), readMigrations(dir)])
  try {
    await requireUsable(client)
    const rows = await applied(client)
    if (rows.length === 0) throw cannotStart('The database has no Portvakt in it yet: start a server first.')
    if (pending(files, rows, files.at(-1)?.version ?? 0).length > 0)
      throw cannotStart('The database is older than this program: start a server first, which brings it up to date.')
  } finally {
    await client.end()
  }
}

interface Applied {
  version: number
  name: string
  checksum: string
}

async function applied(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query("SELECT to_regclass('schema_migrations') IS NOT NULL AS exists")
  if (!rows[0].exists) return []
  return (await client.query<Applied>('SELECT version, name, checksum FROM schema_migrations ORDER BY version')).rows
}

function pending(wanted: Migration[], applied: Applied[], newestOfProgram: number): Migration[] {
  const newest = applied.at(-1)
  if (newest && newest.version > newestOfProgram)
    throw cannotStart(
      `The database is newer than this program (it has migration ${newest.name}, this program ends at ${newestOfProgram}): start the Portvakt that belongs to it.`,
    )
  const seen = new Map(applied.map((row) => [row.version, row]))
  for (const { version, name, checksum } of wanted) {
    const row = seen.get(version)
    if (row && row.checksum !== checksum)
      throw cannotStart(
        `The database was made with another ${row.name} than this program's ${name}: start the Portvakt that belongs to it.`,
      )
  }
  return wanted.filter(({ version }) => !seen.has(version))
}

/** Asks again and again instead of waiting in the database: a waiting statement is what CREATE INDEX CONCURRENTLY waits for. */
async function takeLock(client: pg.Client): Promise<void> {
  while (!(await client.query('SELECT pg_try_advisory_lock($1) AS held', [MIGRATION_LOCK])).rows[0].held)
    await sleep(LOCK_POLL_MS)
}

async function createTable(client: pg.Client): Promise<void> {
  await client
    .query(
      `CREATE TABLE IF NOT EXISTS schema_migrations (
         version    integer     PRIMARY KEY,
         name       text        NOT NULL,
         checksum   text        NOT NULL,
         applied_at timestamptz NOT NULL)`,
    )
    .catch((error) => {
      if (error.code !== '42501') throw error
      throw cannotStart(
        `The database user ${client.user} may not make tables in ${client.database}: make it the database's owner.`,
        error,
      )
    })
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const record = () =>
    client.query('INSERT INTO schema_migrations VALUES ($1, $2, $3, $4)', [
      migration.version,
      migration.name,
      migration.checksum,
      new Date(),
    ])
  if (migration.isTransactional) return withRetries(migration, () => inTransaction(client, migration.sql, record))
  for (const statement of statementsOf(migration.sql)) await withRetries(migration, () => runAlone(client, statement))
  await record()
}

async function inTransaction(client: pg.Client, sql: string, record: () => Promise<unknown>): Promise<void> {
  try {
    await client.query(`BEGIN; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`)
    await client.query(sql)
    await record()
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

/** Runs one statement outside of a transaction. An index that a killed run left half-made is dropped and made again. */
async function runAlone(client: pg.Client, statement: string): Promise<void> {
  const index = concurrentIndexOf(statement)
  if (index) {
    const { rows } = await client.query('SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)', [index])
    if (rows[0]?.indisvalid) return
    if (rows[0]) await client.query(`DROP INDEX CONCURRENTLY ${index}`)
  }
  // What runs concurrently waits for others by design and lets nobody wait.
  await client.query(`SET lock_timeout = ${/\bCONCURRENTLY\b/i.test(statement) ? 0 : LOCK_TIMEOUT_MS}`)
  await client.query(statement)
}

async function withRetries(migration: Migration, work: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + GIVE_UP_MS
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const { code } = error as { code?: string }
      if (code !== LOCK_NOT_AVAILABLE && code !== DEADLOCK) throw error
      if (Date.now() > deadline)
        throw cannotStart(
          `Migration ${migration.name} did not get its lock in ${GIVE_UP_MS / 60_000} minutes: a long transaction holds the table. End it and start again.`,
          error,
        )
      await sleep(RETRY_MS * (0.5 + Math.random()))
    }
  }
}
