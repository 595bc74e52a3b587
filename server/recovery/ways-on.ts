import type { Deps } from '../platform/deps.ts'
import { waysOn } from '../sign-in/prove-factor.ts'
import { findLiveOwner } from './find-owner.ts'
import type { RecoveryFlow } from './flow.ts'
import { actionsOf, allows, type RecoveryAction } from './journey.ts'

/** What may be done in a reset, today. What the account has of the second kind is told once its mailbox is proven. */
export async function actionsNow(deps: Deps, flow: RecoveryFlow): Promise<RecoveryAction[]> {
  if (flow.state !== 'factor') return actionsOf(flow.state)
  const owner = await findLiveOwner(deps, flow)
  if (!owner) return []
  return (await waysOn(deps, owner)).filter((way) => allows('factor', way as RecoveryAction)) as RecoveryAction[]
}
