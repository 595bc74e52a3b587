import { statement } from '../platform/db.ts'

export interface ApiKeyRow {
  key_id: string
  name: string
  scopes: string[]
  created_at: Date
  expires_at: Date
  revoked_at: Date | null
}

export const insert = statement(
  'api-keys.insert',
  `INSERT INTO api_keys (key_id, name, secret_hash, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`,
)

export const find = statement<{ name: string; secret_hash: Buffer; scopes: string[] }>(
  'api-keys.find',
  'SELECT name, secret_hash, scopes FROM api_keys WHERE key_id = $1 AND revoked_at IS NULL AND expires_at > $2',
)

export const list = statement<ApiKeyRow>(
  'api-keys.list',
  'SELECT key_id, name, scopes, created_at, expires_at, revoked_at FROM api_keys ORDER BY created_at',
)

/* For rotation: the old one ends soon, never later than it would have. */
export const shorten = statement<ApiKeyRow>(
  'api-keys.shorten',
  `UPDATE api_keys SET expires_at = least(expires_at, $3) WHERE key_id = $1 AND revoked_at IS NULL AND expires_at > $2
   RETURNING key_id, name, scopes, created_at, expires_at, revoked_at`,
)

export const revoke = statement(
  'api-keys.revoke',
  'UPDATE api_keys SET revoked_at = $2 WHERE key_id = $1 AND revoked_at IS NULL',
)
