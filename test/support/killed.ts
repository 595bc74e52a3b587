// A server that is killed in the middle of a person's way to another authenticator, and what counts after.
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { waitingFlow } from './bound-client.ts'
import { call } from './client.ts'
import type { EmptyDatabase } from './empty-database.ts'
import type { ServerProcess } from './server-process.ts'

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
