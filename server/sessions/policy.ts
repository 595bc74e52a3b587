/**
 * Which assurance each operation needs, how fresh and by which proof (NIST SP 800-63B-4 §2; RFC 9470), and what it gives or
 * changes. The one table; sessions/http.ts enforces it, test/promises/assurance.test.ts tries every route with less.
 */
import type { Factor } from '../accounts/schema.ts'
import type { Scope } from '../api-keys/api-key.ts'
import { policy } from '../platform/policy.ts'

/**
 * What makes a session fresh again: a proof of the second kind, or for accounts that have none the password, and for some acts a
 * code to an address of the account.
 */
export type Method = 'password' | 'address_code' | Factor

/**
 * What an operation gives or changes: opens or raises a session; a password, an address, a factor; `loosens` takes a guard
 * away or lets something out; `staff` lets somebody in at the console. What only tightens or reads has none.
 */
export type Effect = 'session' | 'password' | 'address' | 'factor' | 'loosens' | 'staff'

export type OperationPolicy = (
  | { open: true }
  /** For operators' programs: an API key with this scope. */
  | { open: false; scope: Scope }
  /** For members of the staff, whose every session is of two factors: a session at the console (server/staff). */
  | { open: false; staff: readonly StaffRole[] }
  | {
      open: false
      /** Least authenticator assurance level of the session; `highest`: what the account's own factors reach. */
      aal: 1 | 2 | 'highest'
      /** Longest time since the person last proved themselves: with a factor where level 2 is needed, else at all. */
      freshSeconds?: number
      /** By what it becomes so: those of these that the account has. */
      methods: readonly Method[]
      /** Besides, while the account has no factor: longest time since a code to one of its addresses was given in this session. */
      addressSeconds?: number
      /** … and however many factors it has. */
      addressAlways?: true
    }
) & {
  gives?: readonly Effect[]
  /** What the steps of the operation prove themselves, where no fresh session is asked for what it gives. */
  proves?: string
}

/** What members of the staff may be (server/staff). */
export const staffRoles = ['support', 'reviewer', 'compliance', 'admin'] as const
export type StaffRole = (typeof staffRoles)[number]

const open = { open: true } as const
const signedIn = { open: false, aal: 1, methods: ['password'] } as const
const fresh = {
  open: false,
  aal: 'highest',
  freshSeconds: policy.stepUpFreshnessSeconds,
  methods: ['password', 'totp', 'passkey'],
} as const

/**
 * What would shut the owner out for good, done with the password alone: a factor of one's own, or an address to which the code
 * for one is sent. So it takes the mailbox too.
 */
const ownerOnly = { ...fresh, addressSeconds: policy.addressProofSeconds } as const

/** What would do so with one code of the authenticator, which a false page may have been given: the mailbox beside the factor. */
const ownerWithFactor = { ...ownerOnly, aal: 2, addressAlways: true } as const

export const operations = {
  read_public: open,
  sign_up: { ...open, gives: ['session'], proves: 'a code to the new address, which no account has' },
  sign_in: {
    ...open,
    gives: ['session', 'factor'],
    proves: 'the password, and a factor if the account has one; or the phrase, which replaces the authenticator',
  },
  ask_bot_check: open,
  sign_out: open,
  reset_password: {
    ...open,
    gives: ['password'],
    proves: 'a code to an address of the account, and a factor if it has one',
  },
  read_session: signedIn,
  list_sessions: signedIn,
  // Ending sessions only tightens: it never asks for more than a session.
  revoke_session: signedIn,
  list_devices: signedIn,
  end_trust: signedIn,
  // A known device has tries of its own, which strangers cannot use up: whoever took over a session must not take that away.
  remove_device: fresh,
  step_up: {
    ...signedIn,
    gives: ['session'],
    proves: 'the password or a code to an address, which raise no level, or a factor',
  },
  // A code takes of what its owner may be sent and may try: for whoever has just given the password, and lacks no factor.
  send_address_code: fresh,
  read_account: signedIn,
  change_locale: signedIn,
  add_identifier: { ...ownerOnly, gives: ['address'] },
  snooze_reminder: signedIn,
  read_activity: signedIn,
  change_password: { ...fresh, gives: ['password'] },
  change_identifier: { ...fresh, gives: ['address'] },
  change_authenticator: { ...fresh, gives: ['factor'] },
  // A change under way was begun with a fresh proof by this session, and ends after 15 minutes of patience a step.
  continue_authenticator: {
    ...signedIn,
    gives: ['factor', 'session'],
    proves: 'a change that this session began with a fresh proof; a code to an address, and one of the authenticator',
  },
  // The new phrase replaces the authenticator, and ends every passkey.
  renew_recovery_key: { ...ownerWithFactor, gives: ['factor'] },
  // Whoever holds the link in a notice to an address that was changed or removed, or beside which another was added.
  undo_change: { ...open, gives: ['address'], proves: 'the link sent to an address that the account had before' },
  change_phrase: { ...fresh, gives: ['loosens'] },
  list_passkeys: signedIn,
  add_passkey: { ...ownerOnly, gives: ['factor'] },
  // By its name an owner knows which one to remove: whoever took over a session must not swap two.
  rename_passkey: fresh,
  remove_passkey: { ...fresh, gives: ['factor'] },
  // Freezing only tightens: any session may, and whoever holds the link of a notice.
  freeze: signedIn,
  freeze_by_link: open,
  thaw: { ...open, gives: ['loosens'], proves: 'the password, a code to an address, and a factor if it has one' },
  request_deletion: { ...fresh, gives: ['loosens'] },
  // Keeps what somebody wanted gone, and lets withdrawals go on after a day: no less than asking for it.
  cancel_deletion: { ...fresh, gives: ['loosens'] },
  ask_approval: { open: false, scope: 'approvals:write' },
  redeem_approval: { open: false, scope: 'approvals:write' },
  read_approval: signedIn,
  approve: {
    ...signedIn,
    methods: ['totp', 'passkey'],
    gives: ['loosens'],
    proves: 'a factor, in the same call and for this one act; what the session proved before does not count',
  },
  // A no only tightens.
  decline_approval: signedIn,
  read_events: { open: false, scope: 'events:read' },
  read_holds: { open: false, scope: 'holds:read' },
  // Whoever holds the link of an invitation.
  read_invitation: open,
  join_staff: { ...open, gives: ['staff'], proves: 'an invitation, which is used up, and a passkey made for it' },
  sign_in_staff: { ...open, gives: ['staff'], proves: 'the passkey of a member of the staff' },
  sign_out_staff: open,
  read_staff_session: { open: false, staff: staffRoles },
  read_members: { open: false, staff: ['admin'] },
  invite_staff: { open: false, staff: ['admin'], gives: ['staff'], proves: 'the passkey once more, for this one act' },
  end_invitation: { open: false, staff: ['admin'] },
  end_member: { open: false, staff: ['admin'], proves: 'the passkey once more, for this one act' },
} as const satisfies Record<string, OperationPolicy>

export type Operation = keyof typeof operations
