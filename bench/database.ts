// A Postgres of the benchmark's own: the embedded one, set up as it always is, every commit synced.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../server/platform/embedded-postgres.ts'
import { migrate } from '../server/platform/migrate.ts'

export interface BenchPostgres {
  /** Makes a migrated database. @returns its address */
  createDatabase(name: string): Promise<string>
  /** Statements by the superuser, over one connection. @returns the last one's rows */
  run<Row extends pg.QueryResultRow>(url: string, ...statements: string[]): Promise<Row[]>
  stop(): Promise<void>
}

export async function startPostgres(): Promise<BenchPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'portvakt-bench-'))
  const { adminUrl, stop } = await startEmbeddedPostgres({ dataDir, log: console })
  const addressOf = (name: string) => {
    const url = new URL(adminUrl)
    url.pathname = `/${name}`
    return url.href
  }
  return {
    async createDatabase(name) {
      await run(adminUrl, `CREATE DATABASE ${name}`)
      await migrate(addressOf(name))
      return addressOf(name)
    },
    run,
    async stop() {
      await stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function run<Row extends pg.QueryResultRow>(url: string, ...statements: string[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    let rows: Row[] = []
    for (const statement of statements) rows = (await client.query<Row>(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}
