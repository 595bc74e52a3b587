import { spendBudgetQuietly } from '../limits/spend-budget.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import type { Device } from '../sessions/session.ts'
import type { TotpFailure } from './verify-totp.ts'

/** What was proven before: a password, or the mailbox of a reset; or somebody is signed in. */
type After = 'factor_failures' | 'reset_factor_failures' | 'step_up_factor_failures'

/**
 * Tells the owner, at every address, that somebody who proved something else already is wrong about the authenticator: from the
 * fifth wrong code on, and at the last there is, each once in the time that a wrong code counts. Whoever guesses so slowly that
 * the count stays where it is is told of again then.
 */
export async function tellWrongCodes(
  deps: Deps,
  accountId: string,
  { number, most, subject, secretId }: TotpFailure,
  device: Device,
  event: After = 'factor_failures',
): Promise<void> {
  if (number < policy.wrongPasswordsBeforeWait) return
  const about = [...subject, secretId, number < most ? 'some' : 'all']
  const once = { name: 'totp-told', most: 1, windowSeconds: policy.totpFailureWindowSeconds }
  const facts = { count: String(number) }
  await deps.db.transaction(async (tx) => {
    const isTold = (await spendBudgetQuietly({ ...deps, db: tx }, once, about)) !== undefined
    if (!isTold) await tellOwner(tx, deps, { accountId, event, device, facts })
  })
}
