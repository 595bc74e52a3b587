import { askForPasskey } from '../passkeys/ask-for-passkey.ts'
import type { Assertion, RequestOptions } from '../passkeys/schema.ts'
import { verifyPasskey } from '../passkeys/verify-passkey.ts'
import type { Deps } from '../platform/deps.ts'
import type { Device, Session } from '../sessions/session.ts'
import type { ApprovalId } from './approval.ts'
import { approve, requireApprovable } from './approve.ts'

/**
 * What the browser asks a passkey of the account for, good for this one act.
 *
 * @throws Refusal `not_found`, `wrong_state`, `account_frozen`, `factor_required`, `withdrawals_on_hold`,
 *   `passkey_not_enrolled` (or all are suspended)
 */
export async function startPasskeyApproval(deps: Deps, session: Session, id: ApprovalId): Promise<RequestOptions> {
  await requireApprovable(deps, session, id)
  return askForPasskey(deps, subjectOf(session, id))
}

export interface ApprovePasskey {
  id: ApprovalId
  assertion: Assertion
  device: Device
}

/**
 * Approves one act with a passkey that signed for it: the challenge is of this act, this session and nothing else.
 *
 * @throws Refusal `not_found`, `wrong_state`, `account_frozen`, `factor_required`, `withdrawals_on_hold`, `passkey_wrong`,
 *   `passkey_unknown`, `passkey_suspended`, `too_many_attempts`, `session_required`
 */
export async function approveWithPasskey(
  deps: Deps,
  session: Session,
  { id, assertion, device }: ApprovePasskey,
): Promise<void> {
  await requireApprovable(deps, session, id)
  const { accountId, sessionId } = session
  const proof = await verifyPasskey(deps, {
    subject: subjectOf(session, id),
    assertion,
    tryer: { accountId, from: sessionId },
    device,
  })
  await approve(deps, session, { id, device, amr: 'hwk', proof, isUsed: 'passkey_wrong' })
}

const subjectOf = ({ accountId, sessionId }: Session, { approvalId }: ApprovalId) =>
  ({ purpose: 'approve', accountId, sessionId, approvalId }) as const
