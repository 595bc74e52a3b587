import { unmarkForDeletion } from '../accounts/deletion.ts'
import { findAccount } from '../accounts/find-account.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { recordEvent } from '../events/record-event.ts'
import { startHold } from '../holds/holds.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { announceChange } from '../sessions/announce-change.ts'
import type { Device, Session } from '../sessions/session.ts'

/**
 * Keeps an account that was to be deleted. Withdrawals, which paused for the deletion, wait as after any other change, since
 * it may not be the owner who keeps it; every address is told. An account that was not to be deleted stays as it is: asking
 * again is safe.
 *
 * @throws Refusal `session_required` when it is deleted
 */
export async function cancelDeletion(
  deps: Deps,
  { accountId, sessionId }: Pick<Session, 'accountId' | 'sessionId'>,
  device: Device,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    if (!(await unmarkForDeletion(tx, accountId))) return requireAccount(tx, accountId)
    await startHold(tx, deps, accountId, 'deletion_cancelled')
    await recordEvent(tx, deps, accountId, { type: 'account.deletion.cancelled', data: {} })
    await recordActivity(tx, deps, { accountId, kind: 'deletion_cancelled', sessionId, device })
    await tellOwner(tx, deps, { accountId, event: 'account_deletion_cancelled', device })
    await announceChange(tx, accountId)
  })
}

/** Whoever comes too late must not hear that the account is kept. */
async function requireAccount(tx: Tx, accountId: string): Promise<void> {
  if (!(await findAccount({ db: tx }, accountId))) throw new Refusal('session_required')
}
