// What the server answers at the staff's door, and what the door says of it.
import type { Problem } from '../../api.ts'
import type { staff as words } from '../../words/active.ts'

export type Role = keyof typeof words.roles

export interface StaffSession {
  member: { id: string; name: string; role: Role }
  session: { idleEndsAt: string; endsAt: string }
  acts: {
    id: string
    kind: keyof typeof words.acts
    at: string
    device: { browser: string; system: string }
    place: string
  }[]
}

export interface Invitation {
  role: Role
  expiresAt: string
}

/** What the door says of why one stands before it. */
export type Why = 'invitation_ended' | 'session_over' | undefined

export interface Member {
  id: string
  name: string
  /** Null: the row does not open. */
  role: Role | null
  state: 'member' | keyof typeof words.states
  lastSignedInAt: string | null
}

export interface Members {
  members: Member[]
  invitations: {
    id: string
    role: Role
    /** Null: an operator. */
    invitedBy: string | null
    expiresAt: string
  }[]
}

/** A member whose row does not open has no name. */
export const nameOf = ({ name, id }: Pick<Member, 'name' | 'id'>): string => name || id

/** What an act does to the session: it goes on, or it is over. */
export interface OfSession {
  acted(): void
  left(): void
}

/** Leaves to the door when the session is over. @returns whether it is */
export function isOver(code: Problem['code'], left: OfSession['left']): boolean {
  if (code === 'session_required') left()
  return code === 'session_required'
}
