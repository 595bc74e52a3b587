/** When an account is to be deleted stands in its own row, so that the row's lock decides between all who want something of it. */
import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import * as queries from './queries.ts'

/**
 * Notes when an account is to be deleted, and ends whatever began under its credentials as they were. Call it first in the
 * transaction; the row stays locked.
 *
 * @param expected the credential version when the proof of this began
 * @returns false when the credentials changed since, the account is frozen, or its deletion was asked for already
 */
export async function markForDeletion(
  tx: Queryable,
  accountId: string,
  expected: number,
  deletesAt: Date,
): Promise<boolean> {
  return (await tx.execute(queries.markForDeletion, [accountId, expected, deletesAt])) === 1
}

/** The account stays. @returns false when it was not to be deleted, or is gone */
export async function unmarkForDeletion(tx: Queryable, accountId: string): Promise<boolean> {
  return (await tx.execute(queries.unmarkForDeletion, [accountId])) === 1
}

/** Accounts whose time is over, the longest over first. */
export async function findDue(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  most: number,
): Promise<{ accountId: string; deletesAt: Date }[]> {
  const rows = await db.query(queries.findDue, [clock.now(), most])
  return rows.map((row) => ({ accountId: row.account_id, deletesAt: row.deletes_at }))
}

/**
 * Locks an account whose time is over, so that of several servers one deletes it and nobody keeps it from then on. Call it
 * first in the transaction.
 *
 * @returns false when it is kept, gone, or in somebody's hands just now
 */
export async function lockDue(tx: Queryable, { clock }: Pick<Deps, 'clock'>, accountId: string): Promise<boolean> {
  return (await tx.query(queries.lockDue, [accountId, clock.now()])).length === 1
}

/** Accounts whose end is near, and whose owner was not reminded of that end yet; the nearest first. */
export async function findToRemind({ db, clock }: Pick<Deps, 'db' | 'clock'>, most: number): Promise<string[]> {
  const rows = await db.query(queries.findToRemind, [clock.now(), remindedUntil(clock.now()), most])
  return rows.map((row) => row.account_id)
}

/**
 * Notes that an owner is reminded, in the transaction that does so. Call it first in it: the row stays locked.
 *
 * @returns when the account is deleted; undefined when another server told, it is kept, or in somebody's hands just now
 */
export async function claimReminder(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  accountId: string,
): Promise<Date | undefined> {
  const [row] = await tx.query(queries.claimReminder, [accountId, clock.now(), remindedUntil(clock.now())])
  return row?.deletes_at
}

const remindedUntil = (now: Date): Date => secondsAfter(now, policy.deletionReminderSeconds)

/**
 * Destroys an account: its data key, and with it whatever that sealed; its addresses, which are free again from the commit on. The identifiers go before their claims, so that a rotation of keys makes none anew.
 */
export async function destroyAccount(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.deleteIdentifiers, [accountId])
  await tx.execute(queries.deleteAllClaims, [accountId])
  await tx.execute(queries.deleteAccount, [accountId])
}
