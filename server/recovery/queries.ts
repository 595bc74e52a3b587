import { statement } from '../platform/db.ts'
import type { RecoveryState } from './journey.ts'

export interface RecoveryRow {
  secret_hash: Buffer
  state: RecoveryState
  sealed: Buffer
  to_other: boolean
  locale: string
  credential_version: number
}

export const insert = statement(
  'recovery.insert',
  `INSERT INTO recoveries (account_id, recovery_id, secret_hash, state, sealed, locale, credential_version, created_at,
     expires_at)
   VALUES ($1, $2, $3, 'code', $4, $5, $6, $7, $8)`,
)

export const find = statement<RecoveryRow>(
  'recovery.find',
  `SELECT secret_hash, state, sealed, to_other, locale, credential_version FROM recoveries
   WHERE account_id = $1 AND recovery_id = $2 AND expires_at > $3`,
)

export const redirect = statement(
  'recovery.redirect',
  `UPDATE recoveries SET sealed = $3, to_other = $4
   WHERE account_id = $1 AND recovery_id = $2 AND state = 'code' AND expires_at > $5`,
)

/* $6 → $3, for exactly one of several at once; it ends at $5 at the latest */
export const advance = statement(
  'recovery.advance',
  `UPDATE recoveries SET state = $3, expires_at = least(expires_at, $5)
   WHERE account_id = $1 AND recovery_id = $2 AND state = $6 AND expires_at > $4`,
)

export const sweep = statement(
  'recovery.sweep',
  `DELETE FROM recoveries WHERE (account_id, recovery_id) IN
     (SELECT account_id, recovery_id FROM recoveries WHERE expires_at <= $1
      ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)

export const forget = statement('recovery.forget', 'DELETE FROM recoveries WHERE account_id = $1')
