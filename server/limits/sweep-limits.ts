import type { Deps } from '../platform/deps.ts'
import * as queries from './queries.ts'

/** Deletes counters whose time is over, a thousand a call. */
export async function sweepLimits({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  const now = clock.now()
  await db.execute(queries.sweepAttempts, [now])
  await db.execute(queries.sweepBudgets, [now])
}
