// What the server answers at the staff's door, and what the door says of it.
import type { staff as words } from '../../words/active.ts'

export interface StaffSession {
  member: { id: string; name: string; role: keyof typeof words.roles }
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
  role: keyof typeof words.roles
  expiresAt: string
}

/** What the door says of why one stands before it. */
export type Why = 'invitation_ended' | 'session_over' | undefined
