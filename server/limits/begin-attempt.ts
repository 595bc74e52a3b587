import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { FORGOTTEN_AFTER_SECONDS, FREE_FAILURES, UNSETTLED_SECONDS, WAITS_SECONDS } from './attempts.ts'
import type { AttemptRow } from './queries.ts'
import * as queries from './queries.ts'
import { newTurn } from './turn.ts'

type CountDeps = Pick<Deps, 'db' | 'clock'>

/** One try under way: settle it once, whatever comes of it. */
export interface Attempt {
  succeed(tx?: Queryable): Promise<void>
  /** @returns how many in a row were wrong by now */
  fail(): Promise<number>
  /** Nothing was tried after all (say, the server was too busy). */
  abandon(): Promise<void>
}

/**
 * Counts a try before it is made, in its own commit, so that parallel guesses all count and a crash forgives none
 * (promise P2; Keycloak #31726, Vikunja CVE-2026-35597). A try that only has to wait for others under way waits here,
 * without a database connection: twenty right passwords at once all pass.
 *
 * @param key names what is tried and by whom: a keyed hash, never an address in clear
 * @throws Refusal `too_many_attempts` with the seconds left
 */
export async function beginAttempt(deps: CountDeps, key: Buffer): Promise<Attempt> {
  const { db, clock } = deps
  const turn = newTurn()
  for (;;) {
    const [begun] = await db.query(queries.begin, beginning(deps, key))
    if (begun) return attempt(deps, key)
    // Only looked at while it waits: to begin locks the row, which those under way have to settle.
    for (let isFull = true; isFull; ) {
      const now = clock.now()
      const [row] = await db.query(queries.find, [key])
      if (row && row.blocked_until > now) throw tooMany(row.blocked_until, now)
      const isUnsettled = row !== undefined && row.pending > 0 && row.pending_until <= now
      if (isUnsettled) await db.execute(queries.failUnsettled, [key, now, WAITS_SECONDS])
      isFull = !isUnsettled && row !== undefined && !hasRoom(row)
      if (isFull) await turn.wait()
    }
  }
}

/** As `queries.begin` has it. */
const hasRoom = ({ failures, pending }: AttemptRow) => pending === 0 || failures + pending < FREE_FAILURES

/** The same without waiting, for `Db.atOnce`: nothing of that transaction is kept where it would have to wait. */
export async function beginAttemptOrNothing(deps: CountDeps, tx: Queryable, key: Buffer): Promise<Attempt> {
  await tx.query(queries.beginOrNothing, beginning(deps, key))
  return attempt(deps, key)
}

function beginning({ clock }: Pick<Deps, 'clock'>, key: Buffer): unknown[] {
  const now = clock.now()
  const ends = [UNSETTLED_SECONDS, FORGOTTEN_AFTER_SECONDS].map((seconds) => secondsAfter(now, seconds))
  return [key, now, ...ends, FREE_FAILURES]
}

function attempt({ db, clock }: CountDeps, key: Buffer): Attempt {
  return {
    async succeed(tx = db) {
      await tx.execute(queries.succeed, [key])
    },
    async fail() {
      const [row] = await db.query(queries.fail, [key, clock.now(), WAITS_SECONDS])
      return row?.failures ?? 0
    },
    async abandon() {
      await db.execute(queries.abandon, [key])
    },
  }
}

function tooMany(until: Date, now: Date): Refusal {
  return new Refusal('too_many_attempts', { retryAfterSeconds: Math.ceil((until.getTime() - now.getTime()) / 1000) })
}
