import { statement } from '../platform/db.ts'

export const insert = statement(
  'add-identifier.insert',
  `INSERT INTO identifier_additions (account_id, addition_id, session_id, kind, sealed, expires_at)
   VALUES ($1, $2, $3, $4, $5, $6)`,
)

export const find = statement<{ sealed: Buffer }>(
  'add-identifier.find',
  `SELECT sealed FROM identifier_additions
   WHERE account_id = $1 AND addition_id = $2 AND session_id = $3 AND expires_at > $4`,
)

export const remove = statement(
  'add-identifier.remove',
  'DELETE FROM identifier_additions WHERE account_id = $1 AND addition_id = $2',
)

export const removeAll = statement(
  'add-identifier.remove-all',
  'DELETE FROM identifier_additions WHERE account_id = $1',
)

export const sweep = statement(
  'add-identifier.sweep',
  `DELETE FROM identifier_additions WHERE (account_id, addition_id) IN
     (SELECT account_id, addition_id FROM identifier_additions WHERE expires_at <= $1
      ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)
