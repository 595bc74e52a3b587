import { orNothing, statement } from '../platform/db.ts'

export interface KnownRow {
  device_id: string
  trusted_until: Date | null
  trusted_version: number | null
}

export const findKnown = statement<KnownRow>(
  'devices.find-known',
  `SELECT device_id, trusted_until, trusted_version FROM devices
   WHERE account_id = $1 AND device_lookup = $2 AND ended_at IS NULL AND wrong_in_a_row < $3`,
)

/* The device $3 and no other, which stands still, as does the account under the credentials $4. One that was ended begins anew
   under another id. */
export const findSameOrNothing = orNothing(
  statement<{ device_id: string }>(
    'devices.find-same',
    `SELECT d.device_id FROM devices d JOIN accounts a USING (account_id)
     WHERE d.account_id = $1 AND d.device_lookup = $2 AND d.device_id = $3 AND d.ended_at IS NULL
       AND a.credential_version = $4 AND a.frozen_at IS NULL`,
  ),
)

export const noteWrong = statement<{ wrong_in_a_row: number }>(
  'devices.note-wrong',
  `UPDATE devices SET wrong_in_a_row = wrong_in_a_row + 1 WHERE account_id = $1 AND device_id = $2
   RETURNING wrong_in_a_row`,
)

export const trust = statement(
  'devices.trust',
  `UPDATE devices SET trusted_until = $3, trusted_version = $4
   WHERE account_id = $1 AND device_id = $2 AND ended_at IS NULL`,
)

export const distrust = statement(
  'devices.distrust',
  `UPDATE devices SET trusted_until = NULL, trusted_version = NULL
   WHERE account_id = $1 AND device_id = $2 AND ended_at IS NULL AND trusted_until IS NOT NULL`,
)

export const distrustAll = statement(
  'devices.distrust-all',
  `UPDATE devices SET trusted_until = NULL, trusted_version = NULL
   WHERE account_id = $1 AND trusted_until IS NOT NULL`,
)

/* A device that was ended begins anew under another id, so that no session of before is its own; since when it has been seen
   stays, for that is no trust, and nobody may wipe it out by ending it. Like a session, it is for an account whose credentials
   are still $9, and which stays so until the transaction ends. */
export const remember = statement<KnownRow & { seen_before: boolean }>(
  'devices.remember',
  `INSERT INTO devices AS d (account_id, device_id, device_lookup, client, browser, system, place, first_seen_at, last_seen_at,
     asn, network)
   SELECT account_id, $2, $3, $4, $5, $6, $7, $8, $8, $10, $11
   FROM accounts WHERE account_id = $1 AND credential_version = $9 AND frozen_at IS NULL FOR SHARE
   ON CONFLICT (account_id, device_lookup) DO UPDATE SET
     device_id = CASE WHEN d.ended_at IS NULL THEN d.device_id ELSE $2 END,
     client = $4, browser = $5, system = $6, place = $7, asn = $10, network = $11, last_seen_at = $8, ended_at = NULL, wrong_in_a_row = 0,
     trusted_until = CASE WHEN d.ended_at IS NULL THEN d.trusted_until END
   RETURNING device_id, trusted_until, trusted_version, first_seen_at < $8 AS seen_before`,
)

export interface DeviceRow {
  device_id: string
  device_lookup: Buffer
  client: 'web' | 'app'
  browser: string
  system: string
  place: string
  network: string
  first_seen_at: Date
  last_seen_at: Date
  /** Not asked for the second proof until then; null: it is. */
  trusted_until: Date | null
}

export const list = statement<DeviceRow>(
  'devices.list',
  `SELECT d.device_id, d.device_lookup, d.client, d.browser, d.system, d.place, d.network, d.first_seen_at, d.last_seen_at,
     CASE WHEN d.trusted_version = a.credential_version AND d.trusted_until > $2 THEN d.trusted_until END AS trusted_until
   FROM devices d JOIN accounts a USING (account_id)
   WHERE d.account_id = $1 AND d.ended_at IS NULL ORDER BY d.last_seen_at DESC, d.device_id LIMIT 200`,
)

export const end = statement(
  'devices.end',
  'UPDATE devices SET ended_at = $3 WHERE account_id = $1 AND device_id = $2 AND ended_at IS NULL',
)

export const endAll = statement(
  'devices.end-all',
  'UPDATE devices SET ended_at = $2 WHERE account_id = $1 AND device_id IS DISTINCT FROM $3 AND ended_at IS NULL',
)

export const endOthers = statement(
  'devices.end-others',
  'UPDATE devices SET ended_at = $3 WHERE account_id = $1 AND device_lookup <> $2 AND ended_at IS NULL',
)

export const sweep = statement(
  'devices.sweep',
  `DELETE FROM devices WHERE (account_id, device_id) IN
     (SELECT account_id, device_id FROM devices WHERE last_seen_at <= $1
      ORDER BY last_seen_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)

export const forget = statement('devices.forget', 'DELETE FROM devices WHERE account_id = $1')
