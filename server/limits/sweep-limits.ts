import type { Deps } from '../platform/deps.ts'
import * as queries from './queries.ts'

/** Deletes counters whose time is over, a thousand of each a call. @returns how many of one */
export async function sweepLimits({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  const now = clock.now()
  return Math.max(await db.execute(queries.sweepAttempts, [now]), await db.execute(queries.sweepBudgets, [now]))
}
