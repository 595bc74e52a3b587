import { statement } from '../platform/db.ts'

export interface CodeRow {
  code_id: string
  mac: Buffer
  replaced_id: string | null
  replaced_mac: Buffer | null
}

/* $8: the instant before which a code must have been issued for a new one to take its place; $9: what it was paid as */
export const issue = statement<{ issued_at: Date }>(
  'codes.issue',
  `INSERT INTO codes AS c (account_id, purpose, subject_id, code_id, mac, issued_at, expires_at, paid_as)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $9)
   ON CONFLICT (account_id, purpose, subject_id) DO UPDATE SET
     code_id = $4, mac = $5, replaced_id = c.code_id, replaced_mac = c.mac,
     replaced_expires_at = CASE WHEN c.consumed_at IS NULL AND c.ended_at IS NULL THEN c.expires_at END,
     attempts = 0, issued_at = $6, expires_at = $7, consumed_at = NULL, ended_at = NULL,
     paid_as = $9
   WHERE c.issued_at <= $8
   RETURNING issued_at`,
)

/* In the place of one that was used or ended, and as old as that one. */
export const issueAgain = statement<{ issued_at: Date }>(
  'codes.issue-again',
  `UPDATE codes SET code_id = $4, mac = $5, replaced_id = code_id, replaced_mac = mac, replaced_expires_at = NULL,
     attempts = 0, expires_at = $6, consumed_at = NULL, ended_at = NULL, paid_as = $7
   WHERE account_id = $1 AND purpose = $2 AND subject_id = $3 AND (consumed_at IS NOT NULL OR ended_at IS NOT NULL)
   RETURNING issued_at`,
)

export interface SharedRow extends CodeRow {
  issued_at: Date
  expires_at: Date
  replaced_expires_at: Date | null
  /** Used, or ended with the credentials. */
  is_over: boolean
}

export const findShared = statement<SharedRow>(
  'codes.find-shared',
  `SELECT code_id, mac, issued_at, expires_at, replaced_id, replaced_mac, replaced_expires_at,
     consumed_at IS NOT NULL OR ended_at IS NOT NULL AS is_over
   FROM codes WHERE account_id = $1 AND purpose = $2 AND subject_id = $3`,
)

/* Either of the two that are open; whichever it is, both are used up. */
export const consumeShared = statement<{ paid_as: string | null }>(
  'codes.consume-shared',
  `UPDATE codes SET consumed_at = $5
   WHERE account_id = $1 AND purpose = $2 AND subject_id = $3 AND consumed_at IS NULL AND ended_at IS NULL
     AND ((code_id = $4 AND expires_at > $5) OR (replaced_id = $4 AND replaced_expires_at > $5))
   RETURNING CASE WHEN code_id = $4 THEN paid_as END AS paid_as`,
)

export const countTry = statement<CodeRow>(
  'codes.count-try',
  `UPDATE codes SET attempts = attempts + 1
   WHERE account_id = $1 AND purpose = $2 AND subject_id = $3
     AND attempts < $4 AND consumed_at IS NULL AND expires_at > $5
   RETURNING code_id, mac, replaced_id, replaced_mac`,
)

export const consume = statement<{ paid_as: string | null }>(
  'codes.consume',
  `UPDATE codes SET consumed_at = $5
   WHERE account_id = $1 AND purpose = $2 AND subject_id = $3 AND code_id = $4
     AND consumed_at IS NULL AND ended_at IS NULL AND expires_at > $5
   RETURNING paid_as`,
)

/* Once, whoever comes first. */
export const claimPaid = statement<{ paid_as: string }>(
  'codes.claim-paid',
  `UPDATE codes SET paid_as = NULL FROM (SELECT paid_as FROM codes
     WHERE account_id = $1 AND purpose = $2 AND subject_id = $3 AND code_id = $4 AND paid_as IS NOT NULL FOR UPDATE) AS was
   WHERE account_id = $1 AND purpose = $2 AND subject_id = $3
   RETURNING was.paid_as`,
)

export const giveBackTry = statement(
  'codes.give-back-try',
  `UPDATE codes SET attempts = attempts - 1
   WHERE account_id = $1 AND purpose = $2 AND subject_id = $3 AND code_id = $4 AND attempts > 0`,
)

export const endAll = statement(
  'codes.end-all',
  'UPDATE codes SET ended_at = $2 WHERE account_id = $1 AND consumed_at IS NULL AND ended_at IS NULL',
)

export const find = statement<{ issued_at: Date; expires_at: Date; attempts: number; consumed_at: Date | null }>(
  'codes.find',
  `SELECT issued_at, expires_at, attempts, consumed_at FROM codes
   WHERE account_id = $1 AND purpose = $2 AND subject_id = $3`,
)

export const sweep = statement(
  'codes.sweep',
  `DELETE FROM codes WHERE (account_id, purpose, subject_id) IN
     (SELECT account_id, purpose, subject_id FROM codes WHERE expires_at <= $1
      ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)

export const forget = statement('codes.forget', 'DELETE FROM codes WHERE account_id = $1')
