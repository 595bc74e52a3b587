import { lockAccount } from '../accounts/replace-identifier.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Deps } from '../platform/deps.ts'
import { revokeOtherSessions, revokeSession } from './revoke-sessions.ts'
import type { Device, Session } from './session.ts'

type Own = Pick<Session, 'accountId' | 'sessionId'>

/** Ends the session that asks. It needs no word to its owner, who is the one that leaves. */
export async function signOut(deps: Deps, session: Own): Promise<void> {
  await endOwn(deps, session, 'signed_out')
}

/**
 * Ends a session of the account for another of its sessions; every address is told, since it may be the owner who is put out.
 *
 * @returns false when none of the account's was in force under that id
 */
export async function endSession(deps: Deps, asking: Own, sessionId: string, device: Device): Promise<boolean> {
  const { accountId } = asking
  if (sessionId === asking.sessionId) return endOwn(deps, asking, 'session_revoked')
  return deps.db.transaction(async (tx) => {
    await lockAccount(tx, accountId)
    if (!(await revokeSession(tx, deps, accountId, sessionId))) return false
    await recordActivity(tx, deps, { accountId, kind: 'session_revoked', sessionId })
    await tellOwner(tx, deps, { accountId, event: 'sessions_ended', device })
    return true
  })
}

/** Ends every session of the account but the one that asks. Where there were any, every address is told, once. */
export async function endOtherSessions(deps: Deps, { accountId, sessionId }: Own, device: Device): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await lockAccount(tx, accountId)
    const ended = await revokeOtherSessions(tx, deps, accountId, sessionId)
    await recordActivity(tx, deps, { accountId, kind: 'other_sessions_revoked', sessionId })
    if (ended > 0) await tellOwner(tx, deps, { accountId, event: 'sessions_ended', device })
  })
}

async function endOwn(
  deps: Deps,
  { accountId, sessionId }: Own,
  kind: 'signed_out' | 'session_revoked',
): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    const wasInForce = await revokeSession(tx, deps, accountId, sessionId)
    if (wasInForce) await recordActivity(tx, deps, { accountId, kind, sessionId })
    return wasInForce
  })
}
