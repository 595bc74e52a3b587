import { afterAnswer } from '../platform/after-answer.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import type { Device } from '../sessions/session.ts'
import { tellOwner } from './tell-owner.ts'

/** The owner is told when so many in a row were wrong (promise P3). */
export const TOLD_AT: readonly number[] = [5, 20, 50]

export interface WrongPasswords {
  accountId: string
  /** `failures`: at sign-in; `step_up_failures`: by somebody who is signed in. */
  event: 'failures' | 'step_up_failures'
  /** How many in a row. */
  count: number
  /** What the last of them came from. */
  device: Device
  /** Says whether it is this one that tells of this number, where several may come to it. */
  claim?(tx: Tx): Promise<boolean>
}

/** Tells an owner of wrong passwords, once for each number. After the answer, whose time would tell else that there is an owner. */
export function tellWrongPasswords(deps: Deps, { accountId, event, count, device, claim }: WrongPasswords): void {
  if (!TOLD_AT.includes(count)) return
  const at = deps.clock.now()
  afterAnswer(deps, () =>
    deps.db.transaction(async (tx) => {
      if (claim && !(await claim(tx))) return
      await tellOwner(tx, deps, { accountId, event, device, at, facts: { count: String(count) } })
    }),
  )
}
