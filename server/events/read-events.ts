import { secondsAfter } from '../platform/clock.ts'
import type { Db } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import * as queries from './queries.ts'

export interface FeedEvent {
  id: string
  /** Where to go on after it. */
  cursor: string
  type: string
  accountId: string
  at: Date
  data: Record<string, unknown>
}

/** Events stay in the feed this long, and longer while a webhook has not come past them. */
export const KEPT_SECONDS = 90 * 24 * 60 * 60

/**
 * The events after a cursor, oldest first. Each event has one place for ever; whoever reads on from the last cursor misses
 * none and sees none twice, whatever commits meanwhile.
 *
 * @param after cursor of the last event read; '0' for the beginning
 */
export async function readEvents({ db }: Pick<Deps, 'db'>, after: string, limit: number): Promise<FeedEvent[]> {
  await placeEvents(db)
  const rows = await db.query(queries.read, [after, limit])
  return rows.map((row) => ({
    id: row.event_id,
    cursor: row.position,
    type: row.type,
    accountId: row.account_id,
    at: row.at,
    data: row.data,
  }))
}

/** Gives every committed event that has none its place. */
async function placeEvents(db: Db): Promise<void> {
  for (;;) {
    const [waiting] = await db.query(queries.findUnplaced)
    if (!waiting) return
    await db.transaction(async (tx) => {
      const [feed] = await tx.query(queries.lockFeed)
      const placed = await tx.execute(queries.place, [feed?.last_position])
      await tx.execute(queries.moveFeed, [placed])
    })
  }
}

/** Deletes events past their time that every webhook has come past, a thousand a call. @returns how many */
export async function sweepEvents({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  const [slowest] = await db.query(queries.slowestWebhook)
  const upTo = slowest?.position ?? '9223372036854775807'
  return db.execute(queries.sweep, [upTo, secondsAfter(clock.now(), -KEPT_SECONDS)])
}
