import { orNothing, statement } from '../platform/db.ts'

export interface StrangerRow {
  failures: number
  pending: number
  window_ends_at: Date
  in_a_row: number
  pending_until: Date
  forgotten_at: Date
}

/*
 * $1 key, $2 now, $3 when it counts as wrong if unsettled, $4 when the window ends, $5 when all is forgotten, $6 most in a
 * window, $7 most in a row. As many may be under way as are left of both.
 */
export const begin = statement<{ key: Buffer }>(
  'limits.begin-stranger',
  `INSERT INTO stranger_tries AS t (key, pending, pending_until, window_ends_at, forgotten_at) VALUES ($1, 1, $3, $4, $5)
   ON CONFLICT (key) DO UPDATE SET
     failures = CASE WHEN t.window_ends_at <= $2 THEN 0 ELSE t.failures END,
     in_a_row = CASE WHEN t.forgotten_at <= $2 THEN 0 ELSE t.in_a_row END,
     told = CASE WHEN t.forgotten_at <= $2 THEN 0 ELSE t.told END,
     pending = t.pending + 1, pending_until = $3, window_ends_at = $4, forgotten_at = $5
   WHERE (CASE WHEN t.window_ends_at <= $2 THEN 0 ELSE t.failures END) + t.pending < $6
     AND (CASE WHEN t.forgotten_at <= $2 THEN 0 ELSE t.in_a_row END) + t.pending < $7
   RETURNING key`,
)
export const beginOrNothing = orNothing(begin)

export const find = statement<StrangerRow>(
  'limits.find-stranger',
  'SELECT failures, pending, window_ends_at, in_a_row, pending_until, forgotten_at FROM stranger_tries WHERE key = $1',
)

export const failUnsettled = statement(
  'limits.fail-unsettled-stranger',
  `UPDATE stranger_tries SET failures = failures + pending, in_a_row = in_a_row + pending, pending = 0
   WHERE key = $1 AND pending > 0 AND pending_until <= $2`,
)

/* $2: how many of the begun it settles */
export const fail = statement<{ in_a_row: number; told: number }>(
  'limits.fail-stranger',
  `UPDATE stranger_tries SET failures = failures + 1, in_a_row = in_a_row + 1, pending = greatest(pending - $2::int, 0)
   WHERE key = $1 RETURNING in_a_row, told`,
)

export const succeed = statement(
  'limits.succeed-stranger',
  `UPDATE stranger_tries SET failures = 0, in_a_row = 0, told = 0, pending = greatest(pending - 1, 0) WHERE key = $1`,
)

/* With a proof of the mailbox: what strangers have used of the window stays used. */
export const endRow = statement(
  'limits.end-row-of-strangers',
  'UPDATE stranger_tries SET in_a_row = 0, told = 0 WHERE key = $1',
)

/* As `abandon` of an attempt. */
export const abandon = statement(
  'limits.abandon-stranger',
  `UPDATE stranger_tries SET pending = greatest(pending - 1, 0),
     forgotten_at = CASE WHEN failures = 0 AND in_a_row = 0 AND pending <= 1 THEN least(pending_until, forgotten_at)
       ELSE forgotten_at END
   WHERE key = $1`,
)

/* Once for each number, whoever comes first. */
export const tell = statement(
  'limits.tell-of-strangers',
  'UPDATE stranger_tries SET told = $2 WHERE key = $1 AND told < $2 AND in_a_row >= $2',
)

export const sweep = statement(
  'limits.sweep-strangers',
  `DELETE FROM stranger_tries WHERE key IN
     (SELECT key FROM stranger_tries WHERE forgotten_at <= $1 ORDER BY forgotten_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)
