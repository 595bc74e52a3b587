import { identifierLookups } from '../accounts/find-account.ts'
import type { Owner } from '../accounts/find-owner.ts'
import type { Profile } from '../accounts/find-profile.ts'
import { findPhrase } from '../accounts/phrase.ts'
import type { Locale } from '../accounts/schema.ts'
import { type IssuedCode, issueCode } from '../codes/issue-code.ts'
import { spendAccountBudgetQuietly, spendCodeBudget } from '../codes/spend-code-budget.ts'
import { enqueueMessage } from '../outbox/enqueue-message.ts'
import { chargeNewNumber } from '../paid-messages/new-number.ts'
import { chargeOwnAddress } from '../paid-messages/own-number.ts'
import type { PaidAs } from '../paid-messages/paid-message.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import { type Change, codeSubject, destinationOf } from './change.ts'

export interface SentCode {
  change: Change
  code: Pick<IssuedCode, 'expiresAt' | 'resendAt'>
  /** Whether the code of this step could go to another address of the account. */
  hasOther: boolean
}

/**
 * Spends what the code of the step costs. One's own account may be named in a refusal.
 *
 * @returns what a code by SMS is counted under
 * @throws Refusal `too_many_codes`, `sms_country_closed`, `sms_limited`
 */
export async function spendBudgets(deps: Deps, change: Change, network: string): Promise<PaidAs | undefined> {
  const { purpose } = codeSubject(change)
  const address = destinationOf(change).canonical
  const owned = change.state === 'new' ? {} : { ownerId: change.accountId }
  await spendCodeBudget(deps, { purpose, address, network, ...owned })
  const wait = await spendAccountBudgetQuietly(deps, purpose, change.accountId)
  if (wait !== undefined) throw new Refusal('too_many_codes', { retryAfterSeconds: wait })
  return (change.state === 'new' ? chargeNewNumber : chargeOwnAddress)(deps, destinationOf(change))
}

/**
 * Makes the one open code of the step and writes it to its address. Whether a new address is another's shows nowhere: its
 * owner is told instead, as at sign-up.
 *
 * @param about `owner` of the new address, if any account has it; `paidAs` from `spendBudgets`
 * @throws Refusal `code_too_soon`
 */
export async function sendChangeCode(
  tx: Tx,
  deps: Deps,
  change: Change,
  profile: Profile,
  { owner, paidAs }: { owner?: Owner | undefined; paidAs: PaidAs | undefined },
): Promise<SentCode> {
  const { accountId } = change
  const issued = await issueCode(tx, deps, codeSubject(change), { paidAs })
  if (!issued) throw new Refusal('code_too_soon', { retryAfterSeconds: policy.codeResendSeconds })
  const destination = destinationOf(change)
  const [destinationLookup] = identifierLookups(deps.keys, destination)
  const channel = destination.kind === 'email' ? ('email' as const) : ('sms' as const)
  const common = { channel, destinationLookup, expiresAt: issued.expiresAt, isPaid: paidAs !== undefined }
  if (owner && owner.accountId !== accountId) {
    const to = { accountId: owner.accountId, to: owner.address, locale: owner.locale, phrase: owner.phrase }
    await enqueueMessage(tx, deps, { ...common, ...to, template: 'identifier_taken', data: {} })
  } else {
    const isNew = change.state === 'new'
    const phrase = isNew ? undefined : await findPhrase(deps, tx, accountId)
    const mine = { accountId, to: destination.address, locale: profile.locale as Locale, phrase }
    const template = isNew ? ('identifier_code' as const) : ('change_code' as const)
    await enqueueMessage(tx, deps, { ...common, ...mine, template, data: { code: issued.code } })
  }
  const hasOther = change.state === 'old' && change.next !== undefined && profile.openIdentifiers().length > 1
  return { change, code: issued, hasOther }
}
