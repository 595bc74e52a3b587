import type { Factor } from '../accounts/schema.ts'
import { statement } from '../platform/db.ts'

export interface SessionRow {
  session_id: string
  token_hash: Buffer
  client: 'web' | 'app'
  device_id: string | null
  device_key: Buffer | null
  amr: string[]
  aal: number
  authenticated_at: Date
  factor_at: Date | null
  address_proven_at: Date | null
  factors: Factor[]
  last_seen_at: Date
  idle_ends_at: Date
  ends_at: Date
}

/* A sign-in that began before the credentials changed, or the account was frozen, opens nothing after it (promise P14).
   FOR SHARE: it waits for a change under way, and a change waits for it and then ends what it opened. */
export const insert = statement<{ factors: Factor[]; device_id: string | null }>(
  'sessions.insert',
  `INSERT INTO sessions (account_id, session_id, token_hash, credential_version, client, browser, system, amr, aal,
     created_at, authenticated_at, last_seen_at, idle_ends_at, ends_at, device_id, place, factor_at, asn,
     network, device_key, address_proven_at)
   SELECT account_id, $2, $3, credential_version, $5, $6, $7, $8, $9, $10, $10, $10, $11, $12,
     (SELECT device_id FROM devices d WHERE d.account_id = $1 AND d.device_lookup = $13), $14, $15, $16, $17, $18, $19
   FROM accounts WHERE account_id = $1 AND credential_version = $4 AND frozen_at IS NULL FOR SHARE
   RETURNING device_id, (SELECT factors FROM accounts WHERE account_id = $1) AS factors`,
)

export const find = statement<SessionRow>(
  'sessions.find',
  `SELECT s.session_id, s.token_hash, s.client, s.device_id, s.device_key, s.amr, s.aal, s.authenticated_at, s.factor_at,
     s.address_proven_at, a.factors,
     s.last_seen_at, s.idle_ends_at, s.ends_at
   FROM sessions s JOIN accounts a USING (account_id)
   WHERE s.account_id = $1 AND s.session_id = $2 AND s.revoked_at IS NULL
     AND s.credential_version = a.credential_version AND s.idle_ends_at > $3 AND s.ends_at > $3`,
)

/* FOR SHARE: whoever ends it meanwhile waits. */
export const hold = statement(
  'sessions.hold',
  `SELECT s.session_id FROM sessions s JOIN accounts a USING (account_id)
   WHERE s.account_id = $1 AND s.session_id = $2 AND s.revoked_at IS NULL
     AND s.credential_version = a.credential_version AND s.idle_ends_at > $3 AND s.ends_at > $3 FOR SHARE OF s`,
)

export const touch = statement(
  'sessions.touch',
  `UPDATE sessions SET last_seen_at = $3, idle_ends_at = least($4, ends_at)
   WHERE account_id = $1 AND session_id = $2 AND revoked_at IS NULL AND idle_ends_at > $3 AND last_seen_at < $3`,
)

export interface DeviceRow {
  session_id: string
  client: 'web' | 'app'
  browser: string
  system: string
  place: string
  network: string
  device_id: string | null
  created_at: Date
  last_seen_at: Date
  ends_at: Date
}

export const list = statement<DeviceRow>(
  'sessions.list',
  `SELECT s.session_id, s.client, s.browser, s.system, s.place, s.network, s.device_id, s.created_at, s.last_seen_at, s.ends_at
   FROM sessions s JOIN accounts a USING (account_id)
   WHERE s.account_id = $1 AND s.revoked_at IS NULL AND s.credential_version = a.credential_version
     AND s.idle_ends_at > $2 AND s.ends_at > $2
   ORDER BY s.last_seen_at DESC, s.session_id LIMIT 200`,
)

export const revoke = statement<{ session_id: string }>(
  'sessions.revoke',
  `UPDATE sessions SET revoked_at = $3
   WHERE account_id = $1 AND session_id = $2 AND revoked_at IS NULL RETURNING session_id`,
)

export const revokeOthers = statement<{ session_id: string }>(
  'sessions.revoke-others',
  `UPDATE sessions SET revoked_at = $3
   WHERE account_id = $1 AND session_id <> $2 AND revoked_at IS NULL RETURNING session_id`,
)

export const revokeOfDevice = statement(
  'sessions.revoke-of-device',
  'UPDATE sessions SET revoked_at = $3 WHERE account_id = $1 AND device_id = $2 AND revoked_at IS NULL',
)

export const revokeAll = statement(
  'sessions.revoke-all',
  'UPDATE sessions SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL',
)

/* $6: the proof of the second kind that was given (RFC 8176), or null */
export const renew = statement(
  'sessions.renew',
  `UPDATE sessions SET token_hash = $4, authenticated_at = $5, wrong_in_a_row = 0,
     factor_at = CASE WHEN $6::text IS NULL THEN factor_at ELSE $5 END,
     wrong_codes_in_a_row = CASE WHEN $6::text IS NULL THEN wrong_codes_in_a_row ELSE 0 END,
     aal = CASE WHEN $6::text IS NULL THEN aal ELSE 2 END,
     amr = CASE WHEN $6::text IS NULL OR $6 = ANY (amr) THEN amr ELSE array_append(amr, $6) END
   WHERE account_id = $1 AND session_id = $2 AND token_hash = $3 AND revoked_at IS NULL AND idle_ends_at > $5 AND ends_at > $5`,
)

export const proveAddress = statement(
  'sessions.prove-address',
  `UPDATE sessions SET token_hash = $4, address_proven_at = $5
   WHERE account_id = $1 AND session_id = $2 AND token_hash = $3 AND revoked_at IS NULL AND idle_ends_at > $5 AND ends_at > $5`,
)

export const findAddressProof = statement<{ address_proven_at: Date }>(
  'sessions.find-address-proof',
  'SELECT address_proven_at FROM sessions WHERE account_id = $1 AND session_id = $2 AND address_proven_at IS NOT NULL',
)

export const forgetAddressProofs = statement(
  'sessions.forget-address-proofs',
  'UPDATE sessions SET address_proven_at = NULL WHERE account_id = $1 AND address_proven_at IS NOT NULL',
)

/* Only from the version that the account has just left. */
export const carry = statement(
  'sessions.carry',
  `UPDATE sessions SET token_hash = $4, authenticated_at = $5, wrong_in_a_row = 0,
     credential_version = credential_version + 1,
     factor_at = CASE WHEN $6::text IS NULL THEN factor_at ELSE $5 END,
     wrong_codes_in_a_row = CASE WHEN $6::text IS NULL THEN wrong_codes_in_a_row ELSE 0 END,
     aal = CASE WHEN $6::text IS NULL THEN aal ELSE 2 END,
     amr = CASE WHEN $6::text IS NULL OR $6 = ANY (amr) THEN amr ELSE array_append(amr, $6) END
   WHERE account_id = $1 AND session_id = $2 AND token_hash = $3 AND revoked_at IS NULL AND idle_ends_at > $5 AND ends_at > $5
     AND credential_version = $7`,
)

export const noteWrong = statement<{ wrong_in_a_row: number }>(
  'sessions.note-wrong',
  `UPDATE sessions SET wrong_in_a_row = wrong_in_a_row + 1 WHERE account_id = $1 AND session_id = $2 AND revoked_at IS NULL
   RETURNING wrong_in_a_row`,
)

export const noteWrongCode = statement<{ wrong_codes_in_a_row: number }>(
  'sessions.note-wrong-code',
  `UPDATE sessions SET wrong_codes_in_a_row = wrong_codes_in_a_row + 1
   WHERE account_id = $1 AND session_id = $2 AND revoked_at IS NULL RETURNING wrong_codes_in_a_row`,
)

export const forgiveWrongCodes = statement(
  'sessions.forgive-wrong-codes',
  `UPDATE sessions SET wrong_codes_in_a_row = 0
   WHERE account_id = $1 AND session_id = $2 AND wrong_codes_in_a_row > 0`,
)

export const announce = statement('sessions.announce', "SELECT pg_notify('sessions', $1)")

export const sweep = statement(
  'sessions.sweep',
  `DELETE FROM sessions WHERE (account_id, session_id) IN
     (SELECT account_id, session_id FROM sessions WHERE ends_at <= $1
      ORDER BY ends_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)

export const forget = statement('sessions.forget', 'DELETE FROM sessions WHERE account_id = $1')
