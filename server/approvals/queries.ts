import { statement } from '../platform/db.ts'
import type { ApprovalState } from './journey.ts'

export interface ApprovalRow {
  approval_id: string
  asked_by: string
  state: ApprovalState
  sealed: Buffer
  created_at: Date
  ends_at: Date
  session_id: string | null
  credential_version: number | null
  proof_id: string | null
  proof_sealed: Buffer | null
  redeemed_at: Date | null
  redeem_hash: Buffer | null
}

const COLUMNS = `approval_id, asked_by, state, sealed, created_at, ends_at, session_id, credential_version, proof_id,
  proof_sealed, redeemed_at, redeem_hash`

/* Of several that ask with one idempotency key at once, one makes the row; it may be another program's. */
export const insert = statement(
  'approvals.insert',
  `INSERT INTO approvals (account_id, request_hash, approval_id, asked_by, state, sealed, created_at, ends_at)
   VALUES ($1, $2, $3, $4, 'pending', $5, $6, $7) ON CONFLICT (account_id, request_hash) DO NOTHING`,
)

export const findByRequest = statement<ApprovalRow>(
  'approvals.find-by-request',
  `SELECT ${COLUMNS} FROM approvals WHERE account_id = $1 AND request_hash IN ($2, $3) AND asked_by = $4`,
)

export const find = statement<ApprovalRow>(
  'approvals.find',
  `SELECT ${COLUMNS} FROM approvals WHERE account_id = $1 AND approval_id = $2`,
)

/* Once: of several at the same time, on however many servers, exactly one changes the row. */
export const approve = statement(
  'approvals.approve',
  `UPDATE approvals SET state = 'approved', decided_at = $3, ends_at = $4, session_id = $5, credential_version = $6,
     proof_id = $7, proof_sealed = $8
   WHERE account_id = $1 AND approval_id = $2 AND state = 'pending' AND ends_at > $3`,
)

export const decline = statement(
  'approvals.decline',
  `UPDATE approvals SET state = 'declined', decided_at = $3
   WHERE account_id = $1 AND approval_id = $2 AND state = 'pending' AND ends_at > $3`,
)

/* Once, like the approval. */
export const redeem = statement(
  'approvals.redeem',
  `UPDATE approvals SET state = 'redeemed', redeemed_at = $3, redeem_hash = $4
   WHERE account_id = $1 AND approval_id = $2 AND state = 'approved' AND ends_at > $3`,
)

export const expire = statement<{ account_id: string; approval_id: string }>(
  'approvals.expire',
  `UPDATE approvals SET state = 'expired' WHERE (account_id, approval_id) IN
     (SELECT account_id, approval_id FROM approvals WHERE state IN ('pending', 'approved') AND ends_at <= $1
      ORDER BY ends_at LIMIT 1000 FOR UPDATE SKIP LOCKED)
   RETURNING account_id, approval_id`,
)

export const forget = statement('approvals.forget', 'DELETE FROM approvals WHERE account_id = $1')

export const sweep = statement(
  'approvals.sweep',
  `DELETE FROM approvals WHERE (account_id, approval_id) IN
     (SELECT account_id, approval_id FROM approvals WHERE created_at <= $1
      ORDER BY created_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)
