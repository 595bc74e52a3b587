import { claimReminder, findToRemind } from '../accounts/deletion.ts'
import { findLastActivity } from '../activity/list-activity.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'

const PORTION = 1000

/**
 * Reminds the owners of accounts that are deleted in a few days, once, at every address: the first notice, a month ago, may
 * have been missed, and it may have been somebody else who asked. A thousand a call, each in a transaction of its own; one who
 * cannot be told now is left to the next sweep and holds up no other.
 *
 * @returns how many were to be told
 */
export async function sweepDeletionReminders(deps: Deps): Promise<number> {
  const near = await findToRemind(deps, PORTION)
  for (const accountId of near)
    try {
      await deps.db.transaction((tx) => remind(tx, deps, accountId))
    } catch (err) {
      deps.log.error({ err, accountId }, 'an owner could not be reminded of the deletion; tried again soon')
    }
  return near.length
}

/** Says when and where it was asked for, as the first notice did. */
async function remind(tx: Tx, deps: Deps, accountId: string): Promise<void> {
  const deletesAt = await claimReminder(tx, deps, accountId)
  if (!deletesAt) return
  const facts = { until: deletesAt.toISOString() }
  const asked = await findLastActivity(tx, accountId, 'deletion_requested')
  const request = asked && { at: asked.at, device: asked }
  await tellOwner(tx, deps, { accountId, event: 'account_deletion_soon', facts, ...request })
}
