import { recordEvent } from '../events/record-event.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import * as queries from './queries.ts'

/** How long withdrawals pause after each change, in seconds. Each reason counts by itself; the later end wins. */
export const holdSeconds = {
  identifier_added: policy.identifierHoldSeconds,
  identifier_changed: policy.credentialHoldSeconds,
  identifier_removed: policy.credentialHoldSeconds,
  password_reset: policy.credentialHoldSeconds,
  password_changed: policy.credentialHoldSeconds,
  thawed: policy.credentialHoldSeconds,
  authenticator_bound: policy.firstBindingHoldSeconds,
  authenticator_changed: policy.credentialHoldSeconds,
  authenticator_removed: policy.credentialHoldSeconds,
  recovery_key_used: policy.credentialHoldSeconds,
  deletion_cancelled: policy.credentialHoldSeconds,
  passkey_added: policy.firstBindingHoldSeconds,
  passkey_removed: policy.credentialHoldSeconds,
  passkey_suspended: policy.credentialHoldSeconds,
} as const

export type HoldReason = keyof typeof holdSeconds

export const holdReasons = Object.keys(holdSeconds) as HoldReason[]

export interface Hold {
  reason: string
  endsAt: Date
}

/**
 * Starts a hold, in the transaction of the change that causes it, and tells operators' programs. Nothing and nobody
 * shortens one: there is no statement that changes a hold in force, or deletes one of an account that lives. A deletion that
 * is under way holds by itself, see `queries.list`, and whoever calls it off waits as after any other change.
 *
 * @returns when it ends
 */
export async function startHold(
  tx: Queryable,
  deps: Pick<Deps, 'clock'>,
  accountId: string,
  reason: HoldReason,
): Promise<Date> {
  const now = deps.clock.now()
  const endsAt = secondsAfter(now, holdSeconds[reason])
  await tx.execute(queries.insert, [accountId, newId(), reason, now, endsAt])
  await announceHolds(tx, deps, accountId)
  return endsAt
}

/** Tells operators' programs what is on hold now, in the transaction that changed it. */
export async function announceHolds(tx: Queryable, deps: Pick<Deps, 'clock'>, accountId: string): Promise<void> {
  const holds = describeHolds(await list(tx, deps.clock.now(), accountId))
  await recordEvent(tx, deps, accountId, { type: 'account.hold.changed', data: { holds } })
}

/** The holds in force, the one that ends last first. */
export async function listHolds(
  { db, clock }: Pick<Deps, 'clock'> & { db: Queryable },
  accountId: string,
): Promise<Hold[]> {
  return list(db, clock.now(), accountId)
}

async function list(db: Queryable, now: Date, accountId: string): Promise<Hold[]> {
  const rows = await db.query(queries.list, [accountId, now])
  return rows.map((row) => ({ reason: row.reason, endsAt: row.ends_at }))
}

/** Holds as every answer and event has them. */
export function describeHolds(holds: readonly Hold[]): { reason: string; endsAt: string }[] {
  return holds.map(({ reason, endsAt }) => ({ reason, endsAt: endsAt.toISOString() }))
}
