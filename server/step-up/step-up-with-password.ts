import { recordActivity } from '../activity/record-activity.ts'
import { type Attempt, beginAttempt } from '../limits/begin-attempt.ts'
import { verifyPassword } from '../passwords/verify-password.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import { renewSession } from '../sessions/renew-session.ts'
import type { Device, Session } from '../sessions/session.ts'
import { failPassword } from './fail-password.ts'

export interface StepUpWithPassword {
  token: string
  password: string
  device: Device
}

/**
 * Proves once more, with the password, that it is the account's owner who holds this session; it goes on under a new token.
 * Tries count for the account wherever they come from: only somebody who holds a session of it can make them.
 *
 * @throws Refusal `credentials_wrong`, `too_many_attempts`, `busy`, `session_required`
 */
export async function stepUpWithPassword(
  deps: Deps,
  session: Session,
  { token, password, device }: StepUpWithPassword,
): Promise<OpenedSession> {
  const { accountId } = session
  const attempt = await beginAttempt(deps, deps.keys.mac('index', ['attempt', 'step_up', accountId]))
  try {
    const renewed = (await verifyPassword(deps, accountId, password)) && (await renew(deps, session, token, attempt))
    if (renewed === undefined) throw new Refusal('session_required')
    if (renewed) return renewed
  } catch (error) {
    await attempt.abandon()
    throw error
  }
  await failPassword(deps, { session, device, attempt })
  throw new Refusal('credentials_wrong')
}

/** @returns undefined when the session ended meanwhile, or another proof renewed it first */
async function renew(
  deps: Deps,
  session: Session,
  token: string,
  attempt: Attempt,
): Promise<OpenedSession | undefined> {
  return deps.db.transaction(async (tx) => {
    const renewed = await renewSession(tx, deps, session, token)
    if (!renewed) return undefined
    await attempt.succeed(tx)
    await recordActivity(tx, deps, { accountId: session.accountId, kind: 'stepped_up', sessionId: session.sessionId })
    return renewed
  })
}
