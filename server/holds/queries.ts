import { statement } from '../platform/db.ts'

export const insert = statement(
  'holds.insert',
  'INSERT INTO holds (account_id, hold_id, reason, started_at, ends_at) VALUES ($1, $2, $3, $4, $5)',
)

export const list = statement<{ reason: string; ends_at: Date }>(
  'holds.list',
  `SELECT reason, max(ends_at) AS ends_at FROM holds WHERE account_id = $1 AND ends_at > $2
   GROUP BY reason ORDER BY max(ends_at) DESC`,
)
