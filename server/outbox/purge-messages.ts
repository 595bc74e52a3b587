import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { purgeDecoys, purgeFinished, purgeKept } from './queries.ts'

/** How long demo mode keeps a message for the outbox page. */
export const KEPT_SECONDS = 24 * 60 * 60
/** How long the row of a finished message stays, without its text: long enough to answer "did my code go out?". */
export const FINISHED_SECONDS = 14 * 24 * 60 * 60

/** Deletes what has lain long enough, a thousand of each kind a call. @returns how many of one kind; call again while it is full */
export async function purgeMessages({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  const now = clock.now()
  const kept = secondsAfter(now, -KEPT_SECONDS)
  return Math.max(
    await db.execute(purgeKept, [kept]),
    await db.execute(purgeDecoys, [kept]),
    await db.execute(purgeFinished, [secondsAfter(now, -FINISHED_SECONDS)]),
  )
}
