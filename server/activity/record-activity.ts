import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import * as queries from './queries.ts'

export type ActivityKind =
  | 'signed_up'
  | 'signed_in'
  | 'signed_out'
  | 'session_revoked'
  | 'other_sessions_revoked'
  | 'stepped_up'
  | 'stepped_up_with_passkey'
  | 'stepped_up_with_code'
  | 'identifier_added'
  | 'identifier_changed'
  | 'identifier_removed'
  | 'identifier_restored'
  | 'password_reset'
  | 'password_changed'
  | 'phrase_changed'
  | 'frozen'
  | 'thawed'
  | 'device_removed'
  | 'device_trust_ended'
  | 'authenticator_bound'
  | 'authenticator_changed'
  | 'authenticator_removed'
  | 'recovery_key_used'
  | 'authenticator_replaced'
  | 'recovery_key_renewed'
  | 'passkey_added'
  | 'passkey_renamed'
  | 'passkey_removed'
  | 'passkey_suspended'
  | 'mailbox_proven'
  | 'deletion_requested'
  | 'deletion_cancelled'
  | 'deleted'
  | 'approval_given'
  | 'approval_declined'

export interface Activity {
  accountId: string
  kind: ActivityKind
  sessionId?: string
  device?: { browser: string; system: string }
}

/** Writes what happened to an account, in the transaction of its effect (promise P23). */
export async function recordActivity(tx: Queryable, { clock }: Pick<Deps, 'clock'>, activity: Activity): Promise<void> {
  const { accountId, kind, sessionId = null, device } = activity
  const values = [accountId, newId(), kind, clock.now(), sessionId, device?.browser ?? null, device?.system ?? null]
  await tx.execute(queries.insert, values)
}
