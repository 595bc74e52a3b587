import { z } from 'zod'
import { assertionSchema, registrationSchema } from '../passkeys/schema.ts'
import { staffRoles } from '../sessions/policy.ts'

export const staffRole = z.enum(staffRoles)

/** What stands behind the # of an invitation's link: 48 bytes. */
const invitation = z.string().regex(/^[A-Za-z0-9_-]{64}$/)
const name = z.string().max(200)

export const invitationBody = z.strictObject({ invitation })
export const invitationAnswer = z.object({ role: staffRole, expiresAt: z.iso.datetime() })
export const joinOptionsBody = z.strictObject({ invitation, name })
export const joinBody = z.strictObject({ invitation, name, credential: registrationSchema })
export const staffSignInBody = z.strictObject({ credential: assertionSchema })

/** In small letters, as ids are compared: a UUID may be written in capitals. */
export const idParams = z.strictObject({ id: z.uuid().toLowerCase() })
export const inviteOptionsBody = z.strictObject({ role: staffRole })
export const inviteBody = z.strictObject({ role: staffRole, credential: assertionSchema })
/** `link`: told this once. */
export const invitedAnswer = z.object({ link: z.url(), role: staffRole, expiresAt: z.iso.datetime() })
export const endMemberBody = z.strictObject({ credential: assertionSchema })
export const membersAnswer = z.object({
  members: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      /** Null with the name empty: `broken`, a row that we did not write as it stands. */
      role: staffRole.nullable(),
      state: z.enum(['member', 'suspended', 'broken', 'ended']),
      lastSignedInAt: z.iso.datetime().nullable(),
    }),
  ),
  /** Those that somebody could come in by. */
  invitations: z.array(
    z.object({
      id: z.uuid(),
      role: staffRole,
      /** A member; null: an operator. */
      invitedBy: z.uuid().nullable(),
      expiresAt: z.iso.datetime(),
    }),
  ),
})

export type MembersAnswer = z.infer<typeof membersAnswer>

export const staffActs = ['joined', 'signed_in', 'signed_out', 'invited', 'ended_invitation', 'ended_member'] as const
export type StaffAct = (typeof staffActs)[number]

export const staffSessionAnswer = z.object({
  member: z.object({ id: z.uuid(), name: z.string(), role: staffRole }),
  session: z.object({ id: z.uuid(), idleEndsAt: z.iso.datetime(), endsAt: z.iso.datetime() }),
  /** What was last done in this name, newest first, at most ten. */
  acts: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(staffActs),
      at: z.iso.datetime(),
      device: z.object({ browser: z.string(), system: z.string() }),
      /** ISO 3166-1 alpha-2; empty: not known. */
      place: z.string(),
    }),
  ),
})
export type StaffSessionAnswer = z.infer<typeof staffSessionAnswer>
