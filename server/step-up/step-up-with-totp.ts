import { findAccount } from '../accounts/find-account.ts'
import { recordActivity } from '../activity/record-activity.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import { renewSession } from '../sessions/renew-session.ts'
import type { Session } from '../sessions/session.ts'
import type { TotpProof } from '../totp/verify-totp.ts'
import { type OwnTotp, verifyOwnTotp } from './verify-own-totp.ts'

export interface StepUpTotp extends OwnTotp {
  /** Of the session, which is dead afterwards. */
  token: string
}

/**
 * Proves with a code of the authenticator that it is the account's owner who holds this session; it goes on at AAL 2, under a
 * new token.
 *
 * @throws Refusal `totp_wrong`, `totp_late`, `totp_used`, `totp_not_enrolled`, `totp_used_up`, `too_many_attempts`,
 *   `session_required`
 */
export async function stepUpWithTotp(
  deps: Deps,
  session: Session,
  { token, ...own }: StepUpTotp,
): Promise<OpenedSession> {
  if (!(await findAccount(deps, session.accountId))) throw new Refusal('session_required')
  const proof = await verifyOwnTotp(deps, session, own)
  try {
    return await deps.db.transaction((tx) => raise(tx, deps, session, token, proof))
  } catch (error) {
    await proof.abandon()
    throw error
  }
}

/** The code is used up with what it gives, or not at all. */
async function raise(tx: Tx, deps: Deps, session: Session, token: string, proof: TotpProof): Promise<OpenedSession> {
  const renewed = await renewSession(tx, deps, session, token, 'otp')
  if (!renewed) throw new Refusal('session_required')
  if (!(await proof.accept(tx))) throw new Refusal('totp_used')
  const { accountId, sessionId } = session
  await recordActivity(tx, deps, { accountId, kind: 'stepped_up', sessionId })
  return renewed
}
