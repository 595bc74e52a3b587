import { provePhrase, usePhrase } from '../authenticator/replace.ts'
import { findKnownDevice } from '../devices/known-devices.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { loadOwner } from '../recovery/find-owner.ts'
import type { Device } from '../sessions/session.ts'
import type { UsableProof } from '../sign-in/prove-factor.ts'
import { tellWrongCodes } from '../totp/tell-wrong-codes.ts'
import { verifyTotp } from '../totp/verify-totp.ts'
import { thaw, type UseProof } from './finish-thaw.ts'
import { openFlow, type ThawFlow } from './flow.ts'
import { isLive } from './start-thaw.ts'

/** A thawing whose password and code are proven, asked for with another proof. */
export interface FactorThaw {
  flow: string
  device: Device
}

/**
 * Opens a frozen account with a code of its authenticator, after password and code. Nobody is signed in.
 *
 * @param code six ASCII digits
 * @throws Refusal `flow_ended`, `totp_wrong`, `totp_late`, `totp_used`, `totp_not_enrolled`, `totp_used_up`,
 *   `too_many_attempts`
 */
export async function thawWithTotp(
  deps: Deps,
  code: string,
  { flow: token, device, deviceSecret }: FactorThaw & { deviceSecret: Uint8Array | undefined },
): Promise<void> {
  const flow = await findWaitingThaw(deps, token)
  const { accountId } = flow
  const known = await findKnownDevice(deps, accountId, deviceSecret)
  const proof = await verifyTotp(deps, {
    tryer: { accountId, deviceId: known?.deviceId, behind: 'thaw' },
    code,
    onFailure: (failure) => tellWrongCodes(deps, accountId, failure, device),
  })
  await thawProven(deps, { flow, device, proof, isUsed: 'totp_used' })
}

/**
 * Opens a frozen account with the whole phrase, after password and code: the authenticator is lost. It proves nothing from then
 * on, and the next sign-in replaces it with the same phrase, which is spent there.
 *
 * @throws Refusal `flow_ended`, `recovery_key_mistyped`, `recovery_key_wrong`, `recovery_key_spent`, `too_many_attempts`
 */
export async function thawWithRecoveryKey(
  deps: Deps,
  phrase: string,
  { flow: token, device }: FactorThaw,
): Promise<void> {
  const flow = await findWaitingThaw(deps, token)
  const proven = await provePhrase(deps, { accountId: flow.accountId, phrase, device })
  const use: UseProof = async (tx) => {
    await usePhrase(tx, deps, proven, device)
    return true
  }
  await deps.db.transaction((tx) => thaw(tx, deps, { flow, device, use }))
}

/** The thawing that waits for the second proof. @throws Refusal `flow_ended` */
export async function findWaitingThaw(deps: Deps, token: string): Promise<ThawFlow> {
  const flow = openFlow(deps, token, 'factor')
  if (!isLive(await loadOwner(deps, flow.accountId), flow)) throw new Refusal('flow_ended') // thawed, or changed, since
  return flow
}

export interface ThawProof {
  flow: ThawFlow
  device: Device
  proof: UsableProof
  /** What is said when another request used the proof first. */
  isUsed: 'totp_used' | 'passkey_wrong'
}

/** Opens the account with a proof of the second kind that is right, whichever it is. @throws Refusal `flow_ended` */
export async function thawProven(deps: Deps, { flow, device, proof, isUsed }: ThawProof): Promise<void> {
  const use: UseProof = async (tx) => {
    if (!(await proof.accept(tx))) throw new Refusal(isUsed)
    return true
  }
  try {
    await deps.db.transaction((tx) => thaw(tx, deps, { flow, device, use }))
  } catch (error) {
    await proof.abandon()
    throw error
  }
}
