import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import type { RefusalCode } from '../platform/refusals.ts'
import { Refusal } from '../platform/refusals.ts'
import * as queries from './queries.ts'

export interface Budget {
  name: string
  most: number
  windowSeconds: number
}

/**
 * Spends one of `budget.most` for `subject`, in its own commit. A window begins with its first spending.
 *
 * @throws Refusal `refusal` with the seconds until the window ends
 */
export async function spendBudget(
  deps: Pick<Deps, 'db' | 'clock' | 'keys'>,
  budget: Budget,
  subject: readonly string[],
  refusal: RefusalCode,
): Promise<void> {
  const wait = await spendBudgetQuietly(deps, budget, subject)
  if (wait !== undefined) throw new Refusal(refusal, { retryAfterSeconds: wait })
}

/** The same for where a refusal would tell what it must not. @returns seconds until the window ends, when all is spent */
export async function spendBudgetQuietly(
  { db, clock, keys }: Pick<Deps, 'db' | 'clock' | 'keys'>,
  budget: Budget,
  subject: readonly string[],
): Promise<number | undefined> {
  const key = keys.mac('index', ['budget', budget.name, ...subject])
  const now = clock.now()
  const [spent] = await db.query(queries.spend, [key, now, secondsAfter(now, budget.windowSeconds), budget.most])
  if (spent) return undefined
  const [row] = await db.query(queries.findBudgetEnd, [key])
  const left = row ? Math.ceil((row.ends_at.getTime() - now.getTime()) / 1000) : 1
  return Math.max(1, left)
}
