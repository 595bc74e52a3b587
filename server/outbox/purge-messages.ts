import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { purgeMessages as deleteOld } from './queries.ts'

/** How long demo mode keeps a message for the outbox page. */
export const KEPT_SECONDS = 24 * 60 * 60
/** How long the row of a finished message stays, without its text: long enough to answer "did my code go out?". */
export const FINISHED_SECONDS = 14 * 24 * 60 * 60

/** Deletes one portion (1,000 rows at most) of what has lain long enough. @returns how many went; call again while it is full */
export async function purgeMessages({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  const now = clock.now()
  return db.execute(deleteOld, [secondsAfter(now, -KEPT_SECONDS), secondsAfter(now, -FINISHED_SECONDS)])
}
