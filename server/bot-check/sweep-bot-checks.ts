import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import * as queries from './queries.ts'

/** Servers' clocks may differ by half a minute: none of them takes a proof again that another has forgotten. */
const CLOCKS_APART_SECONDS = 60

/** Deletes used proofs that have expired, a thousand a call. @returns how many */
export async function sweepBotChecks({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  return db.execute(queries.sweep, [secondsAfter(clock.now(), -CLOCKS_APART_SECONDS)])
}
