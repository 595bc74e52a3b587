import {
  applyReplacing,
  beginReplacing,
  provePhrase,
  proveReplacingPhrase,
  type Replacing,
} from '../authenticator/replace.ts'
import { hashNewPassword } from '../passwords/set-password.ts'
import type { Deps } from '../platform/deps.ts'
import type { Device } from '../sessions/session.ts'
import { resetPassword } from './reset-password.ts'
import { type FactorReset, findWaitingReset } from './reset-with-factor.ts'

const begunBy = 'reset'

/**
 * Password forgotten and phone lost, the phrase at hand: after the mailbox was proven, the whole phrase sets the new password
 * and begins a new authenticator, both or neither. Whoever is cut off from here on signs in with the new password and begins
 * again with the same phrase.
 *
 * @throws Refusal `flow_ended`, `wrong_state`, `password_weak`, `busy`, `recovery_key_mistyped`, `recovery_key_wrong`,
 *   `recovery_key_spent`, `too_many_attempts`
 */
export async function resetWithRecoveryKey(deps: Deps, phrase: string, request: FactorReset): Promise<Replacing> {
  const { flow, addresses } = await findWaitingReset(deps, request, 'recovery_key')
  const { accountId } = flow
  const { password, device } = request
  const proven = await provePhrase(deps, { accountId, phrase, device })
  const hashed = await hashNewPassword(deps, password, addresses)
  return deps.db.transaction(async (tx) => {
    await resetPassword(tx, deps, { flow, hashed, device, use: async () => true }) // the phrase, just below
    const credentialVersion = flow.credentialVersion + 1
    return beginReplacing(tx, deps, { proven, credentialVersion, device, begunBy })
  })
}

/**
 * The new phrase is entered back: the new authenticator counts. Nobody is signed in by it: it began with a mailbox, and ends
 * at the sign-in page, where the new password and the new authenticator are shown to work.
 *
 * @returns whose account it is
 * @throws Refusal `flow_ended`, `wrong_state`, `recovery_key_mistyped`, `recovery_key_wrong`
 */
export async function finishResetReplacing(
  deps: Deps,
  { flow, phrase, ...on }: { flow: string; phrase: string; device: Device; secret: Uint8Array },
): Promise<string> {
  const change = await proveReplacingPhrase(deps, { flow, begunBy }, phrase)
  await deps.db.transaction((tx) => applyReplacing(tx, deps, change, on))
  return change.accountId
}
