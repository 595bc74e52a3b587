// A server that is killed in the middle of a person's way to another authenticator, and what counts after.
import { randomBytes, randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { waitingFlow } from './bound-client.ts'
import { call } from './client.ts'
import type { EmptyDatabase } from './empty-database.ts'
import { until } from './peer.ts'
import type { ServerProcess } from './server-process.ts'

/** What one is started with, again and again: it comes back to its own database, with the same keys. */
export const environmentOf = ({ url }: EmptyDatabase) => ({
  DATABASE_URL: url,
  ROOT_KEY: randomBytes(32).toString('hex'),
  TRUSTED_PROXIES: '127.0.0.1',
})

/** Kills the server while it is at `work`, within so many milliseconds: the answer reaches nobody. */
export async function killWithin(server: ServerProcess, milliseconds: number, work: Promise<unknown>): Promise<void> {
  const lost = work.catch(() => undefined)
  await sleep(randomInt(milliseconds))
  await server.kill()
  await lost
}

/** After the right password, `sign-in/<path>` with this proof. @returns the refusal's code, or the state that follows */
export async function tryFactor(server: ServerProcess, identifier: string, path: string, proof: object) {
  const { flow } = await waitingFlow(server, identifier)
  const { body } = await call(server, 'POST', `sign-in/${path}`, { flow, ...proof })
  return body.code ?? body.state
}

/** How many keys and phrases the account has. */
export async function countCredentials(database: EmptyDatabase, accountId: string) {
  const [row] = await database.query<{ keys: number; phrases: number }>(
    `SELECT (SELECT count(*)::int FROM totp_secrets WHERE account_id = $1) AS keys,
       (SELECT count(*)::int FROM recovery_keys WHERE account_id = $1) AS phrases`,
    [accountId],
  )
  return row
}

/**
 * Kills the server in the middle of a transaction of `work`: at its first statement that writes to `table`, with all that it wrote
 * before not committed yet.
 */
export async function killInside(
  server: ServerProcess,
  database: EmptyDatabase,
  table: string,
  work: () => Promise<unknown>,
): Promise<void> {
  const others = 'FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'
  const isSo = async (what: string) => (await database.query(`SELECT 1 WHERE ${what}`)).length > 0
  const lock = `DO $$ BEGIN LOCK TABLE ${table} IN EXCLUSIVE MODE; PERFORM pg_sleep(60); END $$`
  const locked = database.query(lock).catch(() => undefined)
  await until(() => isSo(`EXISTS (SELECT ${others} AND wait_event = 'PgSleep')`))
  const lost = work().catch(() => undefined)
  await until(() => isSo(`EXISTS (SELECT ${others} AND wait_event_type = 'Lock')`))
  await server.kill()
  await database.query(`SELECT pg_cancel_backend(pid) ${others} AND wait_event = 'PgSleep'`)
  await Promise.all([locked, lost])
  // Whatever it had under way is over, one way or the other.
  await until(() => isSo(`NOT EXISTS (SELECT ${others} AND state <> 'idle')`))
}
