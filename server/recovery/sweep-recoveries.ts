import type { Deps } from '../platform/deps.ts'
import * as queries from './queries.ts'

/** Deletes resets whose time is over, a thousand a call. */
export async function sweepRecoveries({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  await db.execute(queries.sweep, [clock.now()])
}
