import type { Locale } from '../accounts/schema.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { consumeSharedCode, verifySharedCode } from '../codes/shared-code.ts'
import { spendNetworkBudget, spendOwnBudgetQuietly } from '../codes/spend-code-budget.ts'
import { codeSubject, getFlow } from '../mailbox-proof/flow.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { hasAddress, loadOwner } from './find-owner.ts'
import { beginRecovery, type StartedRecovery } from './start-recovery.ts'

/**
 * Begins a reset with the proof of its mailbox. That proof changes nothing: the reset gets a code of its own, sent and tried out
 * of what no stranger can use up.
 *
 * @throws Refusal `flow_ended`, `code_wrong`, `code_expired`, `code_spent`, `code_used`, `too_many_attempts`, `too_many_codes`
 */
export async function startProvenRecovery(
  deps: Deps,
  token: string,
  code: string,
  network: string,
): Promise<StartedRecovery> {
  const mailbox = getFlow(deps, 'recovery_mailbox', token)
  const { accountId, flowId, identifier, credentialVersion } = mailbox
  const subject = codeSubject(mailbox)
  const codeId = await verifySharedCode(deps, subject, code, { flowId, network })
  const owner = await loadOwner(deps, accountId)
  if (owner?.credentialVersion !== credentialVersion || !hasAddress(owner, identifier)) throw new Refusal('flow_ended')
  await spendNetworkBudget(deps, network, accountId)
  // By itself, before anything is counted: of the same proof twice in one instant, one costs a code.
  const isFirst = await deps.db.transaction(async (tx) => {
    if (!(await consumeSharedCode(tx, deps, subject, codeId))) return false
    await recordActivity(tx, deps, { accountId, kind: 'mailbox_proven' })
    return true
  })
  if (!isFirst) throw new Refusal('code_used')
  const shown = ['mailbox', accountId] as const
  const wait = await spendOwnBudgetQuietly(deps, 'recovery', shown)
  if (wait !== undefined) throw new Refusal('too_many_codes', { retryAfterSeconds: wait })
  return beginRecovery(deps, owner, { identifier, locale: owner.locale as Locale, isProven: true }, shown)
}
