import { findDue, lockDue } from '../accounts/deletion.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { recordEvent } from '../events/record-event.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { forgetAccount } from './forget-account.ts'

const PORTION = 1000
/** After that an account goes although its owner cannot be told: a damaged row must not keep a person's data for ever. */
const TELL_WITHIN_SECONDS = 24 * 3600

/**
 * Deletes the accounts whose time of grace is over, a thousand a call, each in a transaction of its own: killed at any point,
 * an account is as it was or gone. One that cannot be deleted now is left to the next sweep and holds up no other.
 *
 * @returns how many were due
 */
export async function sweepDeletions(deps: Deps): Promise<number> {
  const due = await findDue(deps, PORTION)
  for (const { accountId, deletesAt } of due)
    try {
      const isGone = await deps.db.transaction((tx) => endDeletion(tx, deps, accountId, deletesAt))
      if (isGone) deps.log.info({ accountId }, 'an account is deleted')
    } catch (err) {
      deps.log.error({ err, accountId }, 'an account could not be deleted; tried again soon')
    }
  return due.length
}

/** All of it or nothing, by one server alone; the last notice goes out if it commits, sealed under no key of the account's. */
async function endDeletion(tx: Tx, deps: Deps, accountId: string, deletesAt: Date): Promise<boolean> {
  if (!(await lockDue(tx, deps, accountId))) return false
  await forgetAccount(tx, accountId, () => tellLast(tx, deps, accountId, deletesAt))
  await recordEvent(tx, deps, accountId, { type: 'account.deleted', data: {} })
  await recordActivity(tx, deps, { accountId, kind: 'deleted' })
  return true
}

async function tellLast(tx: Tx, deps: Deps, accountId: string, deletesAt: Date): Promise<void> {
  try {
    await tellOwner(tx, deps, { accountId, event: 'account_deleted' })
  } catch (err) {
    if (secondsAfter(deletesAt, TELL_WITHIN_SECONDS) > deps.clock.now()) throw err
    deps.log.error({ err, accountId }, 'an account is deleted without a word to its owner')
  }
}
