import { claimTelling } from '../limits/stranger-tries.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import { afterAnswer } from '../platform/after-answer.ts'
import type { Deps } from '../platform/deps.ts'
import type { Device } from '../sessions/session.ts'

export interface Failures {
  /** See `strangersKey`. */
  key: Buffer
  accountId: string
  /** How many in a row. */
  count: number
  /** What the last of them came from. */
  device: Device
}

/**
 * Tells an owner that strangers were wrong so many times in a row, once for each number. After the answer, whose time would
 * tell else that there is an owner.
 */
export function tellFailures(deps: Deps, { key, accountId, count, device }: Failures): void {
  const at = deps.clock.now()
  afterAnswer(deps, () =>
    deps.db.transaction(async (tx) => {
      if (!(await claimTelling(tx, key, count))) return
      const facts = { count: String(count) }
      await tellOwner(tx, deps, { accountId, event: 'failures', device, at, facts })
    }),
  )
}
