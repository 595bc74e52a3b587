import { statement } from '../platform/db.ts'

export const insert = statement(
  'activity.insert',
  `INSERT INTO activities (account_id, activity_id, kind, at, session_id, browser, system)
   VALUES ($1, $2, $3, $4, $5, $6, $7)`,
)

export interface ActivityRow {
  activity_id: string
  kind: string
  at: Date
  session_id: string | null
  browser: string
  system: string
  place: string
}

/* What an activity does not say of its device, its session does for as long as it is kept. */
const activities = `SELECT a.activity_id, a.kind, a.at, a.session_id, coalesce(a.browser, s.browser, '') AS browser,
     coalesce(a.system, s.system, '') AS system, coalesce(s.place, '') AS place
   FROM activities a LEFT JOIN sessions s ON s.account_id = a.account_id AND s.session_id = a.session_id`

/* Ids are in the order of time. */
export const list = statement<ActivityRow>(
  'activity.list',
  `${activities}
   WHERE a.account_id = $1 AND a.activity_id < $2 ORDER BY a.activity_id DESC LIMIT $3`,
)

export const findLast = statement<ActivityRow>(
  'activity.find-last',
  `${activities}
   WHERE a.account_id = $1 AND a.kind = $2 ORDER BY a.activity_id DESC LIMIT 1`,
)

/* That something happened, and when, stays. */
export const strip = statement(
  'activity.strip',
  `UPDATE activities SET session_id = NULL, browser = NULL, system = NULL
   WHERE account_id = $1 AND num_nonnulls(session_id, browser, system) > 0`,
)
