import { type Account, findAccount } from '../accounts/find-account.ts'
import { findKnownDevice, trustDevice } from '../devices/known-devices.ts'
import { askForPasskey } from '../passkeys/ask-for-passkey.ts'
import { requestOptionsFor } from '../passkeys/options.ts'
import { accountIdOf } from '../passkeys/passkey.ts'
import type { Assertion, RequestOptions } from '../passkeys/schema.ts'
import { type PasskeyProof, verifyPasskey } from '../passkeys/verify-passkey.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import { openSignedIn, type SignedInOn } from './open-signed-in.ts'
import { findWaiting, openProven } from './prove-factor.ts'

/**
 * What the browser asks a passkey for. Without a flow any passkey of this site, whoever's: the answer is the same for
 * everybody, so that nothing tells who is a customer. After a right password those of that account alone.
 *
 * @throws Refusal `flow_ended`, `passkey_not_enrolled` (or all are suspended)
 */
export async function startPasskey(deps: Deps, token: string | undefined): Promise<RequestOptions> {
  if (token === undefined) return requestOptionsFor(deps, { purpose: 'sign_in' })
  const { flow, account } = await findWaiting(deps, token)
  return askForPasskey(deps, { purpose: 'factor', accountId: account.accountId, flowId: flow.flowId })
}

export interface ProvePasskey extends SignedInOn {
  assertion: Assertion
  /** What the device brought along to be known by. */
  deviceSecret: Uint8Array | undefined
  /** Asked for by the person: this device need not give the second proof for a while. */
  trustsDevice: boolean
  /** See `networkOf`. */
  network: string
}

/**
 * Signs in with a passkey after the password was right.
 *
 * @throws Refusal `flow_ended`, `passkey_wrong`, `passkey_unknown`, `passkey_suspended`, `too_many_attempts`
 */
export async function signInWithFactorPasskey(
  deps: Deps,
  token: string,
  request: ProvePasskey,
): Promise<OpenedSession> {
  const { flow, account } = await findWaiting(deps, token)
  const { accountId } = account
  const known = await findKnownDevice(deps, accountId, request.deviceSecret)
  const proof = await verifyPasskey(deps, {
    subject: { purpose: 'factor', accountId, flowId: flow.flowId },
    assertion: request.assertion,
    tryer: { accountId, from: known?.deviceId ?? request.network },
    device: request.device,
  })
  const proven = { flow, account, request: { ...request, flow: token }, amr: 'hwk', isUsed: 'passkey_wrong' } as const
  return openProven(deps, { ...proven, proof })
}

/**
 * Signs in with a passkey alone: it is two factors in one, the device and what unlocks it, and the account is the one whose
 * handle it gives. That an account is frozen is told to whoever has its passkey.
 *
 * @throws Refusal `passkey_wrong`, `passkey_unknown`, `passkey_suspended`, `account_frozen`, `too_many_attempts`,
 *   `flow_ended` (the credentials changed meanwhile)
 */
export async function signInWithPasskey(deps: Deps, request: ProvePasskey): Promise<OpenedSession> {
  const { assertion, deviceSecret, network, device } = request
  const accountId = accountIdOf(assertion.response.userHandle)
  if (!accountId) throw new Refusal('passkey_wrong')
  // Before the passkey is read: it may prove nothing for credentials that are read after it (promise P14).
  const account = await findAccount(deps, accountId)
  const known = await findKnownDevice(deps, accountId, deviceSecret)
  const proof = await verifyPasskey(deps, {
    subject: { purpose: 'sign_in' },
    assertion,
    tryer: { accountId, from: known?.deviceId ?? network, ...(known ? {} : { stranger: network }) },
    device,
  })
  try {
    if (!account) throw new Error('a passkey of no account')
    if (account.frozenAt) throw new Refusal('account_frozen')
    return await deps.db.transaction((tx) => open(tx, deps, account, request, proof))
  } catch (error) {
    await proof.abandon()
    throw error
  }
}

/** The account first, as whoever removes a passkey does, so that neither waits for the other for ever. */
async function open(
  tx: Tx,
  deps: Deps,
  account: Account,
  request: ProvePasskey,
  proof: PasskeyProof,
): Promise<OpenedSession> {
  const { accountId, credentialVersion } = account
  const opened = await openSignedIn(tx, deps, { ...request, account, amr: ['hwk'], aal: 2 })
  if (!opened) throw new Refusal('flow_ended')
  if (!(await proof.accept(tx))) throw new Refusal('passkey_wrong')
  if (request.trustsDevice) {
    const until = secondsAfter(deps.clock.now(), policy.trustedDeviceSeconds)
    await trustDevice(tx, { accountId, deviceId: opened.deviceId, credentialVersion, until })
  }
  return opened
}
