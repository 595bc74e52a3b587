import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import * as queries from './queries.ts'

/**
 * Deletes codes whose time is over, a thousand a call. They stay for as long as the flow that asked for them, so that
 * whoever comes late is told so, and not that the code was used. @returns how many
 */
export async function sweepCodes({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  return db.execute(queries.sweep, [secondsAfter(clock.now(), -policy.flowTtlSeconds)])
}
