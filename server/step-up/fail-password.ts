import type { Attempt } from '../limits/begin-attempt.ts'
import { tellWrongPasswords } from '../notices/tell-wrong-passwords.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { noteWrongPassword } from '../sessions/note-wrong-password.ts'
import { revokeSession } from '../sessions/revoke-sessions.ts'
import type { Device, Session } from '../sessions/session.ts'

export interface WrongInSession {
  session: Session
  device: Device
  /** The try that was counted before the password was looked at. */
  attempt: Attempt
}

/**
 * Settles a wrong password by somebody who is signed in, whatever it was typed for. The waits are the account's; besides, a
 * session in which too many in a row were wrong ends, with whatever time between them, and the owner is told on the way there.
 */
export async function failPassword(deps: Deps, { session, device, attempt }: WrongInSession): Promise<void> {
  const { accountId, sessionId } = session
  const [count] = await Promise.all([noteWrongPassword(deps.db, accountId, sessionId), attempt.fail()])
  tellWrongPasswords(deps, { accountId, event: 'step_up_failures', count, device })
  if (count >= policy.wrongPasswordsInASession)
    await deps.db.transaction((tx) => revokeSession(tx, deps, accountId, sessionId))
}
