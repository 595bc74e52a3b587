import { canonicalIdentifier } from '../../server/accounts/identifier.ts'
import { statement } from '../../server/platform/db.ts'
import type { Deps } from '../../server/platform/deps.ts'
import { policy } from '../../server/platform/policy.ts'

/** Strangers have guessed at resets of this address as often as they may in a day: its mailbox is proven first from now on. */
export async function besiegeResets(
  { db, keys, clock }: Pick<Deps, 'db' | 'keys' | 'clock'>,
  address: string,
): Promise<void> {
  const key = keys.mac('index', ['budget', 'code-tries-strangers', canonicalIdentifier(address).canonical])
  await db.execute(useUp, [key, clock.now(), policy.codeTriesOfStrangersPerDay])
}

const useUp = statement(
  'test.use-up-stranger-tries-of-resets',
  `INSERT INTO budgets (key, spent, ends_at, spent_at)
   VALUES ($1, $3, $2::timestamptz + interval '1 day', array_fill($2::timestamptz, ARRAY[$3::integer]))
   ON CONFLICT (key) DO UPDATE SET spent = $3, ends_at = $2::timestamptz + interval '1 day',
     spent_at = array_fill($2::timestamptz, ARRAY[$3::integer])`,
)
