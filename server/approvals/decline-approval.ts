import { recordActivity } from '../activity/record-activity.ts'
import { recordEvent } from '../events/record-event.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { Device, Session } from '../sessions/session.ts'
import type { ApprovalId } from './approval.ts'
import { getOwnApproval, idOf } from './find-approval.ts'
import * as queries from './queries.ts'

/**
 * Says no, for good. It only tightens: a session is enough.
 *
 * @throws Refusal `not_found`, `wrong_state`
 */
export async function declineApproval(deps: Deps, session: Session, id: ApprovalId, device: Device): Promise<void> {
  const { accountId, sessionId } = session
  const { state } = await getOwnApproval(deps, accountId, id)
  const isDeclined = await deps.db.transaction(async (tx) => {
    if ((await tx.execute(queries.decline, [accountId, id.approvalId, deps.clock.now()])) === 0) return false
    await recordActivity(tx, deps, { accountId, kind: 'approval_declined', sessionId, device })
    await recordEvent(tx, deps, accountId, { type: 'account.approval.declined', data: { approvalId: idOf(id) } })
    return true
  })
  // Asked again, it is declined as it was.
  if (!isDeclined && state !== 'declined') throw new Refusal('wrong_state', { state })
}
