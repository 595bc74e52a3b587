import { type Budget, findSpent, spendBudgetQuietly } from '../limits/spend-budget.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { equalInConstantTime } from '../platform/keys.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { CodeSubject } from './code.ts'
import { codeFields } from './code.ts'
import { noteEntered } from './note-entered.ts'
import * as queries from './queries.ts'

const DAY = 24 * 3600

/**
 * Tells whether `code` is the open code of `subject`. Spends one of its tries and one of its account's, each in its own
 * commit and before it looks, so that parallel guesses all count. It does not consume: pass the id to `consumeCode` in the
 * transaction of the effect.
 *
 * @param code eight ASCII digits
 * @param stranger of whoever has shown nothing else, the address as it was typed: their tries are counted by it, too
 * @returns the id of the code
 * @throws Refusal `code_wrong`, `code_replaced` (right digits of the code before), `code_expired`,
 *   `code_used`, `code_spent` (out of tries, or of what strangers may try), `too_many_attempts` (right, but the account's tries of the day are used up;
 *   a wrong code is `code_wrong` then as ever, since two flows of one account must not be seen to be of one)
 */
export async function verifyCode(deps: Deps, subject: CodeSubject, code: string, stranger?: string): Promise<string> {
  const { db, clock } = deps
  const key = [subject.accountId, subject.purpose, subject.subjectId]
  const [row] = await db.query(queries.countTry, [...key, policy.codeTries, clock.now()])
  if (!row) throw await whyNot(deps, key)
  // Before the code is looked at, right or wrong: it depends on the typed address alone, and no guess past the last one shows anything.
  if (stranger !== undefined && (await spendBudgetQuietly(deps, STRANGERS_TRIES, [stranger])) !== undefined)
    throw new Refusal('code_spent')
  const wait = await spendBudgetQuietly(deps, accountTries(subject), [subject.accountId])
  if (isCode(deps, subject, code, row.code_id, row.mac)) {
    if (wait !== undefined) throw new Refusal('too_many_attempts', { retryAfterSeconds: wait })
    return row.code_id
  }
  const isReplaced =
    row.replaced_id !== null &&
    row.replaced_mac !== null &&
    isCode(deps, subject, code, row.replaced_id, row.replaced_mac)
  throw new Refusal(isReplaced ? 'code_replaced' : 'code_wrong')
}

/**
 * Of the account's thirty tries a day, strangers who guess at resets, and whoever has the password alone of a frozen account, have
 * ten together at each of its two addresses: ten are left to whoever has shown more. The sum stays, and with it the odds of all
 * who guess (promise P3).
 */
const STRANGERS_TRIES: Budget = {
  name: 'code-tries-strangers',
  most: policy.codeTriesOfStrangersPerDay,
  windowSeconds: DAY,
  rolls: true,
}

function accountTries({ purpose }: CodeSubject): Budget {
  const group = purpose === 'sign_in' ? '-sign-in' : ''
  return { name: `code-tries${group}`, most: policy.codeTriesPerAccountDay, windowSeconds: DAY }
}

/** Whether a code entered by somebody who has shown nothing but this address would not be taken. */
export async function areStrangersTriesUsedUp(deps: Deps, typed: string): Promise<boolean> {
  return (await findSpent(deps, STRANGERS_TRIES, [typed])) >= STRANGERS_TRIES.most
}

function isCode({ keys }: Deps, subject: CodeSubject, code: string, codeId: string, mac: Buffer): boolean {
  return keys.macs('code', codeFields(codeId, subject, code)).some((expected) => equalInConstantTime(expected, mac))
}

async function whyNot({ db, clock }: Deps, key: string[]): Promise<Refusal> {
  const [row] = await db.query(queries.find, key)
  if (row?.consumed_at) return new Refusal('code_used')
  const isExpired = row !== undefined && row.expires_at <= clock.now()
  return new Refusal(isExpired ? 'code_expired' : 'code_spent')
}

/** Uses the code up, once: true for exactly one caller. Call it in the transaction of what the code allows. */
export async function consumeCode(tx: Queryable, deps: Deps, subject: CodeSubject, codeId: string): Promise<boolean> {
  const values = [subject.accountId, subject.purpose, subject.subjectId, codeId, deps.clock.now()]
  const [row] = await tx.query(queries.consume, values)
  if (row?.paid_as) noteEntered(deps, subject, codeId)
  return row !== undefined
}

/** Gives the try of a right code back that came to nothing for another reason: a weak password, a busy server. */
export async function giveBackTry(deps: Deps, subject: CodeSubject, codeId: string): Promise<void> {
  await deps.db.execute(queries.giveBackTry, [subject.accountId, subject.purpose, subject.subjectId, codeId])
}

/**
 * Ends every open code of an account: none opens anything from then on. Wrong digits go on being wrong, so that whoever
 * holds a flow without its code does not learn that something happened.
 */
export async function endCodes(tx: Queryable, { clock }: Pick<Deps, 'clock'>, accountId: string): Promise<void> {
  await tx.execute(queries.endAll, [accountId, clock.now()])
}
