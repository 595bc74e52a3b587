import type { Deps } from '../platform/deps.ts'
import * as queries from './queries.ts'

/** Deletes additions whose time is over, a thousand a call. @returns how many */
export async function sweepAdditions({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  return db.execute(queries.sweep, [clock.now()])
}
