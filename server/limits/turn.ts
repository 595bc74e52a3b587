import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal, type RefusalCode } from '../platform/refusals.ts'

const FIRST_MS = 25
const MOST_MS = 250
const GROWTH = 1.3
const LONGEST_MS = 8_000

export interface Turn {
  /** Resolves after a while, each time a longer one. @throws Refusal when it has been waited long enough */
  wait(): Promise<void>
}

/**
 * The turn of a try that has to wait for others under way, without a database connection. A crowd of guesses asks the more
 * seldom the longer it waits, and not in step, so that those who settle theirs are not held up by it.
 *
 * @param longestMs milliseconds after which it is given up
 * @param refusal what is said then
 */
export function newTurn(longestMs = LONGEST_MS, refusal: RefusalCode = 'too_many_attempts'): Turn {
  const giveUpAt = performance.now() + longestMs
  let ms = FIRST_MS
  return {
    async wait() {
      if (performance.now() > giveUpAt) throw new Refusal(refusal, { retryAfterSeconds: 1 })
      await sleep(ms * (0.75 + Math.random() / 2))
      ms = Math.min(ms * GROWTH, MOST_MS)
    },
  }
}
