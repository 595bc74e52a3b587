import { findAccount } from '../accounts/find-account.ts'
import { lockAccount, sealForAccount } from '../accounts/replace-identifier.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { recordEvent } from '../events/record-event.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import { isSessionInForce } from '../sessions/find-session.ts'
import type { FactorProof } from '../sessions/renew-session.ts'
import type { Device, Session } from '../sessions/session.ts'
import { forgiveWrongCodes } from '../sessions/wrong-codes.ts'
import { type ApprovalId, hashContent } from './approval.ts'
import { getApproval, getOwnApproval, idOf, proofContext } from './find-approval.ts'
import { allows } from './journey.ts'
import { requireNoObstacle } from './obstacles.ts'
import { signProof } from './proof.ts'
import * as queries from './queries.ts'

/**
 * Before a proof is looked at, so that none is used up for what cannot be approved.
 *
 * @throws Refusal `not_found`, `wrong_state`, `account_frozen`, `factor_required`, `withdrawals_on_hold`
 */
export async function requireApprovable(deps: Deps, { accountId }: Session, id: ApprovalId): Promise<void> {
  const approval = await getOwnApproval(deps, accountId, id)
  if (!allows(approval.state, 'approve')) throw new Refusal('wrong_state', { state: approval.state })
  const account = await findAccount(deps, accountId)
  if (!account) throw new Refusal('session_required')
  await requireNoObstacle(deps.db, deps, account)
}

export interface Approving {
  id: ApprovalId
  device: Device
  amr: FactorProof
  /** A proof of the second kind that is right, and to be used up. */
  proof: { accept(tx: Tx): Promise<boolean>; abandon(): Promise<void> }
  /** What is said when another request used the proof first. */
  isUsed: 'totp_used' | 'passkey_wrong'
}

/** All of it or nothing: the proof used up, the approval signed, the record and the event. */
export async function approve(deps: Deps, session: Session, approving: Approving): Promise<void> {
  try {
    await deps.db.transaction((tx) => apply(tx, deps, session, approving))
  } catch (error) {
    await approving.proof.abandon()
    throw error
  }
}

/** Everything is asked once more under the account's lock: nothing changes between the asking and the signature. */
async function apply(tx: Tx, deps: Deps, session: Session, approving: Approving): Promise<void> {
  const { id, device, amr, proof, isUsed } = approving
  const { accountId, sessionId } = session
  const account = await lockAccount(tx, accountId)
  if (!account || !(await isSessionInForce(tx, deps, session))) throw new Refusal('session_required')
  await requireNoObstacle(tx, deps, account)
  const approval = await getApproval(deps, id, tx)
  const now = deps.clock.now()
  const endsAt = secondsAfter(now, policy.approvalProofSeconds)
  const proofId = newId()
  const signed = signProof(deps.keys.signer(), {
    iss: deps.config.origin,
    aud: approval.askedBy,
    sub: accountId,
    approval_id: idOf(id),
    content_sha256: hashContent(approval.content),
    amr: [amr],
    acr: 'aal2',
    iat: Math.floor(now.getTime() / 1000),
    exp: Math.floor(endsAt.getTime() / 1000),
    jti: proofId,
  })
  const sealed = await sealForAccount(tx, deps, accountId, signed, proofContext(id))
  const proven = [sessionId, account.credentialVersion, proofId, sealed]
  const changed = await tx.execute(queries.approve, [accountId, id.approvalId, now, endsAt, ...proven])
  if (changed === 0) throw new Refusal('wrong_state', { state: approval.state })
  if (!(await proof.accept(tx))) throw new Refusal(isUsed)
  await forgiveWrongCodes(tx, accountId, sessionId)
  await recordActivity(tx, deps, { accountId, kind: 'approval_given', sessionId, device })
  await recordEvent(tx, deps, accountId, { type: 'account.approval.approved', data: { approvalId: idOf(id) } })
}
