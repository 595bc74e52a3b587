import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export interface EmptyDatabase {
  url: string
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  drop(): Promise<void>
}

/** A new database without a table in it, on the run's Postgres or another. @param as what CREATE DATABASE is told beside the name */
export async function emptyDatabase(as = '', admin = inject('postgresUrl')): Promise<EmptyDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await runOn(admin, `CREATE DATABASE ${name} ${as}`)
  const address = new URL(admin)
  address.pathname = `/${name}`
  const pool = new pg.Pool({ connectionString: address.href, max: 2 })
  pool.on('error', () => {})
  return {
    url: address.href,
    query: async (text, values) => (await pool.query(text, values)).rows,
    async drop() {
      await pool.end()
      await runOn(admin, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
