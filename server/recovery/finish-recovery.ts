import { consumeCode, giveBackTry, verifyCode } from '../codes/verify-code.ts'
import type { HashedPassword } from '../passwords/set-password.ts'
import { checkNewPassword, hashNewPassword } from '../passwords/set-password.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { Device } from '../sessions/session.ts'
import type { Owner } from './find-owner.ts'
import { findLiveOwner, hasAddress } from './find-owner.ts'
import type { RecoveryFlow } from './flow.ts'
import { codeSubject, getFlow, requireAction } from './flow.ts'
import type { RecoveryAction } from './journey.ts'
import * as queries from './queries.ts'
import { resetPassword, type UseProof } from './reset-password.ts'
import { needsSecondFactor } from './second-factor.ts'
import { findShown, tryerOf } from './shares.ts'
import { actionsNow } from './ways-on.ts'

export interface FinishRecovery {
  flow: string
  code: string
  password: string
  device: Device
  /** What the device brought along to be known by. */
  deviceSecret?: Uint8Array | undefined
}

/**
 * Sets a new password with the code that was sent, and signs nobody in. A weak password is refused before the code is
 * looked at and spends nothing. An account with a second factor keeps its password: the reset waits for that proof.
 *
 * @returns the state it is in now, how it may go on, and whose account it is, for what this server remembers of its sessions
 * @throws Refusal `flow_ended`, `wrong_state`, `password_weak`, `busy`, `code_wrong`, `code_replaced`, `code_expired`,
 *   `code_spent`, `code_used`, `too_many_attempts`, `account_frozen`
 */
export async function finishRecovery(
  deps: Deps,
  { flow: token, code, password, device, deviceSecret }: FinishRecovery,
): Promise<{ state: 'factor' | 'done'; actions: RecoveryAction[]; accountId: string }> {
  const flow = await getFlow(deps, token)
  requireAction(flow, 'code')
  checkNewPassword(deps, password, [flow.identifier.address])
  const tryer = tryerOf(await findShown(deps, flow, deviceSecret), flow.identifier.canonical)
  const codeId = await verifyCode(deps, codeSubject(flow), code, tryer)
  const owner = await findLiveOwner(deps, flow)
  if (!owner) throw new Refusal('flow_ended') // the right code, but the account's credentials have changed since
  if (owner.frozenAt) throw new Refusal('account_frozen') // a mailbox alone never gets past it
  if (!hasAddress(owner, flow.destination)) throw new Refusal('flow_ended') // the code went to one that was given up since
  if (needsSecondFactor(owner)) {
    await awaitFactor(deps, flow, codeId)
    return answer(deps, flow, 'factor')
  }
  const hashed = await hashForOwner(deps, owner, password, () => giveBackTry(deps, codeSubject(flow), codeId, tryer))
  const use: UseProof = async (tx, now) => !needsSecondFactor(now) && consumeCode(tx, deps, codeSubject(flow), codeId)
  await deps.db.transaction((tx) => resetPassword(tx, deps, { flow, hashed, device, use }))
  return answer(deps, flow, 'done')
}

async function answer(deps: Deps, flow: RecoveryFlow, state: 'factor' | 'done') {
  return { state, actions: await actionsNow(deps, { ...flow, state }), accountId: flow.accountId }
}

/** Slow, and outside of any transaction. What fails here is not the code's fault, so the code keeps its try. */
async function hashForOwner(
  deps: Deps,
  { identifiers }: Owner,
  password: string,
  giveBack: () => Promise<void>,
): Promise<HashedPassword> {
  const addresses = identifiers.map(({ address }) => address)
  try {
    return await hashNewPassword(deps, password, addresses)
  } catch (error) {
    await giveBack()
    throw error
  }
}

/** The address is proven; what is proven lasts as long as a code would have. */
async function awaitFactor(deps: Deps, flow: RecoveryFlow, codeId: string): Promise<void> {
  const { accountId, recoveryId } = flow
  const now = deps.clock.now()
  const until = secondsAfter(now, policy.codeTtlSeconds)
  await deps.db.transaction(async (tx) => {
    if ((await tx.execute(queries.advance, [accountId, recoveryId, 'factor', now, until, 'code'])) === 0)
      throw new Refusal('wrong_state', { state: 'factor' })
    if (!(await consumeCode(tx, deps, codeSubject(flow), codeId))) throw new Refusal('flow_ended')
  })
}
