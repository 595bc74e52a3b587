import { orNothing, statement } from '../platform/db.ts'

export interface TotpRow {
  secret_id: string
  sealed: Buffer
  /** A bigint: text, as the driver gives it. */
  last_step: string
  enrolled_at: Date
  suspended_at: Date | null
}

export const find = statement<TotpRow>(
  'totp.find',
  'SELECT secret_id, sealed, last_step, enrolled_at, suspended_at FROM totp_secrets WHERE account_id = $1',
)

/* One whose codes are worth something. */
export const findUsableOrNothing = orNothing(
  statement<TotpRow>('totp.find-usable', `${find.text} AND suspended_at IS NULL`),
)

/* Each step is accepted once, by exactly one of many at once, on however many servers (RFC 6238 §5.2). */
export const advanceStep = statement<{ secret_id: string }>(
  'totp.advance-step',
  `UPDATE totp_secrets SET last_step = $3
   WHERE account_id = $1 AND secret_id = $2 AND last_step < $3 AND suspended_at IS NULL RETURNING secret_id`,
)
export const advanceStepOrNothing = orNothing(advanceStep)

export const put = statement(
  'totp.put',
  `INSERT INTO totp_secrets (account_id, secret_id, sealed, last_step, enrolled_at) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (account_id) DO UPDATE SET secret_id = $2, sealed = $3, last_step = $4, enrolled_at = $5, suspended_at = NULL`,
)

export const suspend = statement(
  'totp.suspend',
  'UPDATE totp_secrets SET suspended_at = $2 WHERE account_id = $1 AND suspended_at IS NULL',
)

export const remove = statement('totp.remove', 'DELETE FROM totp_secrets WHERE account_id = $1')

export interface SealedRow {
  account_id: string
  secret_id: string
  sealed: Buffer
}

/* For the rotation of keys: the next secrets that are not under the key $3 (its id stands in bytes 2 to 5). */
export const underOldKey = statement<SealedRow>(
  'totp.under-old-key',
  `SELECT account_id, secret_id, sealed FROM totp_secrets
   WHERE account_id > $1 AND substring(sealed FROM 2 FOR 4) <> $3::bytea ORDER BY account_id LIMIT $2`,
)

export const replaceMany = statement(
  'totp.replace-many',
  `UPDATE totp_secrets SET sealed = new.fresh FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) AS new (account_id, old, fresh)
   WHERE totp_secrets.account_id = new.account_id AND totp_secrets.sealed = new.old`,
)
