import { recordActivity } from '../activity/record-activity.ts'
import { recordEvent } from '../events/record-event.ts'
import { announceHolds } from '../holds/holds.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import type { Device } from '../sessions/session.ts'

/** Notes that something else stopped the deletion of an account, in its transaction: for the record and operators' programs. */
export async function noteStop(tx: Tx, deps: Deps, accountId: string, device: Device): Promise<void> {
  await announceHolds(tx, deps, accountId)
  await recordEvent(tx, deps, accountId, { type: 'account.deletion.cancelled', data: {} })
  await recordActivity(tx, deps, { accountId, kind: 'deletion_cancelled', device })
}
