import { orNothing, statement } from '../platform/db.ts'

export interface AttemptRow {
  failures: number
  pending: number
  pending_until: Date
  blocked_until: Date
}

/*
 * $1 key, $2 now, $3 when it counts as wrong if unsettled, $4 when all is forgotten, $5 free wrong tries.
 * While free tries last, as many may be under way as are left of them; after that one at a time, once the wait is over.
 */
export const begin = statement<{ key: Buffer }>(
  'limits.begin',
  `INSERT INTO attempts AS a (key, pending, pending_until, blocked_until, forgotten_at)
   VALUES ($1, 1, $3, 'epoch', $4)
   ON CONFLICT (key) DO UPDATE SET
     failures = CASE WHEN a.forgotten_at <= $2 THEN 0 ELSE a.failures END,
     pending = CASE WHEN a.forgotten_at <= $2 THEN 1 ELSE a.pending + 1 END,
     pending_until = $3,
     forgotten_at = $4
   WHERE a.forgotten_at <= $2
      OR (a.blocked_until <= $2 AND (a.pending = 0 OR a.failures + a.pending < $5))
   RETURNING key`,
)
export const beginOrNothing = orNothing(begin)

export const find = statement<AttemptRow>(
  'limits.find',
  'SELECT failures, pending, pending_until, blocked_until FROM attempts WHERE key = $1',
)

/*
 * $3: seconds to wait by number of wrong tries. Where there is no wait, blocked_until stays in the past: the time of one
 * server is in the future of another that asked the clock a moment before, and would be a wait there.
 */
export const failUnsettled = statement(
  'limits.fail-unsettled',
  `UPDATE attempts SET failures = failures + pending, pending = 0,
     blocked_until = coalesce($2::timestamptz
       + make_interval(secs => nullif(($3::int[])[least(failures + pending, cardinality($3::int[]))], 0)), blocked_until)
   WHERE key = $1 AND pending > 0 AND pending_until <= $2`,
)

export const fail = statement<{ failures: number }>(
  'limits.fail',
  `UPDATE attempts SET failures = failures + 1, pending = greatest(pending - 1, 0),
     blocked_until = coalesce($2::timestamptz
       + make_interval(secs => nullif(($3::int[])[least(failures + 1, cardinality($3::int[]))], 0)), blocked_until)
   WHERE key = $1 RETURNING failures`,
)

export const succeed = statement(
  'limits.succeed',
  "UPDATE attempts SET failures = 0, pending = greatest(pending - 1, 0), blocked_until = 'epoch' WHERE key = $1",
)

/* Of a key with nothing against it nothing is kept: the server may be too busy for any number of addresses that are made up. */
export const abandon = statement(
  'limits.abandon',
  `UPDATE attempts SET pending = greatest(pending - 1, 0),
     forgotten_at = CASE WHEN failures = 0 AND pending <= 1 THEN least(pending_until, forgotten_at) ELSE forgotten_at END
   WHERE key = $1`,
)

/* $1 key, $2 now, $3 end of a window that begins now, $4 most in a window */
export const spend = statement<{ spent: number }>(
  'limits.spend',
  `INSERT INTO budgets AS b (key, spent, ends_at) VALUES ($1, 1, $3)
   ON CONFLICT (key) DO UPDATE SET
     spent = CASE WHEN b.ends_at <= $2 THEN 1 ELSE b.spent + 1 END,
     ends_at = CASE WHEN b.ends_at <= $2 THEN $3 ELSE b.ends_at END
   WHERE b.ends_at <= $2 OR b.spent < $4
   RETURNING spent`,
)
export const spendOrNothing = orNothing(spend)

/*
 * As `spend`, and $5 when a window that ends now began. What was spent without its time, before windows rolled or by a server of
 * that version, counts from where its own window began.
 */
const UNTIMED = 'ARRAY[greatest(b.spent - coalesce(cardinality(b.spent_at), 0), 0)]'
const RECENT = `FROM unnest(b.spent_at || array_fill($5::timestamptz + (b.ends_at - $2), ${UNTIMED})) AS one WHERE one > $5`
export const spendRolling = statement<{ spent: number }>(
  'limits.spend-rolling',
  `INSERT INTO budgets AS b (key, spent, ends_at, spent_at) VALUES ($1, 1, $3, ARRAY[$2::timestamptz])
   ON CONFLICT (key) DO UPDATE SET (spent, ends_at, spent_at) =
     (SELECT count(*) + 1, $3::timestamptz, array_agg(one ORDER BY one) || $2::timestamptz ${RECENT})
   WHERE (SELECT count(*) ${RECENT}) < $4
   RETURNING spent`,
)
export const spendRollingOrNothing = orNothing(spendRolling)

export const countRecent = statement<{ spent: number }>(
  'limits.count-recent',
  'SELECT count(*)::int AS spent FROM budgets, unnest(spent_at) AS one WHERE key = $1 AND one > $2',
)

export const refund = statement(
  'limits.refund',
  `UPDATE budgets SET spent = greatest(spent - 1, 0), spent_at = spent_at[:cardinality(spent_at) - 1] WHERE key = $1`,
)

export const clearBudget = statement(
  'limits.clear-budget',
  'UPDATE budgets SET spent = 0, spent_at = NULL WHERE key = $1',
)

export const findBudget = statement<{ spent: number; ends_at: Date; first_at: Date | null }>(
  'limits.find-budget',
  'SELECT spent, ends_at, spent_at[1] AS first_at FROM budgets WHERE key = $1',
)

export const sweepAttempts = statement(
  'limits.sweep-attempts',
  `DELETE FROM attempts WHERE key IN
     (SELECT key FROM attempts WHERE forgotten_at <= $1 AND pending_until <= $1
      ORDER BY forgotten_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)

export const sweepBudgets = statement(
  'limits.sweep-budgets',
  `DELETE FROM budgets WHERE key IN
     (SELECT key FROM budgets WHERE ends_at <= $1 ORDER BY ends_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
)
