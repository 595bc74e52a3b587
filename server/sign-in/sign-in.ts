import { findAccount, findAccountId } from '../accounts/find-account.ts'
import type { Identifier } from '../accounts/identifier.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { beginAttempt } from '../limits/begin-attempt.ts'
import { verifyPassword } from '../passwords/verify-password.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import { openSession } from '../sessions/open-session.ts'
import type { Client, Device } from '../sessions/session.ts'

export interface SignIn {
  identifier: Identifier
  password: string
  client: Client
  device: Device
  /** Where the try comes from, see `networkOf`. */
  network: string
}

/**
 * Signs in with an identifier and a password. An unknown account and a wrong password are one refusal, after equal work.
 * Tries count for the identifier and the network they come from: a stranger's tries make nobody else wait.
 *
 * @throws Refusal `credentials_wrong`, `account_frozen` (the password was right), `too_many_attempts`, `busy`
 */
export async function signIn(
  deps: Deps,
  { identifier, password, client, device, network }: SignIn,
): Promise<OpenedSession> {
  const key = deps.keys.mac('index', ['attempt', 'sign_in', identifier.kind, identifier.canonical, network])
  const attempt = await beginAttempt(deps, key)
  let isFrozen = false
  try {
    const account = await findAccount(deps, await findAccountId(deps, identifier))
    const isRight = await verifyPassword(deps, account?.accountId, password)
    const opened =
      isRight && account
        ? await deps.db.transaction(async (tx) => {
            const { accountId, credentialVersion } = account
            const opened = await openSession(tx, deps, {
              accountId,
              credentialVersion,
              client,
              device,
              amr: ['pwd'],
              aal: 1,
            })
            if (!opened) return undefined
            await attempt.succeed(tx)
            await recordActivity(tx, deps, {
              accountId,
              kind: 'signed_in',
              sessionId: opened.session.sessionId,
              device,
            })
            return opened
          })
        : undefined
    if (opened) return opened
    // Said to whoever knows the password, and asked anew: it may have been frozen while this went on.
    isFrozen = isRight && (await findAccount(deps, account?.accountId))?.frozenAt !== undefined
  } catch (error) {
    await attempt.abandon()
    throw error
  }
  if (isFrozen) {
    await attempt.succeed()
    throw new Refusal('account_frozen')
  }
  await attempt.fail()
  throw new Refusal('credentials_wrong')
}
