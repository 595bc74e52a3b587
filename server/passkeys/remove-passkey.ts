import { findAccount } from '../accounts/find-account.ts'
import { raiseCredentialVersion } from '../accounts/raise-credential-version.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { endCodes } from '../codes/verify-code.ts'
import { recordEvent } from '../events/record-event.ts'
import { startHold } from '../holds/holds.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import { carrySession } from '../sessions/renew-session.ts'
import { revokeOtherSessions } from '../sessions/revoke-sessions.ts'
import type { Device, Session } from '../sessions/session.ts'
import { endUselessPasskeys } from './end-passkeys.ts'
import * as queries from './queries.ts'

export interface RemovePasskey {
  session: Session
  /** Of the session. */
  token: string
  device: Device
  passkeyId: string
}

/**
 * Takes a passkey away, and with the last one that works the factor, see `endUselessPasskeys`; the policy table asks for a fresh proof by a factor. Whoever it had
 * let in is out: all other sessions end, this one goes on under a new token. Withdrawals pause, and every address is told.
 *
 * @throws Refusal `not_found`, `session_required` (it ended meanwhile, or the credentials changed)
 */
export async function removePasskey(deps: Deps, removing: RemovePasskey): Promise<OpenedSession> {
  const account = await findAccount(deps, removing.session.accountId)
  if (!account) throw new Refusal('session_required')
  return deps.db.transaction((tx) => remove(tx, deps, removing, account.credentialVersion))
}

/** All of it or nothing. The account is locked first: of two removals at once one is made, so that the last is known. */
async function remove(
  tx: Tx,
  deps: Deps,
  { session, token, device, passkeyId }: RemovePasskey,
  credentialVersion: number,
): Promise<OpenedSession> {
  const { accountId, sessionId } = session
  if (!(await raiseCredentialVersion(tx, accountId, credentialVersion))) throw new Refusal('session_required')
  const carried = await carrySession(tx, deps, session, token, credentialVersion)
  if (!carried) throw new Refusal('session_required')
  await revokeOtherSessions(tx, deps, accountId, sessionId)
  if ((await tx.execute(queries.remove, [accountId, passkeyId])) === 0) throw new Refusal('not_found')
  const factors = await unbindIfLast(tx, deps, session)
  await endCodes(tx, deps, accountId)
  await startHold(tx, deps, accountId, 'passkey_removed')
  await recordActivity(tx, deps, { accountId, kind: 'passkey_removed', sessionId, device })
  await tellOwner(tx, deps, { accountId, event: 'passkey_removed', device })
  return { ...carried, session: { ...carried.session, factors } }
}

/** @returns the factors the account has now */
async function unbindIfLast(tx: Tx, deps: Deps, { accountId }: Session): Promise<Session['factors']> {
  await endUselessPasskeys(tx, accountId)
  const { factors = [] } = (await findAccount({ db: tx }, accountId)) ?? {}
  if (!factors.includes('passkey'))
    await recordEvent(tx, deps, accountId, { type: 'account.factors.changed', data: { factors } })
  return factors
}
