import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import type { Keys } from '../platform/keys.ts'
import type { RefusalCode } from '../platform/refusals.ts'
import { Refusal } from '../platform/refusals.ts'
import * as queries from './queries.ts'

export interface Budget {
  name: string
  most: number
  windowSeconds: number
  /**
   * In no stretch of that length more than `most`: each comes back by itself. Else a window begins with its first spending and
   * gives all back at its end, and a stretch across that may hold nearly twice as many.
   */
  rolls?: true
}

type BudgetDeps = Pick<Deps, 'clock' | 'keys'> & { db: Queryable }

/**
 * Spends one of `budget.most` for `subject`, in its own commit.
 *
 * @throws Refusal `refusal` with the seconds until one is left again
 */
export async function spendBudget(
  deps: BudgetDeps,
  budget: Budget,
  subject: readonly string[],
  refusal: RefusalCode,
): Promise<void> {
  const wait = await spendBudgetQuietly(deps, budget, subject)
  if (wait !== undefined) throw new Refusal(refusal, { retryAfterSeconds: wait })
}

/** The same for where a refusal would tell what it must not. @returns seconds until one is left, when all is spent */
export async function spendBudgetQuietly(
  deps: BudgetDeps,
  budget: Budget,
  subject: readonly string[],
): Promise<number | undefined> {
  const turn = await countSpending(deps, budget, subject)
  return 'waitSeconds' in turn ? turn.waitSeconds : undefined
}

/** The same, and tells which of the budget's it was: 1 for the first of a window. */
export async function countSpending(
  { db, clock, keys }: BudgetDeps,
  budget: Budget,
  subject: readonly string[],
): Promise<{ spent: number } | { waitSeconds: number }> {
  const key = budgetKey(keys, budget, subject)
  const now = clock.now()
  const [row] = await db.query(budget.rolls ? queries.spendRolling : queries.spend, spending(key, now, budget))
  if (row) return row
  const [full] = await db.query(queries.findBudget, [key])
  const end = full?.first_at ? secondsAfter(full.first_at, budget.windowSeconds) : full?.ends_at
  const left = end ? Math.ceil((end.getTime() - now.getTime()) / 1000) : 1
  return { waitSeconds: Math.max(1, left) }
}

/** The same for `Db.atOnce`: nothing of that transaction is kept when all is spent. @returns which one it was, from 1 */
export async function spendOrNothing(
  { db, clock, keys }: BudgetDeps,
  budget: Budget,
  subject: readonly string[],
): Promise<number> {
  const values = spending(budgetKey(keys, budget, subject), clock.now(), budget)
  const [row] = await db.query(budget.rolls ? queries.spendRollingOrNothing : queries.spendOrNothing, values)
  return row?.spent ?? budget.most
}

const spending = (key: Buffer, now: Date, { windowSeconds, most, rolls }: Budget) => [
  key,
  now,
  secondsAfter(now, windowSeconds),
  most,
  ...(rolls ? [secondsAfter(now, -windowSeconds)] : []),
]

/** Gives one back that was spent for nothing, or, with `all`, begins anew. */
export async function refundBudget(
  tx: Queryable,
  { keys }: Pick<Deps, 'keys'>,
  budget: Budget,
  subject: readonly string[],
  { all = false }: { all?: boolean } = {},
): Promise<void> {
  await tx.execute(all ? queries.clearBudget : queries.refund, [budgetKey(keys, budget, subject)])
}

/** How many were spent in the window that is open now, or that ends now if it rolls. Decides nothing: whoever spends does. */
export async function findSpent(
  { db, clock, keys }: BudgetDeps,
  budget: Budget,
  subject: readonly string[],
): Promise<number> {
  const [key, now] = [budgetKey(keys, budget, subject), clock.now()]
  if (budget.rolls) {
    const [recent] = await db.query(queries.countRecent, [key, secondsAfter(now, -budget.windowSeconds)])
    return recent?.spent ?? 0
  }
  const [row] = await db.query(queries.findBudget, [key])
  return row && row.ends_at > now ? row.spent : 0
}

function budgetKey(keys: Keys, { name }: Budget, subject: readonly string[]): Buffer {
  return keys.mac('index', ['budget', name, ...subject])
}
