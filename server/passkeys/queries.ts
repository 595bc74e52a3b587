import { statement } from '../platform/db.ts'

export interface PasskeyRow {
  passkey_id: string
  credential_id: Buffer
  key_sealed: Buffer
  name_sealed: Buffer
  /** A bigint: text, as the driver gives it. */
  sign_count: string
  transports: string[]
  backup_eligible: boolean
  backed_up: boolean
  aaguid: string
  created_at: Date
  last_used_at: Date | null
  suspended_at: Date | null
}

const columns = `passkey_id, credential_id, key_sealed, name_sealed, sign_count, transports, backup_eligible, backed_up, aaguid,
  created_at, last_used_at, suspended_at`

/* By the account that the answer names, never across accounts. */
export const findByCredential = statement<PasskeyRow>(
  'passkeys.find-by-credential',
  `SELECT ${columns} FROM passkeys WHERE account_id = $1 AND credential_id = $2`,
)

export const list = statement<PasskeyRow>(
  'passkeys.list',
  `SELECT ${columns} FROM passkeys WHERE account_id = $1 ORDER BY created_at, passkey_id LIMIT 100`,
)

/* Nothing when the account has this credential already. */
export const insert = statement(
  'passkeys.insert',
  `INSERT INTO passkeys (account_id, passkey_id, credential_id, key_sealed, name_sealed, sign_count, transports,
     backup_eligible, backed_up, aaguid, created_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (account_id, credential_id) DO NOTHING`,
)

/* Forward only, for exactly one of several at once; an authenticator that does not count stays at 0 (WebAuthn §7.2, 22). */
export const use = statement(
  'passkeys.use',
  `UPDATE passkeys SET sign_count = $3, backed_up = $4, last_used_at = $5
   WHERE account_id = $1 AND passkey_id = $2 AND suspended_at IS NULL
     AND (sign_count < $3 OR (sign_count = 0 AND $3 = 0))`,
)

export const suspend = statement(
  'passkeys.suspend',
  'UPDATE passkeys SET suspended_at = $3 WHERE account_id = $1 AND passkey_id = $2 AND suspended_at IS NULL',
)

export const rename = statement(
  'passkeys.rename',
  'UPDATE passkeys SET name_sealed = $3 WHERE account_id = $1 AND passkey_id = $2',
)

export const remove = statement('passkeys.remove', 'DELETE FROM passkeys WHERE account_id = $1 AND passkey_id = $2')

export const removeAll = statement('passkeys.remove-all', 'DELETE FROM passkeys WHERE account_id = $1')

/* Once, on however many servers: of several with the same challenge one writes the row. */
export const spendChallenge = statement(
  'passkeys.spend-challenge',
  'INSERT INTO passkey_challenges (challenge_id, expires_at) VALUES ($1, $2) ON CONFLICT (challenge_id) DO NOTHING',
)

export const sweepChallenges = statement(
  'passkeys.sweep-challenges',
  `DELETE FROM passkey_challenges WHERE challenge_id IN
     (SELECT challenge_id FROM passkey_challenges WHERE expires_at <= $1
      ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)
