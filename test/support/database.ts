// A fresh, migrated database and the Deps to use it with; the clock moves only when told to.
import { createHash, randomBytes } from 'node:crypto'
import pg from 'pg'
import pino from 'pino'
import { inject } from 'vitest'
import { type Config, readConfig } from '../../server/config.ts'
import { openDb } from '../../server/platform/db.ts'
import type { Deps } from '../../server/platform/deps.ts'
import { type LoadedKeys, loadKeys } from '../../server/platform/keys.ts'
import { migrate } from '../../server/platform/migrate.ts'
import { readMigrations } from '../../server/platform/migrations.ts'
import { createPasswordHasher } from '../../server/platform/password-hasher.ts'
import { localRootKey } from '../../server/platform/root-key.ts'

export interface TestClock {
  now(): Date
  advance(seconds: number): void
}

export interface TestDatabase {
  url: string
  deps: Deps & { clock: TestClock; keys: LoadedKeys }
  /** For looking into the tables; the product's own way is `deps.db`. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  drop(): Promise<void>
}

export interface TestDatabaseOptions {
  config?: Partial<Config>
  /** Argon2id as the policy has it; without, a weak one, since most tests are not about its strength. */
  realHashing?: boolean
  /** 32 bytes, for a server in a process of its own to open the same values; else random. */
  rootKey?: Buffer
}

/** Makes one database, copied from a migrated template; drop it after the file's tests. */
export async function withDatabase({ config, realHashing, rootKey }: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const admin = inject('postgresUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  const template = await ensureTemplate(admin)
  await run(admin, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  const url = urlOf(admin, name)
  const db = openDb({ url, poolSize: 20 })
  const clock = movableClock()
  const keys = await loadKeys(db, localRootKey(rootKey ?? randomBytes(32)), clock)
  const hasher = await createPasswordHasher({
    slots: 2,
    queue: 1000,
    memoryKib: realHashing ? 46 * 1024 : 1024,
    iterations: 1,
    parallelism: 1,
  })
  const deps = { db, clock, keys, hasher, config: { ...readConfig({}), ...config }, log: pino({ level: 'silent' }) }
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  pool.on('error', () => {})
  return {
    url,
    deps,
    query: async (text, values) => (await pool.query(text, values)).rows,
    async drop() {
      await keys.close()
      await Promise.all([db.close(), pool.end()])
      await run(admin, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

function movableClock(): TestClock {
  let ahead = 0
  return {
    now: () => new Date(Date.now() + ahead),
    advance: (seconds) => {
      ahead += seconds * 1000
    },
  }
}

const TEMPLATE_LOCK = 7_065_176

/** One template for all test processes and for as long as the migrations stay as they are. */
async function ensureTemplate(admin: string): Promise<string> {
  const files = await readMigrations()
  const version = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 12)
  const name = `template_${version}`
  const client = new pg.Client({ connectionString: admin })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (rowCount === 0) {
      const half = `half_${version}`
      await client.query(`DROP DATABASE IF EXISTS ${half} WITH (FORCE)`)
      await client.query(`CREATE DATABASE ${half}`)
      await migrate(urlOf(admin, half))
      await client.query(`ALTER DATABASE ${half} RENAME TO ${name}`)
    }
    return name
  } finally {
    await client.end() // and with it the lock goes
  }
}

function urlOf(admin: string, name: string): string {
  const url = new URL(admin)
  url.pathname = `/${name}`
  return url.href
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
