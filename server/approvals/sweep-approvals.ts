import { recordEvent } from '../events/record-event.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { idOf } from './find-approval.ts'
import * as queries from './queries.ts'

/** Ends approvals whose time is over, and tells operators' programs, a thousand a call. @returns how many */
export async function expireApprovals(deps: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  return deps.db.transaction(async (tx) => {
    const expired = await tx.query(queries.expire, [deps.clock.now()])
    for (const { account_id: accountId, approval_id: approvalId } of expired) {
      const data = { approvalId: idOf({ accountId, approvalId }) }
      await recordEvent(tx, deps, accountId, { type: 'account.approval.expired', data })
    }
    return expired.length
  })
}

/** Deletes approvals that nobody has to look up any more, a thousand a call. @returns how many */
export async function sweepApprovals({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  return db.execute(queries.sweep, [secondsAfter(clock.now(), -policy.approvalKeptSeconds)])
}
