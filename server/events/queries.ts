import { statement } from '../platform/db.ts'

export interface EventRow {
  account_id: string
  event_id: string
  type: string
  data: Record<string, unknown>
  at: Date
  /** A bigint, as text. */
  position: string
}

export const insert = statement(
  'events.insert',
  'INSERT INTO events (account_id, event_id, type, data, at) VALUES ($1, $2, $3, $4, $5)',
)

export const announce = statement('events.announce', "SELECT pg_notify('events', '')")

/* The counter's row stays locked until the places are committed: whoever sees place 8 sees 7 too. */
export const lockFeed = statement<{ last_position: string }>(
  'events.lock-feed',
  'SELECT last_position FROM event_feed FOR UPDATE',
)

/* In the order they were written; those of before that was noted come first. */
export const place = statement(
  'events.place',
  `UPDATE events e SET position = u.position
   FROM (SELECT account_id, event_id, $1::bigint + row_number() OVER (ORDER BY written NULLS FIRST, event_id) AS position
         FROM (SELECT account_id, event_id, written FROM events WHERE position IS NULL
               ORDER BY written NULLS FIRST, event_id LIMIT 1000) AS next) AS u
   WHERE e.account_id = u.account_id AND e.event_id = u.event_id`,
)

export const moveFeed = statement('events.move-feed', 'UPDATE event_feed SET last_position = last_position + $1')

export const findUnplaced = statement<{ event_id: string }>(
  'events.find-unplaced',
  'SELECT event_id FROM events WHERE position IS NULL LIMIT 1',
)

export const read = statement<EventRow>(
  'events.read',
  `SELECT account_id, event_id, type, data, at, position FROM events
   WHERE position > $1 ORDER BY position LIMIT $2`,
)

export interface WebhookRow {
  position: string
  attempts: number
  failing_since: Date | null
}

/* A receiver begins with what happens from now on; the past is in the feed. */
export const addWebhook = statement(
  'events.add-webhook',
  `INSERT INTO webhooks (name, position, next_attempt_at) SELECT $1, last_position, $2 FROM event_feed
   ON CONFLICT (name) DO NOTHING`,
)

/* Only when there is something to send. $3: until when it is taken; a worker that dies loses it after that. */
export const claimWebhook = statement<WebhookRow>(
  'events.claim-webhook',
  `UPDATE webhooks w SET next_attempt_at = $3
   WHERE name = $1 AND next_attempt_at <= $2
     AND (EXISTS (SELECT FROM events WHERE position IS NULL) OR w.position < (SELECT last_position FROM event_feed))
   RETURNING position, attempts, failing_since`,
)

export const advanceWebhook = statement(
  'events.advance-webhook',
  `UPDATE webhooks SET position = $3, attempts = 0, failing_since = NULL, next_attempt_at = $4
   WHERE name = $1 AND position = $2`,
)

export const postponeWebhook = statement(
  'events.postpone-webhook',
  `UPDATE webhooks SET attempts = attempts + 1, failing_since = coalesce(failing_since, $3), next_attempt_at = $4
   WHERE name = $1 AND position = $2`,
)

export const webhookLag = statement<{ behind: number }>(
  'events.webhook-lag',
  'SELECT (f.last_position - w.position)::int AS behind FROM webhooks w, event_feed f WHERE w.name = $1',
)

export const sweep = statement(
  'events.sweep',
  `DELETE FROM events WHERE position IN (SELECT position FROM events WHERE position <= $1 AND at <= $2 ORDER BY position LIMIT 1000)`,
)

export const slowestWebhook = statement<{ position: string | null }>(
  'events.slowest-webhook',
  'SELECT min(position) AS position FROM webhooks',
)

export const strip = statement('events.strip', `UPDATE events SET data = '{}' WHERE account_id = $1 AND data <> '{}'`)
