import { randomBytes } from 'node:crypto'
import { secondsAfter } from '../platform/clock.ts'
import type { Db, Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { idFromBytes, idToBytes, newId } from '../platform/ids.ts'
import { equalInConstantTime } from '../platform/keys.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { StaffRole } from '../sessions/policy.ts'
import * as queries from './queries.ts'

type InviteDeps = Pick<Deps, 'clock' | 'keys'>

export interface Invitation {
  invitationId: string
  role: StaffRole
  expiresAt: Date
}

const ID_BYTES = 16
const SECRET_BYTES = 32

type Proven = Pick<queries.InvitationRow, 'role' | 'invited_by' | 'expires_at'>

const proofFields = (invitationId: string, { role, invited_by, expires_at }: Proven, secret: Uint8Array) => [
  'staff_invitation',
  invitationId,
  role,
  invited_by ?? '',
  expires_at.toISOString(),
  secret,
]

/**
 * Invites somebody to the console, in one role.
 *
 * @param invitedBy a member; absent: an operator
 * @returns among others what the link carries behind its #, told this once: we keep a keyed hash of it
 */
export async function inviteStaff(
  db: Queryable,
  { clock, keys }: InviteDeps,
  { role, invitedBy, byStart = false }: { role: StaffRole; invitedBy?: string; byStart?: boolean },
): Promise<{ invitation: string; invitationId: string; expiresAt: Date }> {
  const invitationId = newId()
  const secret = randomBytes(SECRET_BYTES)
  const now = clock.now()
  const expiresAt = secondsAfter(now, policy.staffInvitationSeconds)
  const row = { role, invited_by: invitedBy ?? null, expires_at: expiresAt }
  const proof = keys.mac('staff', proofFields(invitationId, row, secret))
  await db.execute(queries.insertInvitation, [invitationId, role, proof, byStart, now, expiresAt, invitedBy ?? null])
  const invitation = Buffer.concat([idToBytes(invitationId), secret]).toString('base64url')
  return { invitation, invitationId, expiresAt }
}

/** Where an invitation is answered. What stands behind the # reaches no server and no log by itself. */
export const invitationLink = ({ origin }: { origin: string }, invitation: string): string =>
  `${origin}/staff#${invitation}`

/**
 * For the start of a demo: an administrator's invitation as long as nobody has come in, and the one of the start before is dead.
 *
 * @returns undefined when there is somebody already
 */
export async function inviteFirst({ db, ...deps }: InviteDeps & { db: Db }): Promise<string | undefined> {
  return db.transaction(async (tx) => {
    const [found] = await tx.query(queries.isThereAny)
    await tx.execute(queries.endInvitationsOfStart, [deps.clock.now()])
    return found?.there ? undefined : (await inviteStaff(tx, deps, { role: 'admin', byStart: true })).invitation
  })
}

export interface OpenInvitation extends Invitation {
  /** A member; undefined: an operator. */
  invitedBy: string | undefined
}

/** Those that somebody could come in by, in the order they were made. */
export async function listInvitations({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<OpenInvitation[]> {
  const rows = await db.query(queries.listInvitations, [clock.now()])
  return rows.map(({ invitation_id: invitationId, role, invited_by, expires_at: expiresAt }) => ({
    invitationId,
    role,
    invitedBy: invited_by ?? undefined,
    expiresAt,
  }))
}

/** Takes an invitation back, before anybody came in by it. @returns whether there was one that was open */
export async function endInvitation(
  db: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  invitationId: string,
): Promise<boolean> {
  return (await db.execute(queries.endInvitation, [invitationId, clock.now()])) === 1
}

/** @throws Refusal `invitation_ended`: used, too old, none of ours, or of a member who is none any more */
export async function getInvitation({ db, clock, keys }: Deps, text: string): Promise<Invitation> {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== ID_BYTES + SECRET_BYTES) throw new Refusal('invitation_ended')
  const invitationId = idFromBytes(bytes.subarray(0, ID_BYTES))
  const [row] = await db.query(queries.findInvitation, [invitationId, clock.now()])
  const fields = row && proofFields(invitationId, row, bytes.subarray(ID_BYTES))
  // Under every live key: a rotation of keys ends no invitation before the old key is gone.
  const isProven = fields && keys.macs('staff', fields).some((proof) => equalInConstantTime(proof, row.proof))
  if (!isProven) throw new Refusal('invitation_ended')
  return { invitationId, role: row.role, expiresAt: row.expires_at }
}
