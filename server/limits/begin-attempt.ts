import { setTimeout as sleep } from 'node:timers/promises'
import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { FORGOTTEN_AFTER_SECONDS, FREE_FAILURES, UNSETTLED_SECONDS, WAITS_SECONDS } from './attempts.ts'
import * as queries from './queries.ts'

/** One try under way: settle it once, whatever comes of it. */
export interface Attempt {
  succeed(tx?: Queryable): Promise<void>
  fail(): Promise<void>
  /** Nothing was tried after all (say, the server was too busy). */
  abandon(): Promise<void>
}

const TURN_MS = 25
const LONGEST_TURN_MS = 8_000

/**
 * Counts a try before it is made, in its own commit, so that parallel guesses all count and a crash forgives none
 * (promise P2; Keycloak #31726, Vikunja CVE-2026-35597). A try that only has to wait for others under way waits here,
 * without a database connection: twenty right passwords at once all pass.
 *
 * @param key names what is tried and by whom: a keyed hash, never an address in clear
 * @throws Refusal `too_many_attempts` with the seconds left
 */
export async function beginAttempt(deps: Pick<Deps, 'db' | 'clock'>, key: Buffer): Promise<Attempt> {
  const { db, clock } = deps
  const giveUpAt = performance.now() + LONGEST_TURN_MS
  for (;;) {
    const now = clock.now()
    const begun = await beginAttemptNow(deps, db, key)
    if (begun) return begun
    const [row] = await db.query(queries.find, [key])
    if (row && row.blocked_until > now) throw tooMany(row.blocked_until, now)
    if (row && row.pending_until <= now) await db.execute(queries.failUnsettled, [key, now, WAITS_SECONDS])
    else if (performance.now() > giveUpAt) throw new Refusal('too_many_attempts', { retryAfterSeconds: 1 })
    else await sleep(TURN_MS)
  }
}

/** The same without waiting: one statement, in the transaction of `tx`. @returns undefined when it has to wait */
export async function beginAttemptNow(
  deps: Pick<Deps, 'db' | 'clock'>,
  tx: Queryable,
  key: Buffer,
): Promise<Attempt | undefined> {
  const now = deps.clock.now()
  const ends = [UNSETTLED_SECONDS, FORGOTTEN_AFTER_SECONDS].map((seconds) => secondsAfter(now, seconds))
  const [begun] = await tx.query(queries.begin, [key, now, ...ends, FREE_FAILURES])
  return begun && attempt(deps, key)
}

function attempt({ db, clock }: Pick<Deps, 'db' | 'clock'>, key: Buffer): Attempt {
  return {
    async succeed(tx = db) {
      await tx.execute(queries.succeed, [key])
    },
    async fail() {
      await db.execute(queries.fail, [key, clock.now(), WAITS_SECONDS])
    },
    async abandon() {
      await db.execute(queries.abandon, [key])
    },
  }
}

function tooMany(until: Date, now: Date): Refusal {
  return new Refusal('too_many_attempts', { retryAfterSeconds: Math.ceil((until.getTime() - now.getTime()) / 1000) })
}
