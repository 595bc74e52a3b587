import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import * as queries from './queries.ts'

/** Withdrawals paused after a change. Each reason has its own row; the later end wins and nothing shortens one. */
export type HoldReason = 'identifier_added'

export interface Hold {
  reason: string
  endsAt: Date
}

const seconds: Record<HoldReason, number> = { identifier_added: policy.identifierHoldSeconds }

/** Starts a hold, in the transaction of the change that causes it. @returns when it ends */
export async function startHold(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  accountId: string,
  reason: HoldReason,
): Promise<Date> {
  const now = clock.now()
  const endsAt = secondsAfter(now, seconds[reason])
  await tx.execute(queries.insert, [accountId, newId(), reason, now, endsAt])
  return endsAt
}

/** The holds in force, the one that ends last first. */
export async function listHolds({ db, clock }: Pick<Deps, 'db' | 'clock'>, accountId: string): Promise<Hold[]> {
  const rows = await db.query(queries.list, [accountId, clock.now()])
  return rows.map((row) => ({ reason: row.reason, endsAt: row.ends_at }))
}
