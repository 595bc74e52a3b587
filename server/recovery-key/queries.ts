import { statement } from '../platform/db.ts'

export interface RecoveryKeyRow {
  recovery_key_id: string
  salt: Buffer
  sealed: Buffer
  replaced_id: string | null
  replaced_salt: Buffer | null
  replaced_sealed: Buffer | null
  created_at: Date
}

export const find = statement<RecoveryKeyRow>(
  'recovery-key.find',
  `SELECT recovery_key_id, salt, sealed, replaced_id, replaced_salt, replaced_sealed, created_at
   FROM recovery_keys WHERE account_id = $1`,
)

/* The one before stays as what says «replaced», and opens nothing. */
export const put = statement(
  'recovery-key.put',
  `INSERT INTO recovery_keys AS old (account_id, recovery_key_id, scheme, salt, sealed, created_at) VALUES ($1, $2, 1, $3, $4, $5)
   ON CONFLICT (account_id) DO UPDATE SET recovery_key_id = $2, salt = $3, sealed = $4, created_at = $5,
     replaced_id = old.recovery_key_id, replaced_salt = old.salt, replaced_sealed = old.sealed`,
)

export const remove = statement('recovery-key.remove', 'DELETE FROM recovery_keys WHERE account_id = $1')

/* FOR UPDATE: of two uses at once the second waits, and finds another phrase. */
export const findIdForUpdate = statement<{ recovery_key_id: string }>(
  'recovery-key.find-id-for-update',
  'SELECT recovery_key_id FROM recovery_keys WHERE account_id = $1 FOR UPDATE',
)

export interface SealedRow
  extends Pick<RecoveryKeyRow, 'recovery_key_id' | 'sealed' | 'replaced_id' | 'replaced_sealed'> {
  account_id: string
}

/* For the rotation of keys: the next that are not under the key $3 (its id stands in bytes 2 to 5). */
export const underOldKey = statement<SealedRow>(
  'recovery-key.under-old-key',
  `SELECT account_id, recovery_key_id, sealed, replaced_id, replaced_sealed FROM recovery_keys
   WHERE account_id > $1 AND (substring(sealed FROM 2 FOR 4) <> $3::bytea
     OR substring(replaced_sealed FROM 2 FOR 4) <> $3::bytea) ORDER BY account_id LIMIT $2`,
)

export const replaceMany = statement(
  'recovery-key.replace-many',
  `UPDATE recovery_keys SET sealed = new.fresh, replaced_sealed = new.fresh_replaced
   FROM unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[]) AS new (account_id, old, fresh, fresh_replaced)
   WHERE recovery_keys.account_id = new.account_id AND recovery_keys.sealed = new.old`,
)
