import { markForDeletion } from '../accounts/deletion.ts'
import { type Account, findAccount } from '../accounts/find-account.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { endAdditions } from '../add-identifier/end-additions.ts'
import { endCodes } from '../codes/verify-code.ts'
import { endOtherDevices } from '../devices/known-devices.ts'
import { recordEvent } from '../events/record-event.ts'
import { announceHolds } from '../holds/holds.ts'
import { type Attempt, beginAttempt } from '../limits/begin-attempt.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import { verifyPassword } from '../passwords/verify-password.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import { carrySession } from '../sessions/renew-session.ts'
import { revokeOtherSessions } from '../sessions/revoke-sessions.ts'
import type { Device, Session } from '../sessions/session.ts'
import { failPassword } from '../step-up/fail-password.ts'
import { stateOf } from './journey.ts'

export interface RequestDeletion {
  session: Session
  /** Of the session. */
  token: string
  password: string
  device: Device
  /** What the device is known by. */
  deviceSecret: Uint8Array
}

export interface RequestedDeletion extends OpenedSession {
  deletesAt: Date
}

/**
 * Notes that an account is to be deleted when its time of grace is over, for whoever knows its password. Until then nothing
 * of it is lost; but withdrawals pause, the other sessions and devices end, codes and flows under way too, and every address
 * is told. This session goes on under a new token. Tries of the password count together with those of step-up.
 *
 * @throws Refusal `wrong_state` (it is to be deleted already), `credentials_wrong`, `too_many_attempts`, `busy`,
 *   `session_required` (the session ended meanwhile, the credentials changed, or the account was frozen)
 */
export async function requestDeletion(deps: Deps, request: RequestDeletion): Promise<RequestedDeletion> {
  const { accountId } = request.session
  const account = await findAccount(deps, accountId)
  if (!account) throw new Refusal('session_required')
  if (stateOf(account) !== 'none') throw new Refusal('wrong_state', { state: stateOf(account) })
  const attempt = await beginAttempt(deps, deps.keys.mac('index', ['attempt', 'step_up', accountId]))
  try {
    if (await verifyPassword(deps, accountId, request.password)) return await schedule(deps, request, account, attempt)
  } catch (error) {
    await attempt.abandon()
    throw error
  }
  await failPassword(deps, { ...request, attempt })
  throw new Refusal('credentials_wrong')
}

/** All of it or nothing. The account is locked first: of a deletion and another change at once one is made. */
async function schedule(
  deps: Deps,
  { session, token, device, deviceSecret }: RequestDeletion,
  { accountId, credentialVersion }: Account,
  attempt: Attempt,
): Promise<RequestedDeletion> {
  const { sessionId } = session
  const deletesAt = secondsAfter(deps.clock.now(), policy.deletionGraceSeconds)
  const until = deletesAt.toISOString()
  return deps.db.transaction(async (tx) => {
    if (!(await markForDeletion(tx, accountId, credentialVersion, deletesAt))) throw new Refusal('session_required')
    const carried = await carrySession(tx, deps, session, token, credentialVersion)
    if (!carried) throw new Refusal('session_required')
    await revokeOtherSessions(tx, deps, accountId, sessionId)
    await endOtherDevices(tx, deps, accountId, deviceSecret)
    await endCodes(tx, deps, accountId)
    await endAdditions(tx, accountId)
    await announceHolds(tx, deps, accountId)
    await recordEvent(tx, deps, accountId, { type: 'account.deletion.requested', data: { endsAt: until } })
    await recordActivity(tx, deps, { accountId, kind: 'deletion_requested', sessionId, device })
    await tellOwner(tx, deps, { accountId, event: 'account_deletion_requested', device, facts: { until } })
    await attempt.succeed(tx)
    return { ...carried, deletesAt }
  })
}
