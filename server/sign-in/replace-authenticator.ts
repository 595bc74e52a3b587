import { findAccount } from '../accounts/find-account.ts'
import {
  applyReplacing,
  beginReplacing,
  provePhrase,
  proveReplacingPhrase,
  type Replacing,
} from '../authenticator/replace.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import type { Device } from '../sessions/session.ts'
import { openSignedIn, type SignedInOn } from './open-signed-in.ts'
import { findWaiting } from './prove-factor.ts'

const begunBy = 'sign_in'

/**
 * The phone is lost, the phrase is not: after the right password the whole phrase begins a new authenticator. The sign-in that
 * waited for a code is over with that.
 *
 * @throws Refusal `flow_ended`, `recovery_key_mistyped`, `recovery_key_wrong`, `recovery_key_spent`, `too_many_attempts`
 */
export async function signInWithRecoveryKey(
  deps: Deps,
  { flow, phrase, device }: { flow: string; phrase: string; device: Device },
): Promise<Replacing> {
  const { account } = await findWaiting(deps, flow)
  const { accountId, credentialVersion } = account
  const proven = await provePhrase(deps, { accountId, phrase, device })
  const begin = { proven, credentialVersion, device, begunBy } as const
  return deps.db.transaction((tx) => beginReplacing(tx, deps, begin))
}

/**
 * The new phrase is entered back: the new authenticator counts, and the person is signed in.
 *
 * @throws Refusal `flow_ended`, `wrong_state`, `recovery_key_mistyped`, `recovery_key_wrong`
 */
export async function finishReplacing(
  deps: Deps,
  { flow, phrase, ...on }: SignedInOn & { flow: string; phrase: string },
): Promise<OpenedSession> {
  const change = await proveReplacingPhrase(deps, { flow, begunBy }, phrase)
  const { accountId } = change
  return deps.db.transaction(async (tx) => {
    await applyReplacing(tx, deps, change, on)
    const account = await findAccount({ db: tx }, accountId)
    const opened = account && (await openSignedIn(tx, deps, { ...on, account, amr: ['pwd', 'otp'], aal: 2 }))
    if (!opened) throw new Refusal('flow_ended')
    return opened
  })
}
