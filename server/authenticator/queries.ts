import { statement } from '../platform/db.ts'
import type { ChangeKind, ChangeState } from './journey.ts'

export interface ChangeRow {
  change_id: string
  secret_hash: Buffer | null
  kind: ChangeKind
  state: ChangeState
  destination: Buffer | null
  secret_id: string | null
  key_sealed: Buffer | null
  /** A bigint: text, as the driver gives it. */
  key_step: string | null
  proven_id: string | null
  recovery_key_id: string | null
  phrase_salt: Buffer | null
  phrase_sealed: Buffer | null
  credential_version: number
  expires_at: Date
}

const columns = `change_id, secret_hash, kind, state, destination, secret_id, key_sealed, key_step, proven_id, recovery_key_id,
  phrase_salt, phrase_sealed, credential_version, expires_at`

/* Beginning again ends the one before of the same session. */
export const begin = statement(
  'authenticator.begin',
  `INSERT INTO authenticator_changes AS old (account_id, change_id, session_id, kind, state, destination, recovery_key_id,
     phrase_salt, phrase_sealed, credential_version, created_at, expires_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
   ON CONFLICT (account_id, session_id) DO UPDATE SET change_id = $2, kind = $4, state = $5, destination = $6,
     secret_id = NULL, key_sealed = NULL, key_step = NULL, proven_id = NULL, recovery_key_id = $7, phrase_salt = $8,
     phrase_sealed = $9, credential_version = $10, created_at = $11, expires_at = $12`,
)

export const beginReplacing = statement(
  'authenticator.begin-replacing',
  `INSERT INTO authenticator_changes (account_id, change_id, secret_hash, kind, state, secret_id, key_sealed, proven_id,
     credential_version, created_at, expires_at)
   VALUES ($1, $2, $3, 'replace', 'key', $4, $5, $6, $7, $8, $9)`,
)

export const findOfSession = statement<ChangeRow>(
  'authenticator.find-of-session',
  `SELECT ${columns} FROM authenticator_changes WHERE account_id = $1 AND session_id = $2 AND expires_at > $3`,
)

export const find = statement<ChangeRow>(
  'authenticator.find',
  `SELECT ${columns} FROM authenticator_changes WHERE account_id = $1 AND change_id = $2 AND expires_at > $3`,
)

/* code → key, for exactly one of several at once */
export const showKey = statement(
  'authenticator.show-key',
  `UPDATE authenticator_changes SET state = 'key', secret_id = $3, key_sealed = $4, expires_at = $6
   WHERE account_id = $1 AND change_id = $2 AND state = 'code' AND expires_at > $5`,
)

/* key → phrase; $4 step of the code that confirmed the key */
export const showPhrase = statement(
  'authenticator.show-phrase',
  `UPDATE authenticator_changes SET state = 'phrase', key_step = $4, recovery_key_id = $5, phrase_salt = $6,
     phrase_sealed = $7, expires_at = $8
   WHERE account_id = $1 AND change_id = $2 AND state = 'key' AND expires_at > $3`,
)

/* The phrase before this one was not entered back, and never will be. */
export const renewPhrase = statement(
  'authenticator.renew-phrase',
  `UPDATE authenticator_changes SET recovery_key_id = $4, phrase_salt = $5, phrase_sealed = $6
   WHERE account_id = $1 AND change_id = $2 AND state = 'phrase' AND expires_at > $3`,
)

/* Done, once: from the state it was found in, with the phrase that was entered back ($5, or null). */
export const finish = statement(
  'authenticator.finish',
  `DELETE FROM authenticator_changes
   WHERE account_id = $1 AND change_id = $2 AND state = $3 AND expires_at > $4
     AND recovery_key_id IS NOT DISTINCT FROM $5::uuid`,
)

export const cancel = statement(
  'authenticator.cancel',
  'DELETE FROM authenticator_changes WHERE account_id = $1 AND session_id = $2 AND change_id = $3',
)

export const sweep = statement(
  'authenticator.sweep',
  `DELETE FROM authenticator_changes WHERE (account_id, change_id) IN
     (SELECT account_id, change_id FROM authenticator_changes WHERE expires_at <= $1
      ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)

export const forget = statement('authenticator.forget', 'DELETE FROM authenticator_changes WHERE account_id = $1')
