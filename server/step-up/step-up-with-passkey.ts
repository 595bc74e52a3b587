import { recordActivity } from '../activity/record-activity.ts'
import { askForPasskey } from '../passkeys/ask-for-passkey.ts'
import type { Assertion, RequestOptions } from '../passkeys/schema.ts'
import { type PasskeyProof, verifyPasskey } from '../passkeys/verify-passkey.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import { renewSession } from '../sessions/renew-session.ts'
import type { Device, Session } from '../sessions/session.ts'

/** What the browser asks a passkey of the account for. @throws Refusal `passkey_not_enrolled` (or all are suspended) */
export async function startStepUp(deps: Deps, { accountId, sessionId }: Session): Promise<RequestOptions> {
  return askForPasskey(deps, { purpose: 'step_up', accountId, sessionId })
}

export interface StepUpWithPasskey {
  session: Session
  /** Of the session. */
  token: string
  device: Device
  assertion: Assertion
}

/**
 * Proves once more, with a passkey, that it is the account's owner who holds this session; it goes on under a new token, at
 * AAL 2.
 *
 * @throws Refusal `passkey_wrong`, `passkey_unknown`, `passkey_suspended`, `too_many_attempts`, `session_required`
 */
export async function stepUpWithPasskey(deps: Deps, asked: StepUpWithPasskey): Promise<OpenedSession> {
  const { session, assertion, device } = asked
  const { accountId, sessionId } = session
  const proof = await verifyPasskey(deps, {
    subject: { purpose: 'step_up', accountId, sessionId },
    assertion,
    tryer: { accountId, from: sessionId },
    device,
  })
  try {
    return await deps.db.transaction((tx) => renew(tx, deps, asked, proof))
  } catch (error) {
    await proof.abandon()
    throw error
  }
}

async function renew(
  tx: Tx,
  deps: Deps,
  { session, token, device }: StepUpWithPasskey,
  proof: PasskeyProof,
): Promise<OpenedSession> {
  const { accountId, sessionId } = session
  const renewed = await renewSession(tx, deps, session, token, 'hwk')
  if (!renewed) throw new Refusal('session_required')
  if (!(await proof.accept(tx))) throw new Refusal('passkey_wrong')
  await recordActivity(tx, deps, { accountId, kind: 'stepped_up_with_passkey', sessionId, device })
  return renewed
}
