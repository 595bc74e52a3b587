import type { Account } from '../accounts/find-account.ts'
import type { Factor } from '../accounts/schema.ts'
import { type Hold, listHolds } from '../holds/holds.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { operations } from '../sessions/policy.ts'
import type { Obstacle } from './schema.ts'

/** What stands in the way of any withdrawal of an account, the gravest first. */
export function obstacleOf({ frozenAt, factors }: Account, holds: readonly Hold[]): Obstacle {
  if (frozenAt) return 'frozen'
  if (!factors.some(isMethod)) return 'no_factor'
  return holds.length > 0 ? 'hold' : null
}

const methods: readonly Factor[] = operations.approve.methods

/** Whether an act can be approved by it. */
export const isMethod = (factor: Factor): boolean => methods.includes(factor)

/**
 * Asks it of the database, in the transaction that would let something out: holds and the freeze are of now.
 *
 * @throws Refusal `account_frozen`, `factor_required`, `withdrawals_on_hold` (with the seconds until the last one ends)
 */
export async function requireNoObstacle(
  db: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  account: Account,
): Promise<void> {
  const holds = await listHolds({ db, clock }, account.accountId)
  const obstacle = obstacleOf(account, holds)
  if (obstacle === 'frozen') throw new Refusal('account_frozen')
  if (obstacle === 'no_factor') throw new Refusal('factor_required')
  const end = holds[0]?.endsAt
  if (end) throw new Refusal('withdrawals_on_hold', { retryAfterSeconds: secondsUntil(end, clock.now()) })
}

const secondsUntil = (end: Date, now: Date): number => Math.ceil((end.getTime() - now.getTime()) / 1000)
