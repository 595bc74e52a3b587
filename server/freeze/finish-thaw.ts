import { markThawed } from '../accounts/freeze.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { consumeCode, endCodes, verifyCode } from '../codes/verify-code.ts'
import { recordEvent } from '../events/record-event.ts'
import { startHold } from '../holds/holds.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { hasAddress, loadOwner } from '../recovery/find-owner.ts'
import type { Device } from '../sessions/session.ts'
import { codeSubject, openFlow, type ThawFlow } from './flow.ts'
import type { ThawState } from './journey.ts'
import { isLive } from './start-thaw.ts'

/**
 * Opens a frozen account again with the code that was sent, and signs nobody in. Withdrawals pause, and every address is told.
 * An account with a second factor stays frozen: it waits for that proof.
 *
 * @throws Refusal `flow_ended`, `code_wrong`, `code_replaced`, `code_expired`, `code_spent`, `too_many_attempts`
 */
export async function finishThaw(
  deps: Deps,
  { flow: token, code, device }: { flow: string; code: string; device: Device },
): Promise<Exclude<ThawState, 'code'>> {
  const flow = openFlow(deps, token)
  const codeId = await verifyCode(deps, codeSubject(flow), code)
  const owner = await loadOwner(deps, flow.accountId)
  if (!isLive(owner, flow)) throw new Refusal('flow_ended') // thawed, or changed, since
  if (owner.factors.length > 0) return 'factor'
  await deps.db.transaction((tx) => thaw(tx, deps, flow, codeId, device))
  return 'done'
}

/** All of it or nothing. Everything the proof rests on is asked once more, now that nothing can change under it. */
async function thaw(tx: Tx, deps: Deps, flow: ThawFlow, codeId: string, device: Device): Promise<void> {
  const { accountId, credentialVersion } = flow
  if (!(await markThawed(tx, accountId, credentialVersion))) throw new Refusal('flow_ended')
  const owner = await loadOwner(deps, accountId, tx)
  if (!owner || owner.factors.length > 0 || !hasAddress(owner, flow.identifier)) throw new Refusal('flow_ended')
  if (!(await consumeCode(tx, deps, codeSubject(flow), codeId))) throw new Refusal('flow_ended')
  await endCodes(tx, deps, accountId)
  await startHold(tx, deps, accountId, 'thawed')
  await recordEvent(tx, deps, accountId, { type: 'account.thawed', data: {} })
  await recordActivity(tx, deps, { accountId, kind: 'thawed', device })
  await tellOwner(tx, deps, { accountId, event: 'thawed', device })
}
