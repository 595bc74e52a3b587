// The servers' database, for a command that runs beside them or without them.
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Config } from './config.ts'
import { cannotStart } from './platform/cannot-start.ts'
import type { Db } from './platform/db.ts'
import { openDb } from './platform/db.ts'
import { requireMigrated } from './platform/migrate.ts'

export interface OperatorDatabase {
  db: Db
  /** Asks again what was asked before it was opened: whoever works for days may be overtaken. @throws cannotStart */
  check(): Promise<void>
  close(): Promise<void>
}

/** @throws cannotStart when there is none, or it does not stand where this program does */
export async function openOperatorDatabase(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<OperatorDatabase> {
  const { url, stop } = config.databaseUrl ? { url: config.databaseUrl, stop: async () => {} } : await embedded(config)
  await requireMigrated(url).catch(async (error) => {
    await stop()
    throw error
  })
  const db = openDb({ url, poolSize: 4 })
  return {
    db,
    check: () => requireMigrated(url),
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
