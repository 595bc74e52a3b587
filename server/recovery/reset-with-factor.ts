import { findKnownDevice } from '../devices/known-devices.ts'
import { checkNewPassword, hashNewPassword } from '../passwords/set-password.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { Device } from '../sessions/session.ts'
import type { UsableProof } from '../sign-in/prove-factor.ts'
import { tellWrongCodes } from '../totp/tell-wrong-codes.ts'
import { giveStrangersTries } from '../totp/totp-tries.ts'
import { verifyTotp } from '../totp/verify-totp.ts'
import { findLiveOwner, hasAddress, type Owner } from './find-owner.ts'
import { getFlow, type RecoveryFlow, requireAction } from './flow.ts'
import type { RecoveryAction } from './journey.ts'
import { resetPassword, type UseProof } from './reset-password.ts'

export interface FactorReset {
  flow: string
  password: string
  device: Device
}

/**
 * Sets the new password with a code of the authenticator, after the mailbox was proven; exactly as a reset of an account
 * without one ends: nobody is signed in. A weak password is refused before the code is looked at.
 *
 * @param code six ASCII digits
 * @param deviceSecret what the device brought along to be known by
 * @returns whose account it is, for what this server remembers of its sessions
 * @throws Refusal `flow_ended`, `wrong_state`, `password_weak`, `busy`, `totp_wrong`, `totp_late`, `totp_used`,
 *   `totp_not_enrolled`, `totp_used_up`, `too_many_attempts`
 */
export async function resetWithTotp(
  deps: Deps,
  code: string,
  { deviceSecret, ...request }: FactorReset & { deviceSecret: Uint8Array | undefined },
): Promise<string> {
  const waiting = await findWaitingReset(deps, request, 'totp')
  const { accountId } = waiting.owner
  const known = await findKnownDevice(deps, accountId, deviceSecret)
  const proof = await verifyTotp(deps, {
    tryer: { accountId, deviceId: known?.deviceId, behind: 'mailbox' },
    code,
    onFailure: (failure) => tellWrongCodes(deps, accountId, failure, request.device, 'reset_factor_failures'),
  })
  return resetProven(deps, { ...request, ...waiting, proof, isUsed: 'totp_used' })
}

export interface WaitingReset {
  flow: RecoveryFlow
  owner: Owner
  addresses: string[]
}

/** The reset that waits for this second proof, with its account as it is now. @throws Refusal `flow_ended`, `wrong_state` */
export async function findWaitingFlow(
  deps: Deps,
  token: string,
  action: RecoveryAction,
): Promise<Pick<WaitingReset, 'flow' | 'owner'>> {
  const flow = await getFlow(deps, token)
  requireAction(flow, action)
  const owner = await findLiveOwner(deps, flow)
  if (!owner || owner.frozenAt || !hasAddress(owner, flow.destination)) throw new Refusal('flow_ended')
  return { flow, owner }
}

/**
 * The same, with the new password that is to be set. It is judged before any proof is: a weak one costs no try of anything.
 *
 * @throws Refusal `flow_ended`, `wrong_state`, `password_weak`
 */
export async function findWaitingReset(
  deps: Deps,
  { flow: token, password }: Pick<FactorReset, 'flow' | 'password'>,
  action: RecoveryAction,
): Promise<WaitingReset> {
  const { flow, owner } = await findWaitingFlow(deps, token, action)
  const addresses = owner.identifiers.map(({ address }) => address)
  checkNewPassword(deps, password, addresses)
  return { flow, owner, addresses }
}

export interface ResetProof extends Omit<FactorReset, 'flow'>, WaitingReset {
  proof: UsableProof
  /** What is said when another request used the proof first. */
  isUsed: 'totp_used' | 'passkey_wrong'
}

/** Sets the new password with a proof of the second kind that is right, whichever it is. @throws Refusal `flow_ended`, `busy` */
export async function resetProven(deps: Deps, proven: ResetProof): Promise<string> {
  const { flow, addresses, password, device, proof, isUsed } = proven
  try {
    const hashed = await hashNewPassword(deps, password, addresses)
    const use: UseProof = async (tx) => {
      if (!(await proof.accept(tx))) throw new Refusal(isUsed)
      await giveStrangersTries(tx, deps, flow.accountId)
      return true
    }
    await deps.db.transaction((tx) => resetPassword(tx, deps, { flow, hashed, device, use }))
  } catch (error) {
    await proof.abandon()
    throw error
  }
  return flow.accountId
}
