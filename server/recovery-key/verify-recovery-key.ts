import { type Budget, refundBudget, spendBudget } from '../limits/spend-budget.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import * as queries from './queries.ts'
import { checkContext, isPhrase, parsePhrase } from './recovery-key.ts'

const budgets: readonly Budget[] = [
  { name: 'recovery-key-hour', most: policy.recoveryKeyTriesPerHour, windowSeconds: 3600 },
  { name: 'recovery-key-day', most: policy.recoveryKeyTriesPerDay, windowSeconds: 24 * 3600 },
]

export interface VerifyRecoveryKey {
  accountId: string
  /** As typed. */
  phrase: string
  /** Hears of a phrase that is well formed and another: the owner is told of each. */
  onFailure?(): Promise<void>
}

/**
 * Tells whether `phrase` is the account's Recovery Key Phrase. Ask for another proof first: strangers must not use its tries
 * up, and it never works alone. A mistyped one costs no try, nor does the right one. It is not spent by this: that is done by
 * what takes its place, so that whoever is cut off in the middle can begin again with it, as often as it takes.
 *
 * @returns its id, for `isStillRecoveryKey`
 * @throws Refusal `recovery_key_mistyped`, `recovery_key_wrong` (another's, or the account has none), `recovery_key_spent`,
 *   `too_many_attempts`
 */
export async function verifyRecoveryKey(
  deps: Deps,
  { accountId, phrase, onFailure }: VerifyRecoveryKey,
): Promise<string> {
  const data = parsePhrase(phrase)
  if (!data) throw new Refusal('recovery_key_mistyped')
  // Before the look, so that parallel guesses all count.
  for (const budget of budgets) await spendBudget(deps, budget, [accountId], 'too_many_attempts')
  const [row] = await deps.db.query(queries.find, [accountId])
  if (row && matches(deps, accountId, row.recovery_key_id, row.salt, row.sealed, data)) {
    for (const budget of budgets) await refundBudget(deps.db, deps, budget, [accountId])
    return row.recovery_key_id
  }
  await onFailure?.()
  const isSpent =
    row?.replaced_id && row.replaced_salt && row.replaced_sealed
      ? matches(deps, accountId, row.replaced_id, row.replaced_salt, row.replaced_sealed, data)
      : false
  throw new Refusal(isSpent ? 'recovery_key_spent' : 'recovery_key_wrong')
}

function matches(
  { keys }: Deps,
  accountId: string,
  recoveryKeyId: string,
  salt: Buffer,
  sealed: Buffer,
  data: Uint8Array,
): boolean {
  const check = keys.open('recovery_key', sealed, checkContext(accountId, recoveryKeyId))
  return isPhrase(accountId, { recoveryKeyId, salt, check }, data)
}

/** Whether the phrase that was proven is still the account's; it stays so until the transaction ends. */
export async function isStillRecoveryKey(tx: Queryable, accountId: string, recoveryKeyId: string): Promise<boolean> {
  const [row] = await tx.query(queries.findIdForUpdate, [accountId])
  return row?.recovery_key_id === recoveryKeyId
}
