import { findKnownDevice } from '../devices/known-devices.ts'
import { askForPasskey } from '../passkeys/ask-for-passkey.ts'
import type { Assertion, RequestOptions } from '../passkeys/schema.ts'
import { verifyPasskey } from '../passkeys/verify-passkey.ts'
import type { Deps } from '../platform/deps.ts'
import { type FactorReset, findWaitingFlow, findWaitingReset, resetProven } from './reset-with-factor.ts'

/**
 * What the browser asks a passkey for, once the mailbox was proven: one of that account, for this reset alone.
 *
 * @throws Refusal `flow_ended`, `wrong_state`, `passkey_not_enrolled`
 */
export async function startResetPasskey(deps: Deps, token: string): Promise<RequestOptions> {
  const { accountId, recoveryId: flowId } = (await findWaitingFlow(deps, token, 'passkey')).flow
  return askForPasskey(deps, { purpose: 'reset', accountId, flowId })
}

export interface PasskeyReset extends FactorReset {
  assertion: Assertion
  /** What the device brought along to be known by. */
  deviceSecret: Uint8Array | undefined
  /** See `networkOf`. */
  network: string
}

/**
 * Sets the new password with a passkey of the account, after the mailbox was proven; exactly as with a code of the
 * authenticator: nobody is signed in, and a weak password is refused before the passkey is looked at.
 *
 * @returns whose account it is, for what this server remembers of its sessions
 * @throws Refusal `flow_ended`, `wrong_state`, `password_weak`, `busy`, `passkey_wrong`, `passkey_unknown`,
 *   `passkey_suspended`, `too_many_attempts`
 */
export async function resetWithPasskey(
  deps: Deps,
  { assertion, deviceSecret, network, ...request }: PasskeyReset,
): Promise<string> {
  const waiting = await findWaitingReset(deps, request, 'passkey')
  const { accountId, recoveryId: flowId } = waiting.flow
  const known = await findKnownDevice(deps, accountId, deviceSecret)
  const proof = await verifyPasskey(deps, {
    subject: { purpose: 'reset', accountId, flowId },
    assertion,
    tryer: { accountId, from: known?.deviceId ?? network },
    device: request.device,
  })
  return resetProven(deps, { ...request, ...waiting, proof, isUsed: 'passkey_wrong' })
}
