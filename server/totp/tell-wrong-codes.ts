import { tellOwner } from '../notices/tell-owner.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import type { Device } from '../sessions/session.ts'
import type { TotpFailure } from './verify-totp.ts'

/** What was proven before: a password, or the mailbox of a reset. */
type After = 'factor_failures' | 'reset_factor_failures'

/**
 * Tells the owner, at every address, that somebody who proved something else already is wrong about the authenticator: at the
 * fifth wrong code, and at the last there is.
 */
export async function tellWrongCodes(
  deps: Deps,
  accountId: string,
  { number, most }: TotpFailure,
  device: Device,
  event: After = 'factor_failures',
): Promise<void> {
  if (number !== most && number !== policy.wrongPasswordsBeforeWait) return
  const facts = { count: String(number) }
  await deps.db.transaction((tx) => tellOwner(tx, deps, { accountId, event, device, facts }))
}
