import type { Deps } from '../platform/deps.ts'
import * as queries from './queries.ts'
import { sweep as sweepStrangers } from './stranger-queries.ts'

/** Deletes counters whose time is over, a thousand of each a call. @returns how many of one */
export async function sweepLimits({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  const now = clock.now()
  const swept = []
  for (const sweep of [queries.sweepAttempts, queries.sweepBudgets, sweepStrangers])
    swept.push(await db.execute(sweep, [now]))
  return Math.max(...swept)
}
