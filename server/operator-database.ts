// The servers' database, for a command that runs beside them or without them.
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Config } from './config.ts'
import { cannotStart } from './platform/cannot-start.ts'
import { connectDatabase } from './platform/connect-database.ts'
import type { Db } from './platform/db.ts'
import { openDb } from './platform/db.ts'

export interface OperatorDatabase {
  db: Db
  close(): Promise<void>
}

/** @throws cannotStart when there is none, or no server has set it up */
export async function openOperatorDatabase(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<OperatorDatabase> {
  const { url, stop } = config.databaseUrl ? { url: config.databaseUrl, stop: async () => {} } : await embedded(config)
  await requireSchema(url).catch(async (error) => {
    await stop()
    throw error
  })
  const db = openDb({ url, poolSize: 4 })
  return {
    db,
    async close() {
      await db.close()
      await stop()
    },
  }
}

/** The embedded database of a server that runs, or started for the time of the command. */
async function embedded({ dataDir }: Pick<Config, 'dataDir'>): Promise<{ url: string; stop(): Promise<void> }> {
  await access(join(dataDir, 'postgres')).catch((cause) => {
    throw cannotStart(
      `There is no database in ${dataDir} yet: start Portvakt first, or give its DATA_DIR or DATABASE_URL.`,
      cause,
    )
  })
  const { runningEmbeddedUrl, startEmbeddedPostgres } = await import('./platform/embedded-postgres.ts')
  const running = await runningEmbeddedUrl(dataDir)
  if (running) return { url: running, stop: async () => {} }
  return startEmbeddedPostgres({ dataDir, log: pino({ level: 'silent' }) })
}

async function requireSchema(url: string): Promise<void> {
  const client = await connectDatabase(url)
  try {
    const { rows } = await client.query("SELECT to_regclass('keys') IS NOT NULL AS exists")
    if (!rows[0].exists) throw cannotStart('The database has no Portvakt in it yet: start a server first.')
  } finally {
    await client.end()
  }
}
