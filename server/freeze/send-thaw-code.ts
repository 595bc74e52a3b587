import { identifierLookups } from '../accounts/find-account.ts'
import { findPhrase } from '../accounts/phrase.ts'
import type { Locale } from '../accounts/schema.ts'
import type { IssuedCode } from '../codes/issue-code.ts'
import { issueCode } from '../codes/issue-code.ts'
import { spendOwnBudgetQuietly } from '../codes/spend-code-budget.ts'
import { enqueueMessage } from '../outbox/enqueue-message.ts'
import { chargeOwnNumber } from '../paid-messages/own-number.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import { findStored, type Owner } from '../recovery/find-owner.ts'
import { codeSubject, type ThawFlow } from './flow.ts'

export interface SentCode {
  flow: ThawFlow
  code: Pick<IssuedCode, 'expiresAt' | 'resendAt'>
}

/**
 * Makes the flow's one open code and sends it to the typed address, in the form the account has stored. Without an owner
 * all is done for nobody: the same allowances are spent under names nobody has, the code is known to nobody, and
 * the message is never sent. So it is where the owner's allowance is used up: a refusal would tell that the password was right.
 *
 * @param owner of the frozen account, whose password was right
 * @throws Refusal `code_too_soon`
 */
export async function sendThawCode(deps: Deps, flow: ThawFlow, owner: Owner | undefined): Promise<SentCode> {
  const isWithin = await spendQuietly(deps, flow, owner)
  const phrase = await findPhrase(deps, deps.db, owner?.accountId)
  const stored = isWithin && owner ? findStored(owner.identifiers, flow.identifier) : undefined
  const { kind, canonical } = flow.identifier
  const isSms = kind === 'phone'
  const paidAs = isSms ? await chargeOwnNumber(deps, stored && canonical, canonical, { hasShown: true }) : undefined
  const to = isSms && !paidAs ? undefined : stored?.address
  const code = await deps.db.transaction(async (tx) => {
    const issued = await issueCode(tx, deps, codeSubject(flow), { paidAs })
    if (!issued) throw new Refusal('code_too_soon', { retryAfterSeconds: policy.codeResendSeconds })
    await enqueueMessage(tx, deps, {
      accountId: flow.accountId,
      channel: flow.identifier.kind === 'email' ? 'email' : 'sms',
      to: to ?? '',
      destinationLookup: identifierLookups(deps.keys, flow.identifier)[0],
      locale: (owner?.locale ?? deps.config.defaultLocale) as Locale,
      template: 'thaw_code',
      // What nobody is sent, nobody could read: a decoy keeps no code.
      data: { code: to === undefined ? '' : issued.code },
      phrase,
      expiresAt: issued.expiresAt,
      isPaid: paidAs !== undefined,
      decoy: to === undefined,
    })
    return issued
  })
  return { flow, code }
}

/**
 * Spends what whoever has proven the mailbox may be sent: with the right password alone, so that nobody who has less can use it up.
 * Without the proof the typed address has paid already, see `startThaw`.
 *
 * @returns whether there was any left
 */
async function spendQuietly(
  deps: Deps,
  { accountId, isStranger }: ThawFlow,
  owner: Owner | undefined,
): Promise<boolean> {
  if (isStranger) return true
  return (await spendOwnBudgetQuietly(deps, 'thaw', ['mailbox', owner ? accountId : newId()])) === undefined
}
