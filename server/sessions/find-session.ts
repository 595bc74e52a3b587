import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { equalInConstantTime } from '../platform/keys.ts'
import type { SessionRow } from './queries.ts'
import * as queries from './queries.ts'
import type { Session } from './session.ts'
import { sessionLife } from './session.ts'
import { hashSecret, parseToken } from './token.ts'

/** How often the time of last use is written. */
const TOUCH_SECONDS = 60

/** @returns the session in force that `token` stands for; undefined for every other text */
export async function findSession(
  { db, clock }: Pick<Deps, 'clock'> & { db: Queryable },
  token: string,
): Promise<Session | undefined> {
  const parsed = parseToken(token)
  if (!parsed) return undefined
  const { accountId, sessionId, secret } = parsed
  const now = clock.now()
  const [row] = await db.query(queries.find, [accountId, sessionId, now])
  if (!row || !equalInConstantTime(row.token_hash, hashSecret(secret))) return undefined
  const isDue = secondsAfter(row.last_seen_at, TOUCH_SECONDS) <= now
  const idleEndsAt = isDue ? secondsAfter(now, sessionLife(row.client).idleSeconds) : row.idle_ends_at
  if (isDue) await db.execute(queries.touch, [accountId, sessionId, now, idleEndsAt])
  return { ...fromRow(accountId, row), idleEndsAt: earlier(idleEndsAt, row.ends_at) }
}

/** Whether a session still stands, asked in the transaction of what it is to allow: no ending of it slips in between. */
export async function isSessionInForce(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  { accountId, sessionId }: Pick<Session, 'accountId' | 'sessionId'>,
): Promise<boolean> {
  return (await tx.query(queries.hold, [accountId, sessionId, clock.now()])).length === 1
}

function fromRow(accountId: string, row: SessionRow): Session {
  return {
    accountId,
    sessionId: row.session_id,
    client: row.client,
    deviceId: row.device_id ?? undefined,
    deviceKey: row.device_key ?? undefined,
    amr: row.amr,
    aal: row.aal,
    authenticatedAt: row.authenticated_at,
    factorAt: row.factor_at ?? undefined,
    addressProvenAt: row.address_proven_at ?? undefined,
    factors: row.factors,
    idleEndsAt: row.idle_ends_at,
    endsAt: row.ends_at,
  }
}

function earlier(one: Date, other: Date): Date {
  return new Date(Math.min(one.getTime(), other.getTime()))
}
