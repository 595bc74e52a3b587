import type { Queryable, Statement } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import type { OpenedSession } from './open-session.ts'
import * as queries from './queries.ts'
import type { Session } from './session.ts'
import { formatToken, hashSecret, newSecret, parseToken } from './token.ts'

/** How a proof of the second kind was given (RFC 8176): by an authenticator app or a passkey. */
export type FactorProof = 'otp' | 'hwk'

/**
 * Marks the session as freshly proven and gives it a new token; the old one is dead.
 *
 * @param factor by which proof of the second kind; absent: by the password alone
 * @returns undefined when the session ended or another request renewed it first
 */
export async function renewSession(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  session: Session,
  token: string,
  factor?: FactorProof,
): Promise<OpenedSession | undefined> {
  return replaceToken(tx, queries.renew, clock.now(), session, token, factor)
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
  factor?: FactorProof,
): Promise<OpenedSession | undefined> {
  return replaceToken(tx, queries.carry, clock.now(), session, token, factor, credentialVersion)
}

async function replaceToken(
  tx: Queryable,
  renewal: Statement<unknown>,
  now: Date,
  session: Session,
  token: string,
  factor: FactorProof | undefined,
  ...more: number[]
): Promise<OpenedSession | undefined> {
  const renewed = await exchangeToken(tx, renewal, session, token, [now, factor ?? null, ...more])
  const proven = factor && { factorAt: now, aal: 2, amr: [...new Set([...session.amr, factor])] }
  if (!renewed) return undefined
  return { session: { ...session, authenticatedAt: now, ...proven }, token: renewed }
}

/**
 * Gives the session a new token, and sets what `renewal` does; the old one is dead.
 *
 * @param renewal takes account, session, hash of the old secret and of the new one, then `more`
 * @returns the new token; undefined when the session ended or another request renewed it first
 */
export async function exchangeToken(
  tx: Queryable,
  renewal: Statement<unknown>,
  { accountId, sessionId }: Session,
  token: string,
  more: readonly unknown[],
): Promise<string | undefined> {
  const old = parseToken(token)
  if (!old) return undefined
  const secret = newSecret()
  const values = [accountId, sessionId, hashSecret(old.secret), hashSecret(secret), ...more]
  if ((await tx.execute(renewal, values)) === 0) return undefined
  await tx.execute(queries.announce, [accountId])
  return formatToken({ accountId, sessionId, secret })
}
