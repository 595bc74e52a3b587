import { recordActivity } from '../activity/record-activity.ts'
import { consumeSharedCode, verifySharedCode } from '../codes/shared-code.ts'
import { codeSubject, getFlow } from '../mailbox-proof/flow.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import * as queries from './queries.ts'

/**
 * Proves the mailbox with its code: from then on the flow may try a few passwords, whatever strangers do.
 *
 * @throws Refusal `flow_ended`, `code_wrong`, `code_expired`, `code_spent`, `code_used`, `too_many_attempts`
 */
export async function proveMailbox(deps: Deps, token: string, code: string, network: string): Promise<void> {
  const flow = getFlow(deps, 'sign_in', token)
  const { accountId, flowId, credentialVersion } = flow
  const codeId = await verifySharedCode(deps, codeSubject(flow), code, { flowId, network })
  const expiresAt = secondsAfter(deps.clock.now(), policy.flowTtlSeconds)
  const proven = await deps.db.transaction(async (tx) => {
    if (!(await consumeSharedCode(tx, deps, codeSubject(flow), codeId))) return false
    await tx.execute(queries.insertProof, [accountId, flowId, credentialVersion, expiresAt])
    await recordActivity(tx, deps, { accountId, kind: 'mailbox_proven' })
    return true
  })
  if (!proven) throw new Refusal('code_used')
}

/** Deletes proofs whose time is over, a thousand a call. @returns how many */
export async function sweepProofs({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  return db.execute(queries.sweep, [clock.now()])
}
