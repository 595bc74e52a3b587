import { statement } from '../platform/db.ts'

export const find = statement<{ sealed: Buffer; changed_at: Date }>(
  'passwords.find',
  'SELECT sealed, changed_at FROM passwords WHERE account_id = $1',
)

export const insert = statement(
  'passwords.insert',
  'INSERT INTO passwords (account_id, sealed, changed_at) VALUES ($1, $2, $3)',
)

/* Only what was verified is replaced: a password changed in between stays. */
export const replaceSealed = statement(
  'passwords.replace-sealed',
  'UPDATE passwords SET sealed = $3 WHERE account_id = $1 AND sealed = $2',
)
