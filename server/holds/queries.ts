import { statement } from '../platform/db.ts'

export const insert = statement(
  'holds.insert',
  'INSERT INTO holds (account_id, hold_id, reason, started_at, ends_at) VALUES ($1, $2, $3, $4, $5)',
)

/* An account that is to be deleted is on hold for as long as it is: also past its time, until a sweep has come by. */
export const list = statement<{ reason: string; ends_at: Date }>(
  'holds.list',
  `SELECT reason, max(ends_at) AS ends_at FROM (
     SELECT reason, ends_at FROM holds WHERE account_id = $1 AND ends_at > $2
     UNION ALL
     SELECT 'account_deletion', greatest(deletes_at, $2::timestamptz + interval '1 minute')
     FROM accounts WHERE account_id = $1 AND deletes_at IS NOT NULL) AS held
   GROUP BY reason ORDER BY max(ends_at) DESC`,
)

export const forget = statement('holds.forget', 'DELETE FROM holds WHERE account_id = $1')
