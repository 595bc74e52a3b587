import { statement } from '../platform/db.ts'

export const insert = statement(
  'activity.insert',
  `INSERT INTO activities (account_id, activity_id, kind, at, session_id, browser, system)
   VALUES ($1, $2, $3, $4, $5, $6, $7)`,
)
