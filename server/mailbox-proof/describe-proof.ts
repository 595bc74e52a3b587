import { maskIdentifier } from '../accounts/mask.ts'
import type { CodeTimes } from '../codes/shared-code.ts'
import type { Deps } from '../platform/deps.ts'
import { formatFlow, type MailboxFlow } from './flow.ts'

/**
 * What a proof shows to whoever began it. It speaks of the typed address alone: which others there are, and whether there are any,
 * is not told.
 */
export function describeProof(deps: Deps, { flow, code }: { flow: MailboxFlow; code: CodeTimes }) {
  return {
    ...describeFlow(deps, flow),
    resendAt: code.resendAt.toISOString(),
    expiresAt: code.expiresAt.toISOString(),
  }
}

/** The same where its code is gone already. */
export const describeFlow = (deps: Deps, flow: MailboxFlow) => ({
  flow: formatFlow(deps, flow),
  channel: flow.identifier.kind === 'email' ? ('email' as const) : ('email_or_sms' as const),
  destination: maskIdentifier(flow.identifier),
  toOther: flow.toOther,
})
