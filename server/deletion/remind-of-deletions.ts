import { claimReminder, findToRemind } from '../accounts/deletion.ts'
import { findLastActivity } from '../activity/list-activity.ts'
import { findLastTold } from '../notices/links.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'

const PORTION = 1000

/**
 * Reminds the owners of accounts that are deleted in a few days, once, at every address: the first notice, a month ago, may
 * have been missed, and it may have been somebody else who asked. A thousand a call, each in a transaction of its own; one who
 * cannot be told now is left to the next sweep and holds up no other.
 *
 * @returns how many were told
 */
export async function sweepDeletionReminders(deps: Deps): Promise<number> {
  let told = 0
  for (const accountId of await findToRemind(deps, PORTION))
    try {
      if (await deps.db.transaction((tx) => remind(tx, deps, accountId))) told++
    } catch (err) {
      deps.log.error({ err, accountId }, 'an owner could not be reminded of the deletion; tried again soon')
    }
  return told
}

/**
 * Says when and where it was asked for, as the first notice did.
 *
 * @returns false when there was nothing to remind of after all
 */
async function remind(tx: Tx, deps: Deps, accountId: string): Promise<boolean> {
  const deletesAt = await claimReminder(tx, deps, accountId)
  if (!deletesAt) return false
  const facts = { until: deletesAt.toISOString() }
  // The record has the place for as long as the session that asked, which ended weeks ago.
  const asked =
    (await findLastTold(tx, accountId, 'account_deletion_requested')) ??
    (await findLastActivity(tx, accountId, 'deletion_requested'))
  const request = asked && { at: asked.at, device: asked }
  await tellOwner(tx, deps, { accountId, event: 'account_deletion_soon', facts, ...request })
  return true
}
