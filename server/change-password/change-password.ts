import { findProfile, type Profile } from '../accounts/find-profile.ts'
import { raiseCredentialVersion } from '../accounts/raise-credential-version.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { endAdditions } from '../add-identifier/end-additions.ts'
import { endCodes } from '../codes/verify-code.ts'
import { endOtherDevices } from '../devices/known-devices.ts'
import { recordEvent } from '../events/record-event.ts'
import { startHold } from '../holds/holds.ts'
import { type Attempt, beginAttempt } from '../limits/begin-attempt.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import {
  checkNewPassword,
  type HashedPassword,
  hashNewPassword,
  leastLength,
  replacePassword,
} from '../passwords/set-password.ts'
import { verifyPassword } from '../passwords/verify-password.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import { carrySession } from '../sessions/renew-session.ts'
import { revokeOtherSessions } from '../sessions/revoke-sessions.ts'
import type { Device, Session } from '../sessions/session.ts'
import { failPassword } from '../step-up/fail-password.ts'
import { giveStrangersTries } from '../totp/totp-tries.ts'

export interface ChangePassword {
  session: Session
  /** Of the session. */
  token: string
  current: string
  password: string
  device: Device
  /** What the device is known by. */
  deviceSecret: Uint8Array
}

/**
 * Replaces the password by a new one, for whoever knows the old one. All the old one had opened ends: the other sessions and
 * devices, codes and flows under way; this session goes on under a new token. A weak password is refused before anything is
 * spent; tries of the old one count together with those of step-up, since both prove the same to the same person.
 *
 * @throws Refusal `password_weak`, `credentials_wrong`, `too_many_attempts`, `busy`, `session_required` (the session ended
 *   meanwhile, or the credentials changed)
 */
export async function changePassword(deps: Deps, change: ChangePassword): Promise<OpenedSession> {
  const { accountId } = change.session
  const profile = await findProfile(deps, deps.db, accountId)
  if (!profile) throw new Refusal('session_required')
  const addresses = profile.openIdentifiers().map(({ address }) => address)
  const least = leastLength(profile)
  checkNewPassword(deps, change.password, addresses, least)
  const attempt = await beginAttempt(deps, deps.keys.mac('index', ['attempt', 'step_up', accountId]))
  try {
    if (await verifyPassword(deps, accountId, change.current)) {
      const hashed = await hashNewPassword(deps, change.password, addresses, least)
      return await replace(deps, change, profile, hashed, attempt)
    }
  } catch (error) {
    await attempt.abandon()
    throw error
  }
  await failPassword(deps, { ...change, attempt })
  throw new Refusal('credentials_wrong')
}

/** All of it or nothing. The account is locked first: of two changes at once one is made, the other finds it made. */
async function replace(
  deps: Deps,
  { session, token, device, deviceSecret }: ChangePassword,
  { credentialVersion }: Profile,
  hashed: HashedPassword,
  attempt: Attempt,
): Promise<OpenedSession> {
  const { accountId, sessionId } = session
  return deps.db.transaction(async (tx) => {
    if (!(await raiseCredentialVersion(tx, accountId, credentialVersion))) throw new Refusal('session_required')
    const carried = await carrySession(tx, deps, session, token, credentialVersion)
    if (!carried) throw new Refusal('session_required')
    await replacePassword(tx, deps, accountId, hashed)
    await revokeOtherSessions(tx, deps, accountId, sessionId)
    await endOtherDevices(tx, deps, accountId, deviceSecret)
    // Freshly: the policy table asks whoever has a factor for it, in this session.
    if (session.factors.length > 0) await giveStrangersTries(tx, deps, accountId)
    await endCodes(tx, deps, accountId)
    await endAdditions(tx, accountId)
    await startHold(tx, deps, accountId, 'password_changed')
    await recordEvent(tx, deps, accountId, { type: 'account.password.changed', data: {} })
    await recordActivity(tx, deps, { accountId, kind: 'password_changed', sessionId, device })
    await tellOwner(tx, deps, { accountId, event: 'password_changed', device })
    await attempt.succeed(tx)
    return carried
  })
}
