import { type Budget, findSpent, refundBudget, spendBudgetQuietly } from '../limits/spend-budget.ts'
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
 * Who tries a code: somebody who is signed in, or on a device that the account knows; whoever has proven a mailbox and resets by that
 * address; whoever has proven password and mailbox and opens a frozen account; or whoever has shown nothing but an address. Addresses
 * are canonical, as they were typed.
 */
export type CodeTryer = 'signed-in' | { proven: string } | 'thaw' | { typed: string }

/**
 * Tells whether `code` is the open code of `subject`. Spends one of its tries and one of its account's, each in its own
 * commit and before it looks, so that parallel guesses all count. It does not consume: pass the id to `consumeCode` in the
 * transaction of the effect.
 *
 * @param code eight ASCII digits
 * @returns the id of the code
 * @throws Refusal `code_wrong`, `code_replaced` (right digits of the code before), `code_expired`,
 *   `code_used`, `code_spent` (out of tries, or of what strangers may try), `too_many_attempts` (right, but the share of the day is used up;
 *   a wrong code is `code_wrong` then as ever, since two flows of one account must not be seen to be of one)
 */
export async function verifyCode(
  deps: Deps,
  subject: CodeSubject,
  code: string,
  tryer: CodeTryer = 'signed-in',
): Promise<string> {
  const { db, clock } = deps
  const key = [subject.accountId, subject.purpose, subject.subjectId]
  const [row] = await db.query(queries.countTry, [...key, policy.codeTries, clock.now()])
  if (!row) throw await whyNot(deps, key)
  // Before the code is looked at, right or wrong: it depends on the typed address alone, and no guess past the last one shows anything.
  if (isStranger(tryer) && (await spendBudgetQuietly(deps, STRANGERS_TRIES, [tryer.typed])) !== undefined)
    throw new Refusal('code_spent')
  const share = shareOf(subject, tryer)
  const wait = await spendBudgetQuietly(deps, share.budget, share.subject)
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
 * Strangers have a share at each of an account's two addresses, counted by what was typed, so that nothing tells whose it is. Together
 * that is the account's share of strangers: whoever types the other address finds it untouched.
 */
const STRANGERS_TRIES: Budget = {
  name: 'code-tries-strangers',
  most: policy.codeTriesOfStrangersPerDay,
  windowSeconds: DAY,
  rolls: true,
}

const isStranger = (tryer: CodeTryer): tryer is { typed: string } => typeof tryer === 'object' && 'typed' in tryer

const ofDay = (name: string, most: number): Budget => ({ name: `code-tries-${name}`, most, windowSeconds: DAY })
const ofStrangers = ofDay('account-strangers', 2 * policy.codeTriesOfStrangersPerDay)
const ofSessions = ofDay('account-signed-in', policy.codeTriesOfSessionsPerDay)
const ofResets = ofDay('account-reset', policy.codeTriesOfResetsPerDay)
const ofThaws = ofDay('account-thaw', policy.codeTriesOfThawsPerDay)
const ofSignUps = ofDay('sign-up', policy.codeTriesOfSignUpsPerDay)

/**
 * The account's tries a day in shares, and none draws on another's: else whoever has the password alone would use up in a session what
 * the owner needs for a reset, and whoever reads a mailbox what the owner needs to open a frozen account. The sum stays, and with it
 * the odds of all who guess (promise P3). Codes of a sign-up are none of an account that is there yet.
 */
function shareOf({ accountId, purpose }: CodeSubject, tryer: CodeTryer): { budget: Budget; subject: string[] } {
  if (purpose === 'sign_up') return { budget: ofSignUps, subject: [accountId] }
  if (isStranger(tryer)) return { budget: ofStrangers, subject: [accountId] }
  // By the address: with one mailbox, nobody uses up what is proven by the other.
  if (typeof tryer === 'object') return { budget: ofResets, subject: [accountId, tryer.proven] }
  return { budget: tryer === 'thaw' ? ofThaws : ofSessions, subject: [accountId] }
}

/** Whether a right code entered in a session of the account, or on a device that it knows, would be refused. */
export async function areSignedInTriesUsedUp(deps: Deps, accountId: string): Promise<boolean> {
  return (await findSpent(deps, ofSessions, [accountId])) >= ofSessions.most
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

/**
 * Uses the code up, once: true for exactly one caller. Call it in the transaction of what the code allows.
 *
 * @param tryer whose try of the day it gives back: a session may prove as many right codes as it likes. Absent: nobody's
 */
export async function consumeCode(
  tx: Queryable,
  deps: Deps,
  subject: CodeSubject,
  codeId: string,
  tryer?: CodeTryer,
): Promise<boolean> {
  const values = [subject.accountId, subject.purpose, subject.subjectId, codeId, deps.clock.now()]
  const [row] = await tx.query(queries.consume, values)
  if (row?.paid_as) noteEntered(deps, subject, codeId)
  if (row && tryer) {
    const share = shareOf(subject, tryer)
    await refundBudget(tx, deps, share.budget, share.subject)
  }
  return row !== undefined
}

/** Gives the try of a right code back that came to nothing for another reason: a weak password, a busy server. */
export async function giveBackTry(
  deps: Deps,
  subject: CodeSubject,
  codeId: string,
  tryer: CodeTryer = 'signed-in',
): Promise<void> {
  const { db } = deps
  await db.execute(queries.giveBackTry, [subject.accountId, subject.purpose, subject.subjectId, codeId])
  const share = shareOf(subject, tryer)
  await refundBudget(db, deps, share.budget, share.subject)
  if (isStranger(tryer)) await refundBudget(db, deps, STRANGERS_TRIES, [tryer.typed])
}

/**
 * Ends every open code of an account: none opens anything from then on. Wrong digits go on being wrong, so that whoever
 * holds a flow without its code does not learn that something happened.
 */
export async function endCodes(tx: Queryable, { clock }: Pick<Deps, 'clock'>, accountId: string): Promise<void> {
  await tx.execute(queries.endAll, [accountId, clock.now()])
}
