import { identifierLookups } from '../accounts/find-account.ts'
import type { Owner } from '../accounts/find-owner.ts'
import type { Profile } from '../accounts/find-profile.ts'
import type { Locale } from '../accounts/schema.ts'
import { type IssuedCode, issueCode } from '../codes/issue-code.ts'
import { sendOwnCode, spendOwnCode } from '../codes/send-own-code.ts'
import { spendAccountBudget, spendCodeBudget } from '../codes/spend-code-budget.ts'
import { enqueueMessage } from '../outbox/enqueue-message.ts'
import { chargeNewNumber } from '../paid-messages/new-number.ts'
import type { PaidAs } from '../paid-messages/paid-message.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import { type Change, codeSubject, destinationOf, proofsOf } from './change.ts'

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
  const subject = codeSubject(change)
  const to = destinationOf(change)
  if (change.state === 'old') return spendOwnCode(deps, subject, to, network)
  const { purpose, accountId } = subject
  await spendCodeBudget(deps, { purpose, address: to.canonical, network })
  await spendAccountBudget(deps, accountId)
  return chargeNewNumber(deps, to)
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
  const proofs = proofsOf(profile.openIdentifiers(), change.old, deps.clock.now())
  const hasOther = change.state === 'old' && change.next !== undefined && proofs.length > 1
  const to = destinationOf(change)
  const locale = profile.locale as Locale
  const own = { to, locale, template: 'change_code', paidAs } as const
  const code = await (change.state === 'old'
    ? sendOwnCode(tx, deps, codeSubject(change), own)
    : sendToNew(tx, deps, change, { owner, locale, paidAs }))
  return { change, code, hasOther }
}

async function sendToNew(
  tx: Tx,
  deps: Deps,
  change: Change,
  { owner, locale, paidAs }: { owner: Owner | undefined; locale: Locale; paidAs: PaidAs | undefined },
): Promise<IssuedCode> {
  const { accountId } = change
  const to = destinationOf(change)
  const issued = await issueCode(tx, deps, codeSubject(change), { paidAs })
  if (!issued) throw new Refusal('code_too_soon', { retryAfterSeconds: policy.codeResendSeconds })
  const [destinationLookup] = identifierLookups(deps.keys, to)
  const channel = to.kind === 'email' ? ('email' as const) : ('sms' as const)
  const common = { channel, destinationLookup, expiresAt: issued.expiresAt, isPaid: paidAs !== undefined }
  if (owner && owner.accountId !== accountId) {
    const theirs = { accountId: owner.accountId, to: owner.address, locale: owner.locale, phrase: owner.phrase }
    await enqueueMessage(tx, deps, { ...common, ...theirs, template: 'identifier_taken', data: {} })
  } else {
    const mine = { accountId, to: to.address, locale, template: 'identifier_code' as const }
    await enqueueMessage(tx, deps, { ...common, ...mine, data: { code: issued.code } })
  }
  return issued
}
