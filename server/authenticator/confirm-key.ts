import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { type NewPhrase, newPhrase } from '../recovery-key/recovery-key.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import { acceptedSteps, matchingStep, stepAt } from '../totp/totp.ts'
import { type Applying, apply, requireUnchanged } from './apply-change.ts'
import { type Change, getChange, pendingEnd, sealPending } from './change.ts'
import * as queries from './queries.ts'

/** A phrase, for the person's eyes alone, in the one answer that ever holds it. */
export interface ShownPhrase {
  change: Change
  phrase: string
}

/**
 * Confirms the pending key with a code of it. A change is done with that, the old key dead; else the Recovery Key Phrase is
 * shown, once.
 *
 * @param code six ASCII digits
 * @throws Refusal `flow_ended`, `wrong_state`, `totp_wrong`, `totp_late`, `totp_enrolled`
 */
export async function confirmKey(
  deps: Deps,
  asked: Omit<Applying, 'change'> & { changeId: string },
  code: string,
): Promise<ShownPhrase | OpenedSession> {
  const change = confirmed(deps, await getChange(deps, asked.session, asked.changeId, 'key'), code)
  return deps.db.transaction(async (tx) => {
    await requireUnchanged(tx, deps, change)
    return change.kind === 'change' ? apply(tx, deps, { ...asked, change }) : showPhrase(tx, deps, change)
  })
}

/** How far off a clock is told, in steps: about ten minutes. Whoever asks holds the pending key: nothing is given away. */
const CLOCK_STEPS = 20

/** @returns the change with its key confirmed. @throws Refusal `totp_wrong`, `totp_late` (the clock of the phone is off) */
export function confirmed({ clock }: Pick<Deps, 'clock'>, change: Change, code: string): Change {
  const { pending } = change
  if (!pending) throw new Error('no key is pending')
  const { first, last } = acceptedSteps(clock.now())
  const step = matchingStep(pending.key, code, first, last)
  if (step !== undefined) return { ...change, pending: { ...pending, step } }
  const present = stepAt(clock.now())
  const isOff = matchingStep(pending.key, code, present - CLOCK_STEPS, present + CLOCK_STEPS) !== undefined
  throw new Refusal(isOff ? 'totp_late' : 'totp_wrong')
}

/** key → phrase */
export async function showPhrase(tx: Queryable, deps: Deps, change: Change): Promise<ShownPhrase> {
  const { accountId, changeId, pending } = change
  const made = newPhrase(accountId)
  const expiresAt = pendingEnd(deps)
  const values = [deps.clock.now(), pending?.step, ...phraseColumns(deps, change, made), expiresAt]
  if ((await tx.execute(queries.showPhrase, [accountId, changeId, ...values])) === 0)
    throw new Refusal('wrong_state', { state: 'phrase' })
  return shown({ ...change, state: 'phrase', expiresAt }, made)
}

/** The answer with the phrase got lost, or the paper did: another, and the one before was never anybody's. */
export async function renewPendingPhrase(tx: Queryable, deps: Deps, change: Change): Promise<ShownPhrase> {
  const { accountId, changeId } = change
  const made = newPhrase(accountId)
  const values = [accountId, changeId, deps.clock.now(), ...phraseColumns(deps, change, made)]
  if ((await tx.execute(queries.renewPhrase, values)) === 0) throw new Refusal('flow_ended')
  return shown(change, made)
}

/** recovery_key_id, phrase_salt, phrase_sealed */
export function phraseColumns(deps: Deps, change: Pick<Change, 'accountId' | 'changeId'>, made: NewPhrase): unknown[] {
  return [made.recoveryKeyId, made.salt, sealPending(deps, change, 'phrase', made.check)]
}

const shown = (change: Change, { phrase, ...check }: NewPhrase): ShownPhrase => ({
  change: { ...change, phrase: check },
  phrase,
})
