import { findAccountId } from '../accounts/find-account.ts'
import type { Identifier } from '../accounts/identifier.ts'
import { requireResendDue } from '../codes/issue-code.ts'
import { spendNetworkBudget } from '../codes/spend-code-budget.ts'
import { beginAttempt } from '../limits/begin-attempt.ts'
import { verifyPassword } from '../passwords/verify-password.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { hasAddress, loadOwner, type Owner } from '../recovery/find-owner.ts'
import { codeSubject, flowEnd, openFlow, type ThawFlow } from './flow.ts'
import { type SentCode, sendThawCode } from './send-thaw-code.ts'

export interface StartThaw {
  identifier: Identifier
  password: string
  /** See `networkOf`. */
  network: string
}

/**
 * Begins to open a frozen account again: with the right password a code is sent to the address. A wrong password, an
 * unknown address and an account that is not frozen get the same answer after the same work, and nothing is sent.
 *
 * Every try counts as a wrong one, for the address and the network: whether it was right shows with the code alone.
 *
 * @throws Refusal `too_many_attempts`, `too_many_codes`, `busy`
 */
export async function startThaw(deps: Deps, { identifier, password, network }: StartThaw): Promise<SentCode> {
  const key = deps.keys.mac('index', ['attempt', 'thaw', identifier.kind, identifier.canonical, network])
  const attempt = await beginAttempt(deps, key)
  try {
    await spendNetworkBudget(deps, network)
    const owner = await findProven(deps, identifier, password)
    const credentialVersion = owner?.credentialVersion ?? 1
    const flow = { accountId: owner?.accountId ?? newId(), thawId: newId(), credentialVersion, identifier }
    const sent = await sendThawCode(deps, { ...flow, endsAt: flowEnd(deps) }, owner)
    await attempt.fail()
    return sent
  } catch (error) {
    await attempt.abandon()
    throw error
  }
}

/**
 * Sends a new code; the one before is dead.
 *
 * @throws Refusal `flow_ended`, `code_too_soon`, `too_many_codes`
 */
export async function resendThawCode(deps: Deps, token: string, network: string): Promise<SentCode> {
  const flow = openFlow(deps, token)
  await requireResendDue(deps, codeSubject(flow))
  await spendNetworkBudget(deps, network)
  const owner = await loadOwner(deps, flow.accountId)
  return sendThawCode(deps, flow, isLive(owner, flow) ? owner : undefined)
}

/** Whether the flow's proof still stands: frozen as it was, and the address still the account's own. */
export function isLive(owner: Owner | undefined, flow: ThawFlow): owner is Owner {
  const isSame = owner?.frozenAt !== undefined && owner.credentialVersion === flow.credentialVersion
  return isSame && hasAddress(owner, flow.identifier)
}

/** The owner of a frozen account, whose password this is. */
async function findProven(deps: Deps, identifier: Identifier, password: string): Promise<Owner | undefined> {
  const owner = await loadOwner(deps, await findAccountId(deps, identifier))
  const isRight = await verifyPassword(deps, owner?.accountId, password, { isStranger: true })
  return isRight && owner?.frozenAt ? owner : undefined
}
