import type { Deps } from '../platform/deps.ts'
import type { Session } from '../sessions/session.ts'
import { type OwnTotp, verifyOwnTotp } from '../step-up/verify-own-totp.ts'
import type { ApprovalId } from './approval.ts'
import { approve, requireApprovable } from './approve.ts'

export interface ApproveTotp extends OwnTotp {
  id: ApprovalId
}

/**
 * Approves one act with a code of the authenticator, given for it. What the session proved before does not count, and the code
 * is used up by this approval: no other one and no sign-in can have it too.
 *
 * @throws Refusal `not_found`, `wrong_state`, `account_frozen`, `factor_required`, `withdrawals_on_hold`, `totp_wrong`,
 *   `totp_late`, `totp_used`, `totp_not_enrolled`, `totp_used_up`, `too_many_attempts`, `session_required`
 */
export async function approveWithTotp(deps: Deps, session: Session, { id, ...own }: ApproveTotp): Promise<void> {
  await requireApprovable(deps, session, id)
  const proof = await verifyOwnTotp(deps, session, own)
  await approve(deps, session, { id, device: own.device, amr: 'otp', proof, isUsed: 'totp_used' })
}
