import { bindFactor, unbindFactor } from '../accounts/factors.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import * as queries from './queries.ts'
import { renewTotpTries } from './totp-tries.ts'

export interface ConfirmedKey {
  secretId: string
  key: Uint8Array
  /** Of the code that confirmed it, which is thereby used. */
  step: number
}

/**
 * Makes `key` the account's one authenticator key, in the place of the one before, which is dead from the commit on. Call it
 * in the transaction of the enrolment.
 */
export async function enrolTotp(tx: Queryable, deps: Deps, accountId: string, confirmed: ConfirmedKey): Promise<void> {
  const { secretId, key, step } = confirmed
  await tx.execute(queries.put, [accountId, secretId, sealTotp(deps, accountId, secretId, key), step, deps.clock.now()])
  await renewTotpTries(tx, deps, accountId)
  await bindFactor(tx, accountId, 'totp')
}

/** From the commit on no code of it opens anything. */
export async function removeTotp(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.remove, [accountId])
  await unbindFactor(tx, accountId, 'totp')
}

/** The phrase was used in its place: it proves nothing any more, whoever holds the phone, and waits to be replaced. */
export async function suspendTotp(tx: Queryable, { clock }: Pick<Deps, 'clock'>, accountId: string): Promise<void> {
  await tx.execute(queries.suspend, [accountId, clock.now()])
}

/** When the account's authenticator was bound; undefined: there is none. */
export async function findTotp(
  { db }: { db: Queryable },
  accountId: string,
): Promise<{ enrolledAt: Date; isSuspended: boolean } | undefined> {
  const [row] = await db.query(queries.find, [accountId])
  return row && { enrolledAt: row.enrolled_at, isSuspended: row.suspended_at !== null }
}

/** Under a server key and bound to account and secret: a copied database holds no key, a copied row opens nothing. */
export function sealTotp({ keys }: Pick<Deps, 'keys'>, accountId: string, secretId: string, key: Uint8Array): Buffer {
  return keys.seal('totp', key, totpContext(accountId, secretId))
}

export const totpContext = (accountId: string, secretId: string): string[] => ['totp', accountId, secretId]
