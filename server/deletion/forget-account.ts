/**
 * What a deletion destroys, folder by folder. A table that `account_id` leads has its line here, or the test beside this file
 * fails: whoever adds one decides what becomes of it.
 */
import { destroyAccount } from '../accounts/deletion.ts'
import { stripActivities } from '../activity/strip-activities.ts'
import { endAdditions } from '../add-identifier/end-additions.ts'
import { forgetApprovals } from '../approvals/forget-approvals.ts'
import { forgetAuthenticatorChanges } from '../authenticator/forget-authenticator-changes.ts'
import { forgetChanges } from '../change-identifier/forget-changes.ts'
import { forgetCodes } from '../codes/forget-codes.ts'
import { forgetDevices } from '../devices/forget-devices.ts'
import { stripEvents } from '../events/strip-events.ts'
import { forgetHolds } from '../holds/forget-holds.ts'
import { forgetLinks } from '../notices/forget-links.ts'
import { forgetMessages } from '../outbox/forget-messages.ts'
import { forgetPasskeys } from '../passkeys/forget-passkeys.ts'
import { forgetPassword } from '../passwords/forget-password.ts'
import type { Queryable } from '../platform/db.ts'
import { forgetRecoveries } from '../recovery/forget-recoveries.ts'
import { removeRecoveryKey } from '../recovery-key/enrol-recovery-key.ts'
import { forgetSessions } from '../sessions/forget-sessions.ts'
import { forgetProofs } from '../sign-in/forget-proofs.ts'
import { forgetSignUp } from '../sign-up/forget-sign-up.ts'
import { forgetTotp } from '../totp/forget-totp.ts'
import { forgetUndoLinks } from '../undo-links/undo-links.ts'

export type Forget = (tx: Queryable, accountId: string) => Promise<void>

/** By table. The verb belongs to the folder whose table it is; it runs in the transaction that deletes the account. */
export const forgetting: Record<string, Forget> = {
  // In the order in which others lock them: a device before its sessions, a flow before its codes.
  devices: forgetDevices,
  sessions: forgetSessions,
  sign_in_proofs: forgetProofs,
  sign_ups: forgetSignUp,
  recoveries: forgetRecoveries,
  identifier_additions: endAdditions,
  approvals: forgetApprovals,
  authenticator_changes: forgetAuthenticatorChanges,
  identifier_changes: forgetChanges,
  identifier_undos: forgetUndoLinks,
  codes: forgetCodes,
  passwords: forgetPassword,
  totp_secrets: forgetTotp,
  passkeys: forgetPasskeys,
  recovery_keys: removeRecoveryKey,
  holds: forgetHolds,
  notice_links: forgetLinks,
  outbox: forgetMessages,
  activities: stripActivities,
  events: stripEvents,
}

/** What `destroyAccount` destroys, last of all: until then the owner can still be told. */
export const lastOfAll = ['identifiers', 'identifier_claims', 'accounts']

/**
 * Destroys all there is of an account that could name a person. Call it in a transaction that holds the account's row.
 *
 * @param tell runs when nothing but the addresses is left
 */
export async function forgetAccount(tx: Queryable, accountId: string, tell: () => Promise<void>): Promise<void> {
  for (const forget of Object.values(forgetting)) await forget(tx, accountId)
  await tell()
  await destroyAccount(tx, accountId)
}
