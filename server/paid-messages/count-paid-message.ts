import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import {
  DAY_SLOT_SECONDS,
  mostADay,
  type Outcome,
  outcomeOf,
  type PaidAs,
  SLOT_SECONDS,
  type Sums,
  slotAt,
} from './paid-message.ts'
import * as queries from './queries.ts'

export type CountDeps = Pick<Deps, 'db' | 'clock' | 'config'>

const HOUR = 3600
const DAY = 24 * HOUR

/** What was sent of late under the same name. Decides nothing: `countPaidMessage` does. */
export async function findSums(db: Queryable, { clock }: Pick<Deps, 'clock'>, as: PaidAs): Promise<Sums> {
  const now = clock.now()
  // A slot counts for as long as any of it lies within.
  const [hour, day] = [secondsAfter(now, -HOUR - SLOT_SECONDS), secondsAfter(now, -DAY - DAY_SLOT_SECONDS)]
  const rows = await db.query(queries.sums, [as.share, as.prefix, as.country, hour, day])
  const sums: Sums = { prefix: { ...NONE }, country: { ...NONE }, day: { ...NONE } }
  for (const { scope, outcome, count } of rows) sums[scope][outcome] = count
  return sums
}

const NONE = { sent: 0, entered: 0 }

/**
 * The one place that every code by SMS passes before it is written to the outbox: counts it, in its own commit, and tells
 * whether it may be sent. Of many at once, on any number of servers, no more pass than are left.
 *
 * @param isOwed it is sent whatever the limits say, and counted all the same
 */
export async function countPaidMessage(deps: CountDeps, as: PaidAs, isOwed = false): Promise<Outcome> {
  return deps.db.transaction(async (tx) => {
    await tx.query(queries.takeTurn, [as.share])
    const sums = await findSums(tx, deps, as)
    const outcome = isOwed ? 'sent' : outcomeOf(sums, mostADay(deps.config, as.share))
    await addCount(tx, deps, as, outcome)
    return outcome
  })
}

export async function addCount(
  db: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  { share, prefix, country }: PaidAs,
  outcome: Outcome | 'entered',
): Promise<void> {
  const now = clock.now()
  const slots = [slotAt(now, SLOT_SECONDS), slotAt(now, DAY_SLOT_SECONDS)]
  await db.execute(queries.add, [share, prefix, country, ...slots, outcome])
}

/** Deletes counts whose day is over, a thousand a call. @returns how many */
export async function sweepPaidMessages({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  return db.execute(queries.sweep, [secondsAfter(clock.now(), -DAY - 2 * DAY_SLOT_SECONDS)])
}
