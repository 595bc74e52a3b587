import type { Queryable, Statement } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import type { OpenedSession } from './open-session.ts'
import * as queries from './queries.ts'
import type { Session } from './session.ts'
import { formatToken, hashSecret, newSecret, parseToken } from './token.ts'

/**
 * Marks the session as freshly proven and gives it a new token; the old one is dead.
 *
 * @returns undefined when the session ended or another request renewed it first
 */
export async function renewSession(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  session: Session,
  token: string,
): Promise<OpenedSession | undefined> {
  return replaceToken(tx, queries.renew, clock.now(), session, token)
}

/**
 * The same for a session that has just changed its account's credentials: it alone goes on under the new ones.
 *
 * @param credentialVersion what the session was opened under
 */
export async function carrySession(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  session: Session,
  token: string,
  credentialVersion: number,
): Promise<OpenedSession | undefined> {
  return replaceToken(tx, queries.carry, clock.now(), session, token, credentialVersion)
}

async function replaceToken(
  tx: Queryable,
  renewal: Statement<unknown>,
  now: Date,
  session: Session,
  token: string,
  ...more: number[]
): Promise<OpenedSession | undefined> {
  const old = parseToken(token)
  if (!old) return undefined
  const secret = newSecret()
  const { accountId, sessionId } = session
  const values = [accountId, sessionId, hashSecret(old.secret), hashSecret(secret), now, ...more]
  if ((await tx.execute(renewal, values)) === 0) return undefined
  await tx.execute(queries.announce, [accountId])
  return { session: { ...session, authenticatedAt: now }, token: formatToken({ accountId, sessionId, secret }) }
}
