import { findKnownDevice } from '../devices/known-devices.ts'
import { askForPasskey } from '../passkeys/ask-for-passkey.ts'
import type { Assertion, RequestOptions } from '../passkeys/schema.ts'
import { verifyPasskey } from '../passkeys/verify-passkey.ts'
import type { Deps } from '../platform/deps.ts'
import { type FactorThaw, findWaitingThaw, thawProven } from './thaw-with-factor.ts'

/**
 * What the browser asks a passkey for, once password and code were proven: one of that account, for this thawing alone.
 *
 * @throws Refusal `flow_ended`, `passkey_not_enrolled`
 */
export async function startThawPasskey(deps: Deps, token: string): Promise<RequestOptions> {
  const { accountId, thawId: flowId } = await findWaitingThaw(deps, token)
  return askForPasskey(deps, { purpose: 'thaw', accountId, flowId })
}

export interface PasskeyThaw extends FactorThaw {
  assertion: Assertion
  /** What the device brought along to be known by. */
  deviceSecret: Uint8Array | undefined
  /** See `networkOf`. */
  network: string
}

/**
 * Opens a frozen account with a passkey of it, after password and code. Nobody is signed in: not by that passkey either.
 *
 * @throws Refusal `flow_ended`, `passkey_wrong`, `passkey_unknown`, `passkey_suspended`, `too_many_attempts`
 */
export async function thawWithPasskey(
  deps: Deps,
  { flow: token, device, assertion, deviceSecret, network }: PasskeyThaw,
): Promise<void> {
  const flow = await findWaitingThaw(deps, token)
  const { accountId, thawId: flowId } = flow
  const known = await findKnownDevice(deps, accountId, deviceSecret)
  const proof = await verifyPasskey(deps, {
    subject: { purpose: 'thaw', accountId, flowId },
    assertion,
    tryer: { accountId, from: known?.deviceId ?? network },
    device,
  })
  await thawProven(deps, { flow, device, proof, isUsed: 'passkey_wrong' })
}
