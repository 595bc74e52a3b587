import { recordEvent } from '../events/record-event.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import * as queries from './queries.ts'

/** How long withdrawals pause after each change, in seconds. Each reason counts by itself; the later end wins. */
const seconds = {
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
} as const

export type HoldReason = keyof typeof seconds

export interface Hold {
  reason: string
  endsAt: Date
}

/**
 * Starts a hold, in the transaction of the change that causes it, and tells operators' programs. Nothing and nobody
 * shortens one: there is no statement that changes or deletes a hold in force.
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
  const endsAt = secondsAfter(now, seconds[reason])
  await tx.execute(queries.insert, [accountId, newId(), reason, now, endsAt])
  const holds = describeHolds(await list(tx, now, accountId))
  await recordEvent(tx, deps, accountId, { type: 'account.hold.changed', data: { holds } })
  return endsAt
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
