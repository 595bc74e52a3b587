/**
 * Wrong passwords from devices that an account does not know, counted for the address over all networks (OWASP device
 * cookies; NIST SP 800-63B-4 §3.2.2). Used up, nothing is locked: the mailbox is proven before a password is looked at.
 */
import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { UNSETTLED_SECONDS } from './attempts.ts'
import type { Attempt } from './begin-attempt.ts'
import type { StrangerRow } from './stranger-queries.ts'
import * as queries from './stranger-queries.ts'
import { newTurn } from './turn.ts'

const WINDOW_SECONDS = 24 * 3600
/** A row of wrong tries is remembered this long after the last of them. */
const REMEMBERED_SECONDS = 90 * 24 * 3600

type CountDeps = Pick<Deps, 'db' | 'clock'>

export interface StrangerTry extends Omit<Attempt, 'fail'> {
  fail(): Promise<InARow | undefined>
}

export interface InARow {
  /** How many in a row were wrong by now. */
  count: number
  /** The most of which the owner was told, see `claimTelling`. */
  told: number
}

/** Whether a stranger has to prove the mailbox first. Decides nothing: `beginStrangerTry` does. */
export async function isUsedUp({ db, clock }: CountDeps, key: Buffer): Promise<boolean> {
  const [row] = await db.query(queries.find, [key])
  return row !== undefined && usedUp(row, clock.now())
}

function usedUp({ failures, window_ends_at, in_a_row, forgotten_at }: StrangerRow, now: Date): boolean {
  return (
    (window_ends_at > now && failures >= policy.wrongPasswordsBeforeMailboxProof) ||
    (forgotten_at > now && in_a_row >= policy.wrongPasswordsInARow)
  )
}

/**
 * Counts a stranger's try before it is made, in its own commit: parallel guesses all count, and a crash forgives none. Waits
 * for its turn while others under way could use the rest up.
 *
 * @param key a keyed hash of the address
 * @returns undefined when all are used up
 * @throws Refusal `too_many_attempts` when its turn does not come
 */
export async function beginStrangerTry(deps: CountDeps, key: Buffer): Promise<StrangerTry | undefined> {
  const { db, clock } = deps
  const turn = newTurn()
  for (;;) {
    const [begun] = await db.query(queries.begin, beginning(deps, key))
    if (begun) return strangerTry(deps, key)
    // Only looked at while it waits: to begin locks the row, which those under way have to settle.
    for (let isFull = true; isFull; ) {
      const now = clock.now()
      const [row] = await db.query(queries.find, [key])
      if (row && usedUp(row, now)) return undefined
      const isUnsettled = row !== undefined && row.pending > 0 && row.pending_until <= now
      if (isUnsettled) await db.execute(queries.failUnsettled, [key, now])
      isFull = !isUnsettled && row !== undefined && !hasRoom(row, now)
      if (isFull) await turn.wait()
    }
  }
}

/** As `queries.begin` has it. */
const hasRoom = ({ pending, ...row }: StrangerRow, now: Date) => {
  const failures = row.window_ends_at <= now ? 0 : row.failures
  const inARow = row.forgotten_at <= now ? 0 : row.in_a_row
  return failures + pending < policy.wrongPasswordsBeforeMailboxProof && inARow + pending < policy.wrongPasswordsInARow
}

/** The same without waiting, for `Db.atOnce`: nothing of that transaction is kept where it would have to wait, or may not. */
export async function beginStrangerTryOrNothing(deps: CountDeps, tx: Queryable, key: Buffer): Promise<StrangerTry> {
  await tx.query(queries.beginOrNothing, beginning(deps, key))
  return strangerTry(deps, key)
}

function beginning({ clock }: CountDeps, key: Buffer): unknown[] {
  const now = clock.now()
  const ends = [UNSETTLED_SECONDS, WINDOW_SECONDS, REMEMBERED_SECONDS].map((seconds) => secondsAfter(now, seconds))
  return [key, now, ...ends, policy.wrongPasswordsBeforeMailboxProof, policy.wrongPasswordsInARow]
}

function strangerTry({ db }: CountDeps, key: Buffer): StrangerTry {
  return {
    fail: () => failed(db, key, 1),
    async succeed(tx = db) {
      await tx.execute(queries.succeed, [key])
    },
    async abandon() {
      await db.execute(queries.abandon, [key])
    },
  }
}

/** A wrong try that was counted elsewhere, because the mailbox was proven: it belongs to the row all the same. */
export async function failAsStranger({ db }: CountDeps, key: Buffer): Promise<InARow | undefined> {
  return failed(db, key, 0)
}

/** A right password after a proof of the mailbox ends the row, and gives strangers nothing back of their window. */
export async function endRowOfStrangers(tx: Queryable, key: Buffer): Promise<void> {
  await tx.execute(queries.endRow, [key])
}

async function failed(db: Queryable, key: Buffer, settles: number): Promise<InARow | undefined> {
  const [row] = await db.query(queries.fail, [key, settles])
  return row && { count: row.in_a_row, told: row.told }
}

/** Claims the telling of a number in a row, in the transaction of the message. @returns true for one caller a number */
export async function claimTelling(tx: Queryable, key: Buffer, count: number): Promise<boolean> {
  return (await tx.execute(queries.tell, [key, count])) === 1
}
