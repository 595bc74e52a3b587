import { markThawed } from '../accounts/freeze.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { consumeCode, endCodes, verifyCode } from '../codes/verify-code.ts'
import { recordEvent } from '../events/record-event.ts'
import { startHold } from '../holds/holds.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import { findPasswordReplacement } from '../passwords/verify-password.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import { hasAddress, loadOwner, type Owner } from '../recovery/find-owner.ts'
import type { Device } from '../sessions/session.ts'
import { waysOn } from '../sign-in/prove-factor.ts'
import { codeSubject, openFlow, sealFlow, type ThawFlow } from './flow.ts'
import { actionsOf, allows, type ThawAction } from './journey.ts'
import { isLive } from './start-thaw.ts'

export type ThawOutcome =
  | { state: 'done'; actions: ThawAction[] }
  /** `flow` names the thawing from now on: password and code are proven. */
  | { state: 'factor'; flow: string; actions: ThawAction[] }
  /** Password and code are proven, and it does not open yet. */
  | { state: 'waiting'; opensAt: Date; actions: ThawAction[] }

/**
 * Opens a frozen account again with the code that was sent, and signs nobody in. Withdrawals pause, and every address is told.
 * An account with a second factor stays frozen: it waits for that proof. So does one whose password was set anew shortly before: a
 * thief who did that would be the one who can open it, and the owner, who froze it, would not.
 *
 * @throws Refusal `flow_ended`, `code_wrong`, `code_replaced`, `code_expired`, `code_spent`, `code_used`, `too_many_attempts`
 */
export async function finishThaw(
  deps: Deps,
  { flow: token, code, device }: { flow: string; code: string; device: Device },
): Promise<ThawOutcome> {
  const flow = openFlow(deps, token)
  // Without the mailbox, whoever has the password may use up no more of what the account may try than any stranger.
  const tryer = flow.isStranger ? { typed: flow.identifier.canonical } : 'thaw'
  const codeId = await verifyCode(deps, codeSubject(flow), code, tryer)
  const owner = await loadOwner(deps, flow.accountId)
  if (!isLive(owner, flow)) throw new Refusal('flow_ended') // thawed, or changed, since
  const opensAt = await findOpening(deps, owner)
  if (opensAt) return awaitTime(deps, flow, codeId, opensAt)
  if (owner.factors.length > 0) return awaitFactor(deps, flow, codeId, owner)
  const use: UseProof = async (tx, now) => now.factors.length === 0 && consumeCode(tx, deps, codeSubject(flow), codeId)
  await deps.db.transaction((tx) => thaw(tx, deps, { flow, device, use }))
  return { state: 'done', actions: actionsOf('done') }
}

/**
 * When a frozen account may be opened again, if that is still to come. Nobody sets a password while it is frozen, so one that was
 * set long before that is long ago now.
 */
async function findOpening(deps: Deps, { accountId }: Owner): Promise<Date | undefined> {
  const replacedAt = await findPasswordReplacement(deps, accountId)
  const opensAt = replacedAt && secondsAfter(replacedAt, policy.thawAfterNewPasswordSeconds)
  return opensAt && opensAt > deps.clock.now() ? opensAt : undefined
}

/** Told to whoever has proven password and code alone. No flow lasts so long: it is begun anew then. */
async function awaitTime(deps: Deps, flow: ThawFlow, codeId: string, opensAt: Date): Promise<ThawOutcome> {
  if (!(await consumeCode(deps.db, deps, codeSubject(flow), codeId))) throw new Refusal('flow_ended')
  return { state: 'waiting', opensAt, actions: actionsOf('waiting') }
}

/** The code is used up; that it was right lasts as long as a code would have. */
async function awaitFactor(deps: Deps, flow: ThawFlow, codeId: string, owner: Owner): Promise<ThawOutcome> {
  if (!(await consumeCode(deps.db, deps, codeSubject(flow), codeId))) throw new Refusal('flow_ended')
  const endsAt = secondsAfter(deps.clock.now(), policy.codeTtlSeconds)
  const proven = { ...flow, endsAt: endsAt < flow.endsAt ? endsAt : flow.endsAt }
  const actions = (await waysOn(deps, owner)) as ThawAction[]
  return {
    state: 'factor',
    flow: sealFlow(deps, proven, 'factor'),
    actions: actions.filter((way) => allows('factor', way)),
  }
}

/** Uses the last proof up, in the transaction of the thawing. @returns false when it stands no more */
export type UseProof = (tx: Tx, owner: Owner) => Promise<boolean>

export interface ProvenThaw {
  flow: ThawFlow
  device: Device
  use: UseProof
}

/**
 * All of it or nothing. Everything the proofs rest on is asked once more, now that nothing can change under it. It raises the
 * credential version, so that a flow opens the account once.
 *
 * @throws Refusal `flow_ended`
 */
export async function thaw(tx: Tx, deps: Deps, { flow, device, use }: ProvenThaw): Promise<void> {
  const { accountId, credentialVersion } = flow
  if (!(await markThawed(tx, accountId, credentialVersion))) throw new Refusal('flow_ended')
  const owner = await loadOwner(deps, accountId, tx)
  if (!owner || !hasAddress(owner, flow.identifier)) throw new Refusal('flow_ended')
  if (!(await use(tx, owner))) throw new Refusal('flow_ended')
  await endCodes(tx, deps, accountId)
  await startHold(tx, deps, accountId, 'thawed')
  await recordEvent(tx, deps, accountId, { type: 'account.thawed', data: {} })
  await recordActivity(tx, deps, { accountId, kind: 'thawed', device })
  await tellOwner(tx, deps, { accountId, event: 'thawed', device })
}
