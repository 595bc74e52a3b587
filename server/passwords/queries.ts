import { statement } from '../platform/db.ts'

export const find = statement<{ sealed: Buffer; changed_at: Date }>(
  'passwords.find',
  'SELECT sealed, changed_at FROM passwords WHERE account_id = $1',
)

export const insert = statement(
  'passwords.insert',
  'INSERT INTO passwords (account_id, sealed, changed_at) VALUES ($1, $2, $3)',
)

export const set = statement(
  'passwords.set',
  `INSERT INTO passwords (account_id, sealed, changed_at, replaced_at) VALUES ($1, $2, $3, $3)
   ON CONFLICT (account_id) DO UPDATE SET sealed = $2, changed_at = $3, replaced_at = $3`,
)

export const findReplaced = statement<{ replaced_at: Date | null }>(
  'passwords.find-replaced',
  'SELECT replaced_at FROM passwords WHERE account_id = $1',
)

/* Only what was verified is replaced: a password changed in between stays. */
export const replaceSealed = statement(
  'passwords.replace-sealed',
  'UPDATE passwords SET sealed = $3 WHERE account_id = $1 AND sealed = $2',
)

export interface SealedRow {
  account_id: string
  sealed: Buffer
}

/* For the rotation of keys: the next passwords that are not under the key $3 (its id stands in bytes 2 to 5). */
export const underOldKey = statement<SealedRow>(
  'passwords.under-old-key',
  `SELECT account_id, sealed FROM passwords
   WHERE account_id > $1 AND substring(sealed FROM 2 FOR 4) <> $3::bytea ORDER BY account_id LIMIT $2`,
)

export const replaceMany = statement(
  'passwords.replace-many',
  `UPDATE passwords SET sealed = new.fresh FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) AS new (account_id, old, fresh)
   WHERE passwords.account_id = new.account_id AND passwords.sealed = new.old`,
)

export const forget = statement('passwords.forget', 'DELETE FROM passwords WHERE account_id = $1')
