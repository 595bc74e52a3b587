import { statement } from '../platform/db.ts'
import type { Outcome, Share } from './paid-message.ts'

/* One message of a share is decided at a time, on all servers together; the lock goes with the transaction. */
export const takeTurn = statement(
  'paid-messages.take-turn',
  `SELECT pg_advisory_xact_lock(hashtextextended('paid-messages ' || $1, 20))`,
)

export interface SumRow {
  scope: 'prefix' | 'country' | 'day'
  outcome: 'sent' | 'entered'
  count: number
}

/* $1 share, $2 prefix, $3 country, $4 slots after this are of the hour, $5 and after this of the day */
export const sums = statement<SumRow>(
  'paid-messages.sums',
  `SELECT scope, outcome, sum(count)::int AS count FROM (
     SELECT scope, outcome, count FROM sms_counts
     WHERE share = $1 AND scope = 'prefix' AND name = $2 AND slot_at > $4
     UNION ALL
     SELECT scope, outcome, count FROM sms_counts
     WHERE share = $1 AND scope = 'country' AND name = $3 AND slot_at > $4
     UNION ALL
     SELECT scope, outcome, count FROM sms_counts
     WHERE share = $1 AND scope = 'day' AND name = '' AND slot_at > $5) AS counted
   WHERE outcome IN ('sent', 'entered') GROUP BY scope, outcome`,
)

/* $1 share, $2 prefix, $3 country, $4 slot of the hour, $5 slot of the day, $6 what came of it */
export const add = statement(
  'paid-messages.add',
  `INSERT INTO sms_counts AS c (share, scope, name, slot_at, outcome, count)
   VALUES ($1, 'prefix', $2, $4, $6, 1), ($1, 'country', $3, $4, $6, 1), ($1, 'day', '', $5, $6, 1)
   ON CONFLICT (share, scope, name, slot_at, outcome) DO UPDATE SET count = c.count + 1`,
)

export interface CountryRow {
  share: Share
  country: string
  outcome: Outcome | 'entered'
  /** Of the hour. */
  count: number
  /** Of its last quarter. */
  recent: number
}

/* $1 slots after this are of the hour, $2 and after this of its last quarter */
export const byCountry = statement<CountryRow>(
  'paid-messages.by-country',
  `SELECT share, name AS country, outcome, sum(count)::int AS count,
     coalesce(sum(count) FILTER (WHERE slot_at > $2), 0)::int AS recent
   FROM sms_counts WHERE scope = 'country' AND slot_at > $1 GROUP BY share, name, outcome`,
)

export const ofDay = statement<{ share: Share; count: number }>(
  'paid-messages.of-day',
  `SELECT share, sum(count)::int AS count FROM sms_counts
   WHERE scope = 'day' AND slot_at > $1 AND outcome = 'sent' GROUP BY share`,
)

/* To the prefix that got the most of them. $1 slots after this are of the hour */
export const mostNotices = statement<{ count: number }>(
  'paid-messages.most-notices',
  `SELECT sum(count)::int AS count FROM sms_counts
   WHERE share = 'notices' AND scope = 'prefix' AND slot_at > $1 GROUP BY name ORDER BY 1 DESC LIMIT 1`,
)

export const sweep = statement(
  'paid-messages.sweep',
  `DELETE FROM sms_counts WHERE (share, scope, name, slot_at, outcome) IN
     (SELECT share, scope, name, slot_at, outcome FROM sms_counts WHERE slot_at <= $1
      ORDER BY slot_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)
