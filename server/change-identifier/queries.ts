import { statement } from '../platform/db.ts'

export const insert = statement(
  'change-identifier.insert',
  `INSERT INTO identifier_changes
     (account_id, change_id, session_id, identifier_id, state, sealed, credential_version, expires_at)
   VALUES ($1, $2, $3, $4, 'old', $5, $6, $7)`,
)

export interface ChangeRow {
  identifier_id: string
  state: 'old' | 'new'
  sealed: Buffer
  credential_version: number
}

/* It ends with the address it is about, also where that was had again, and with the credentials it began under. */
export const find = statement<ChangeRow>(
  'change-identifier.find',
  `SELECT c.identifier_id, c.state, c.sealed, c.credential_version FROM identifier_changes c
     JOIN accounts a USING (account_id) JOIN identifiers i USING (account_id, identifier_id)
   WHERE c.account_id = $1 AND c.change_id = $2 AND c.session_id = $3 AND c.expires_at > $4
     AND c.credential_version = a.credential_version`,
)

/* old → new, for exactly one of several at once */
export const advance = statement(
  'change-identifier.advance',
  `UPDATE identifier_changes SET state = 'new'
   WHERE account_id = $1 AND change_id = $2 AND state = 'old' AND expires_at > $3`,
)

export const redirect = statement(
  'change-identifier.redirect',
  `UPDATE identifier_changes SET sealed = $3 WHERE account_id = $1 AND change_id = $2 AND state = 'old'`,
)

/* Used up, for exactly one of several at once. */
export const finish = statement(
  'change-identifier.finish',
  'DELETE FROM identifier_changes WHERE account_id = $1 AND change_id = $2 AND state = $3 AND expires_at > $4',
)

export const removeAll = statement(
  'change-identifier.remove-all',
  'DELETE FROM identifier_changes WHERE account_id = $1',
)

export const sweep = statement(
  'change-identifier.sweep',
  `DELETE FROM identifier_changes WHERE (account_id, change_id) IN
     (SELECT account_id, change_id FROM identifier_changes WHERE expires_at <= $1
      ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)
