/** All SQL of table `keys`. */
import { statement } from './db.ts'
import type { KeyPurpose } from './key-ring.ts'

export interface KeyRow {
  purpose: KeyPurpose
  kid: number
  /** Null once destroyed. */
  wrapped: Buffer | null
  active_from: Date
  created_at: Date
  /** When it was destroyed; with a key still there: when it may be, and nobody writes with it any more. */
  destroyed_at: Date | null
}

export const all = statement<KeyRow>(
  'keys.all',
  'SELECT purpose, kid, wrapped, active_from, created_at, destroyed_at FROM keys ORDER BY purpose, kid',
)

export const insert = statement(
  'keys.insert',
  'INSERT INTO keys (purpose, kid, wrapped, active_from, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
)

/* Every key before $2, unless it is retired already: its time must not move away. */
export const retire = statement(
  'keys.retire',
  'UPDATE keys SET destroyed_at = $3 WHERE purpose = $1 AND kid < $2 AND destroyed_at IS NULL',
)

export const destroyRetired = statement(
  'keys.destroy-retired',
  'UPDATE keys SET wrapped = NULL WHERE purpose = ANY($1::text[]) AND destroyed_at <= $2 AND wrapped IS NOT NULL',
)

export const rewrap = statement(
  'keys.rewrap',
  'UPDATE keys SET wrapped = $3 WHERE purpose = $1 AND kid = $2 AND wrapped IS NOT NULL',
)

export const allForUpdate = statement<KeyRow>(
  'keys.all-for-update',
  `SELECT purpose, kid, wrapped, active_from, created_at, destroyed_at FROM keys
   WHERE wrapped IS NOT NULL ORDER BY purpose, kid FOR UPDATE`,
)

export const notify = statement('keys.notify', `SELECT pg_notify('keys', '')`)
