import { statement } from '../platform/db.ts'
import type { StaffRole } from '../sessions/policy.ts'
import type { StaffAct } from './schema.ts'

export interface InvitationRow {
  role: StaffRole
  proof: Buffer
  invited_by: string | null
  expires_at: Date
}

export const insertInvitation = statement(
  'staff.insert-invitation',
  `INSERT INTO staff_invitations (invitation_id, role, proof, by_start, created_at, expires_at, invited_by)
   VALUES ($1, $2, $3, $4, $5, $6, $7)`,
)

/* Of a member who was put out, or whose passkey may have a copy, none is. */
const isOpen = (now: '$1' | '$2') => `used_at IS NULL AND ended_at IS NULL AND expires_at > ${now}
     AND (invited_by IS NULL OR EXISTS (
       SELECT 1 FROM staff m WHERE m.staff_id = invited_by AND m.ended_at IS NULL AND m.suspended_at IS NULL))`

export const findInvitation = statement<InvitationRow>(
  'staff.find-invitation',
  `SELECT role, proof, invited_by, expires_at FROM staff_invitations
   WHERE invitation_id = $1 AND ${isOpen('$2')}`,
)

/* Once, on however many servers. */
export const useInvitation = statement(
  'staff.use-invitation',
  `UPDATE staff_invitations SET used_at = $2
   WHERE invitation_id = $1 AND ${isOpen('$2')}`,
)

export interface OpenInvitationRow {
  invitation_id: string
  role: StaffRole
  invited_by: string | null
  expires_at: Date
}

export const listInvitations = statement<OpenInvitationRow>(
  'staff.list-invitations',
  `SELECT invitation_id, role, invited_by, expires_at FROM staff_invitations
   WHERE ${isOpen('$1')}
   ORDER BY invitation_id`,
)

/* Or it was used: one of the two. */
export const endInvitation = statement(
  'staff.end-invitation',
  `UPDATE staff_invitations SET ended_at = $2 WHERE invitation_id = $1 AND ${isOpen('$2')}`,
)

export const endInvitationsOfStart = statement(
  'staff.end-invitations-of-start',
  'UPDATE staff_invitations SET ended_at = $1 WHERE by_start AND used_at IS NULL AND ended_at IS NULL',
)

export interface MemberRow {
  staff_id: string
  credential_id: Buffer
  sealed: Buffer
  sign_count: string
  created_at: Date
  last_used_at: Date | null
  suspended_at: Date | null
  ended_at: Date | null
}

export const insert = statement(
  'staff.insert',
  'INSERT INTO staff (staff_id, credential_id, sealed, sign_count, created_at) VALUES ($1, $2, $3, $4, $5)',
)

export const find = statement<MemberRow>(
  'staff.find',
  `SELECT staff_id, credential_id, sealed, sign_count, created_at, last_used_at, suspended_at, ended_at FROM staff
   WHERE staff_id = $1 AND ended_at IS NULL`,
)

export const lock = statement(
  'staff.lock',
  'SELECT staff_id FROM staff WHERE staff_id = ANY ($1::uuid[]) ORDER BY staff_id FOR UPDATE',
)

export interface ListedRow extends MemberRow {
  last_signed_in_at: Date | null
}

export const list = statement<ListedRow>(
  'staff.list',
  `SELECT staff_id, credential_id, sealed, sign_count, created_at, last_used_at, suspended_at, ended_at,
     (SELECT max(at) FROM staff_acts a WHERE a.staff_id = s.staff_id AND kind IN ('joined', 'signed_in')) AS last_signed_in_at
   FROM staff s ORDER BY staff_id`,
)

export const isThereAny = statement<{ there: boolean }>(
  'staff.is-there-any',
  'SELECT EXISTS (SELECT 1 FROM staff WHERE ended_at IS NULL) AS there',
)

/* Forward only, for exactly one of several at once; an authenticator that does not count stays at 0 (WebAuthn §7.2, 22). */
export const use = statement(
  'staff.use',
  `UPDATE staff SET sign_count = $3, last_used_at = $4
   WHERE staff_id = $1 AND credential_id = $2 AND ended_at IS NULL AND suspended_at IS NULL
     AND (sign_count < $3 OR (sign_count = 0 AND $3 = 0))`,
)

export const suspend = statement(
  'staff.suspend',
  'UPDATE staff SET suspended_at = $2 WHERE staff_id = $1 AND suspended_at IS NULL',
)

export const end = statement('staff.end', 'UPDATE staff SET ended_at = $2 WHERE staff_id = $1 AND ended_at IS NULL')

export const underOldKey = statement<MemberRow>(
  'staff.under-old-key',
  `SELECT staff_id, credential_id, sealed, sign_count, created_at, last_used_at, suspended_at, ended_at FROM staff
   WHERE staff_id > $1 AND substring(sealed FROM 2 FOR 4) <> $3::bytea ORDER BY staff_id LIMIT $2`,
)

export const replaceMany = statement(
  'staff.replace-many',
  `UPDATE staff SET sealed = new.fresh FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) AS new (staff_id, old, fresh)
   WHERE staff.staff_id = new.staff_id AND staff.sealed = new.old`,
)

/* Only of a member who is one still. FOR SHARE: whoever ends the membership meanwhile waits, and then ends this too. */
export const insertSession = statement<{ staff_id: string }>(
  'staff.insert-session',
  `INSERT INTO staff_sessions (staff_id, session_id, token_hash, created_at, last_seen_at, idle_ends_at, ends_at)
   SELECT staff_id, $2, $3, $4, $4, $5, $6 FROM staff
   WHERE staff_id = $1 AND ended_at IS NULL AND suspended_at IS NULL FOR SHARE
   RETURNING staff_id`,
)

export interface SessionRow extends MemberRow {
  token_hash: Buffer
  last_seen_at: Date
  idle_ends_at: Date
  ends_at: Date
}

export const findSession = statement<SessionRow>(
  'staff.find-session',
  `SELECT m.staff_id, m.credential_id, m.sealed, m.sign_count, m.created_at, m.last_used_at, m.suspended_at, m.ended_at,
     s.token_hash, s.last_seen_at, s.idle_ends_at, s.ends_at
   FROM staff_sessions s JOIN staff m USING (staff_id)
   WHERE s.staff_id = $1 AND s.session_id = $2 AND s.revoked_at IS NULL AND s.idle_ends_at > $3 AND s.ends_at > $3
     AND m.ended_at IS NULL AND m.suspended_at IS NULL`,
)

/* FOR SHARE: whoever ends it meanwhile waits. */
export const holdSession = statement(
  'staff.hold-session',
  `SELECT session_id FROM staff_sessions
   WHERE staff_id = $1 AND session_id = $2 AND revoked_at IS NULL AND idle_ends_at > $3 AND ends_at > $3 FOR SHARE`,
)

export const touchSession = statement(
  'staff.touch-session',
  `UPDATE staff_sessions SET last_seen_at = $3, idle_ends_at = least($4, ends_at)
   WHERE staff_id = $1 AND session_id = $2 AND revoked_at IS NULL AND idle_ends_at > $3 AND last_seen_at < $3`,
)

export const revokeSession = statement(
  'staff.revoke-session',
  'UPDATE staff_sessions SET revoked_at = $3 WHERE staff_id = $1 AND session_id = $2 AND revoked_at IS NULL',
)

export const sweepSessions = statement(
  'staff.sweep-sessions',
  `DELETE FROM staff_sessions WHERE (staff_id, session_id) IN
     (SELECT staff_id, session_id FROM staff_sessions WHERE ends_at <= $1
      ORDER BY ends_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)

export const insertAct = statement(
  'staff.insert-act',
  `INSERT INTO staff_acts (staff_id, act_id, kind, session_id, browser, system, place, at, about)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
)

export interface ActRow {
  act_id: string
  kind: StaffAct
  browser: string
  system: string
  place: string
  at: Date
}

/* Their ids are in the order of time. */
export const listActs = statement<ActRow>(
  'staff.list-acts',
  `SELECT act_id, kind, browser, system, place, at FROM staff_acts WHERE staff_id = $1 ORDER BY act_id DESC LIMIT 10`,
)
