/** Which assurance each operation needs, and how fresh (NIST SP 800-63B-4 §2; RFC 9470). The one table; app.ts enforces it. */
import type { Scope } from '../api-keys/api-key.ts'
import { policy } from '../platform/policy.ts'

export type OperationPolicy =
  | { open: true }
  /** For operators' programs: an API key with this scope. */
  | { open: false; scope: Scope }
  | {
      open: false
      /** Least authenticator assurance level of the session; `highest`: what the account's own factors reach. */
      aal: 1 | 2 | 'highest'
      /** Longest time since the person last proved themselves: with a factor where level 2 is needed, else at all. */
      freshSeconds?: number
    }

const open = { open: true } as const
const signedIn = { open: false, aal: 1 } as const
const fresh = { open: false, aal: 'highest', freshSeconds: policy.stepUpFreshnessSeconds } as const

export const operations = {
  read_public: open,
  ask_bot_check: open,
  sign_up: open,
  sign_in: open,
  sign_out: open,
  reset_password: open,
  read_session: signedIn,
  list_sessions: signedIn,
  // Ending sessions only tightens: it never asks for more than a session.
  revoke_session: signedIn,
  list_devices: signedIn,
  remove_device: signedIn,
  step_up: signedIn,
  read_account: signedIn,
  change_locale: signedIn,
  snooze_reminder: signedIn,
  add_identifier: fresh,
  read_activity: signedIn,
  change_password: fresh,
  change_identifier: fresh,
  change_authenticator: fresh,
  // A change under way was begun with a fresh proof by this session, and ends after 15 minutes of patience a step.
  continue_authenticator: signedIn,
  renew_recovery_key: { ...fresh, aal: 2 },
  // Whoever holds the link in a notice to an address that was changed or removed.
  undo_change: open,
  change_phrase: fresh,
  list_passkeys: signedIn,
  add_passkey: fresh,
  rename_passkey: signedIn,
  remove_passkey: fresh,
  // Freezing only tightens: any session may, and whoever holds the link of a notice.
  freeze: signedIn,
  freeze_by_link: open,
  thaw: open,
  request_deletion: fresh,
  // Keeps what somebody wanted gone, and lets withdrawals go on after a day: no less than asking for it.
  cancel_deletion: fresh,
  read_events: { open: false, scope: 'events:read' },
  read_holds: { open: false, scope: 'holds:read' },
} as const satisfies Record<string, OperationPolicy>

export type Operation = keyof typeof operations
