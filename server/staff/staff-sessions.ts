import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { equalInConstantTime } from '../platform/keys.ts'
import { policy } from '../platform/policy.ts'
import type { Device } from '../sessions/session.ts'
import { formatToken, hashSecret, newSecret, parseToken } from '../sessions/token.ts'
import { type Member, openMember } from './member.ts'
import type { ActRow } from './queries.ts'
import * as queries from './queries.ts'
import type { StaffAct } from './schema.ts'

/** A member who is signed in at the console. */
export interface StaffSession {
  member: Member
  sessionId: string
  idleEndsAt: Date
  endsAt: Date
}

export interface OpenedStaffSession extends StaffSession {
  /** For the browser alone; we keep its hash. */
  token: string
}

/** How often the time of last use is written. */
const TOUCH_SECONDS = 30

/**
 * Opens a session and records the act, in the transaction of what proved it.
 *
 * @returns undefined when the membership ended meanwhile
 */
export async function openStaffSession(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  { member, act, device }: { member: Member; act: 'joined' | 'signed_in'; device: Device },
): Promise<OpenedStaffSession | undefined> {
  const { staffId } = member
  const sessionId = newId()
  const secret = newSecret()
  const now = clock.now()
  const idleEndsAt = secondsAfter(now, policy.staffSessionIdleSeconds)
  const endsAt = secondsAfter(now, policy.staffSessionAbsoluteSeconds)
  const values = [staffId, sessionId, hashSecret(secret), now, idleEndsAt, endsAt]
  if ((await tx.query(queries.insertSession, values)).length === 0) return undefined
  await recordAct(tx, { staffId, sessionId, act, device, at: now })
  const token = formatToken({ accountId: staffId, sessionId, secret })
  return { member, sessionId, idleEndsAt, endsAt, token }
}

/** Asked of the database every time: an ended membership is dead at once. @returns undefined for what stands for none in force */
export async function findStaffSession(
  { db, clock, keys }: Pick<Deps, 'db' | 'clock' | 'keys'>,
  token: string,
): Promise<StaffSession | undefined> {
  const parsed = parseToken(token)
  if (!parsed) return undefined
  const { accountId: staffId, sessionId, secret } = parsed
  const now = clock.now()
  const [row] = await db.query(queries.findSession, [staffId, sessionId, now])
  if (!row || !equalInConstantTime(row.token_hash, hashSecret(secret))) return undefined
  const isDue = secondsAfter(row.last_seen_at, TOUCH_SECONDS) <= now
  const later = secondsAfter(now, policy.staffSessionIdleSeconds)
  if (isDue) await db.execute(queries.touchSession, [staffId, sessionId, now, later])
  const idleEndsAt = isDue ? earlier(later, row.ends_at) : row.idle_ends_at
  const { name, role } = openMember(keys, row)
  return { member: { staffId, name, role }, sessionId, idleEndsAt, endsAt: row.ends_at }
}

/** Ends the session that `token` stands for, if it does for any. */
export async function endStaffSession(deps: Deps, token: string, device: Device): Promise<void> {
  const found = await findStaffSession(deps, token)
  if (!found) return
  const { sessionId } = found
  const { staffId } = found.member
  await deps.db.transaction(async (tx) => {
    const at = deps.clock.now()
    const isFirst = (await tx.execute(queries.revokeSession, [staffId, sessionId, at])) === 1
    if (isFirst) await recordAct(tx, { staffId, sessionId, act: 'signed_out', device, at })
  })
}

/** What was last done in a member's name, newest first. */
export async function listActs({ db }: Pick<Deps, 'db'>, staffId: string): Promise<ActRow[]> {
  return db.query(queries.listActs, [staffId])
}

/** Deletes sessions whose absolute end has passed, a thousand a call. @returns how many */
export async function sweepStaffSessions({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  return db.execute(queries.sweepSessions, [clock.now()])
}

export interface NewAct {
  staffId: string
  sessionId: string
  act: StaffAct
  device: Device
  at: Date
  /** The invitation or the member that it was done to. */
  about?: string
}

/** Puts an act on record. Call it in the transaction of its effect. */
export async function recordAct(tx: Queryable, { staffId, sessionId, act, device, at, about }: NewAct): Promise<void> {
  const { browser, system, place = '' } = device
  await tx.execute(queries.insertAct, [staffId, newId(), act, sessionId, browser, system, place, at, about ?? null])
}

const earlier = (one: Date, other: Date) => (one < other ? one : other)
