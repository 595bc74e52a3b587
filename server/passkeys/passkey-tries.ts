/**
 * How many answers of passkeys may be wrong. Nobody guesses a signature: this is so that no route is an oracle, or a way to
 * keep the server busy. What is counted is tied to where it comes from, so that nobody uses up an owner's tries (promise P12).
 */
import { type Attempt, beginAttempt } from '../limits/begin-attempt.ts'
import { type Budget, countSpending, refundBudget } from '../limits/spend-budget.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'

export interface PasskeyTryer {
  /** Whose passkey it says it is. */
  accountId: string
  /** The session, the known device, or the network it comes from. */
  from: string
  /** The network, for whoever has proven nothing else: all its tries count together, whatever account they name. */
  stranger?: string
}

const overall: Budget = { name: 'passkey-network', most: policy.passkeyFailuresPerNetworkHour, windowSeconds: 3600 }

/** Counts a try before it is made, in its own commit. @throws Refusal `too_many_attempts` */
export async function beginPasskeyTry(
  deps: Deps,
  { accountId, from, stranger }: PasskeyTryer,
): Promise<Pick<Attempt, 'succeed' | 'fail' | 'abandon'>> {
  const giveBack = async (tx = deps.db as Parameters<typeof refundBudget>[0]) => {
    if (stranger !== undefined) await refundBudget(tx, deps, overall, [stranger])
  }
  if (stranger !== undefined) {
    const turn = await countSpending(deps, overall, [stranger])
    if ('waitSeconds' in turn) throw new Refusal('too_many_attempts', { retryAfterSeconds: turn.waitSeconds })
  }
  const attempt = await beginAttempt(deps, deps.keys.mac('index', ['attempt', 'passkey', accountId, from])).catch(
    async (error: unknown) => {
      await giveBack() // nothing was looked at, and others share the network
      throw error
    },
  )
  return {
    async succeed(tx) {
      await Promise.all([attempt.succeed(tx), giveBack(tx)])
    },
    fail: () => attempt.fail(),
    async abandon() {
      await Promise.all([attempt.abandon(), giveBack()])
    },
  }
}
