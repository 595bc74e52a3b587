import { lockAccount } from '../accounts/replace-identifier.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { revokeSession } from '../sessions/revoke-sessions.ts'
import type { Device, Session } from '../sessions/session.ts'
import { noteWrongCode } from '../sessions/wrong-codes.ts'
import { tellWrongCodes } from '../totp/tell-wrong-codes.ts'
import type { TotpFailure } from '../totp/verify-totp.ts'

export interface WrongCodeInSession {
  session: Session
  device: Device
  failure: TotpFailure
}

/**
 * Settles a wrong code of the authenticator by somebody who is signed in, whatever it was typed for. A session in which too many
 * in a row were wrong ends, with whatever time between them: whoever came by its cookie is out, and an owner signs in again. The
 * owner is told of that, and otherwise when strangers' codes would be told of.
 */
export async function failCode(deps: Deps, { session, device, failure }: WrongCodeInSession): Promise<void> {
  const { accountId, sessionId } = session
  const event = 'step_up_factor_failures'
  const count = await noteWrongCode(deps.db, accountId, sessionId)
  if (count < policy.wrongTotpCodesInASession) return tellWrongCodes(deps, accountId, failure, device, event)
  await deps.db.transaction(async (tx) => {
    await lockAccount(tx, accountId)
    if (!(await revokeSession(tx, deps, accountId, sessionId))) return
    await recordActivity(tx, deps, { accountId, kind: 'session_revoked', sessionId, device })
    await tellOwner(tx, deps, { accountId, event, device, facts: { count: String(count), hasEnded: 'yes' } })
  })
}
