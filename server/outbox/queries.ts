import { statement } from '../platform/db.ts'
import type { Channel, Locale, Template } from './message.ts'

export interface OutboxRow {
  account_id: string
  message_id: string
  channel: Channel
  template: Template
  locale: Locale
  sealed: Buffer | null
  attempts: number
  created_at: Date
  expires_at: Date | null
}

const MESSAGE = 'account_id, message_id, channel, template, locale, sealed, attempts, created_at, expires_at'

export const insertMessage = statement(
  'outbox.insert',
  `INSERT INTO outbox (account_id, message_id, channel, template, locale, sealed, destination_lookup, state,
     next_attempt_at, created_at, expires_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)`,
)

export const notify = statement('outbox.notify', `SELECT pg_notify('outbox', $1)`)

// SKIP LOCKED: workers never wait for each other and never get the same row. MATERIALIZED: the choice is made once.
export const claimMessages = statement<OutboxRow>(
  'outbox.claim',
  `WITH due AS MATERIALIZED (
     SELECT account_id, message_id FROM outbox
     WHERE channel = $1 AND state IN ('pending', 'delivering') AND next_attempt_at <= $2
     ORDER BY next_attempt_at LIMIT $4 FOR UPDATE SKIP LOCKED)
   UPDATE outbox SET state = 'delivering', attempts = attempts + 1, next_attempt_at = $3
   FROM due WHERE outbox.account_id = due.account_id AND outbox.message_id = due.message_id
   RETURNING ${MESSAGE.replaceAll(/\w+/g, 'outbox.$&')}`,
)

// Whoever handed it over says so, even when its claim had run out meanwhile: that stops the next worker.
export const markDelivered = statement(
  'outbox.delivered',
  `UPDATE outbox SET state = 'delivered', sealed = NULL, delivered_at = $3, provider_id = $4, last_error = NULL
   WHERE account_id = $1 AND message_id = $2 AND state IN ('pending', 'delivering')`,
)

// attempts = $3: only the worker whose claim still holds may give the row back.
export const markFailed = statement(
  'outbox.failed',
  `UPDATE outbox SET state = 'pending', next_attempt_at = $4, last_error = $5
   WHERE account_id = $1 AND message_id = $2 AND state = 'delivering' AND attempts = $3`,
)

// A code dies with its message. A notice stays sealed in the dead letter, readable for as long as its key lives.
export const markDead = statement(
  'outbox.dead',
  `UPDATE outbox SET state = 'dead', last_error = $4, sealed = CASE WHEN expires_at IS NULL THEN sealed END
   WHERE account_id = $1 AND message_id = $2 AND state = 'delivering' AND attempts = $3`,
)

export const newestKept = statement<OutboxRow>(
  'outbox.newestKept',
  `SELECT ${MESSAGE} FROM outbox WHERE state = 'kept' AND created_at > $1 ORDER BY created_at DESC, message_id DESC LIMIT $2`,
)

export const keptFor = statement<OutboxRow>(
  'outbox.keptFor',
  `SELECT ${MESSAGE} FROM outbox WHERE destination_lookup = ANY ($1) AND state = 'kept' AND created_at > $2
   ORDER BY created_at DESC, message_id DESC LIMIT $3`,
)

// In portions, so that a long tail never holds locks for long.
const purge = (name: string, states: string) =>
  statement(
    name,
    `DELETE FROM outbox WHERE (account_id, message_id) IN
       (SELECT account_id, message_id FROM outbox WHERE state IN (${states}) AND created_at <= $1
        ORDER BY created_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
  )

// One statement an index: the planner finds none for an OR of states that lie for different times.
export const purgeKept = purge('outbox.purge-kept', "'kept'")
export const purgeDecoys = purge('outbox.purge-decoys', "'decoy'")
export const purgeFinished = purge('outbox.purge-finished', "'delivered', 'dead'")

export const queueDepth = statement<{ channel: Channel; waiting: number; oldest: Date }>(
  'outbox.depth',
  `SELECT channel, count(*)::int AS waiting, min(created_at) AS oldest FROM outbox
   WHERE state IN ('pending', 'delivering') GROUP BY channel`,
)

export const forget = statement('outbox.forget', 'DELETE FROM outbox WHERE account_id = $1')
