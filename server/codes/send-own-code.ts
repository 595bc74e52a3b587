// A code to an address of the account that asks, in a session of it: what it costs may be told, and nobody else can use it up.
import { identifierLookups } from '../accounts/find-account.ts'
import type { Identifier } from '../accounts/identifier.ts'
import { findPhrase } from '../accounts/phrase.ts'
import type { Locale } from '../accounts/schema.ts'
import { enqueueMessage } from '../outbox/enqueue-message.ts'
import { chargeOwnAddress } from '../paid-messages/own-number.ts'
import type { PaidAs } from '../paid-messages/paid-message.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { CodeSubject } from './code.ts'
import { type IssuedCode, issueCode } from './issue-code.ts'
import { spendAccountBudget, spendCodeBudget } from './spend-code-budget.ts'

/**
 * Spends what such a code costs, each in its own commit: of the network, the address and the account, and of SMS.
 *
 * @param to one of the account's addresses
 * @param network see `networkOf`
 * @returns what a code by SMS is counted under
 * @throws Refusal `too_many_codes`, `sms_limited`
 */
export async function spendOwnCode(
  deps: Deps,
  { accountId, purpose }: Pick<CodeSubject, 'accountId' | 'purpose'>,
  to: Identifier,
  network: string,
): Promise<PaidAs | undefined> {
  await spendCodeBudget(deps, { purpose, address: to.canonical, network, ownerId: accountId })
  await spendAccountBudget(deps, accountId)
  return chargeOwnAddress(deps, to)
}

export interface OwnCode {
  /** One of the account's addresses. */
  to: Identifier
  locale: Locale
  template: 'authenticator_code' | 'change_code' | 'step_up_code'
  /** From `spendOwnCode`. */
  paidAs: PaidAs | undefined
}

/** Makes the one open code of `subject` and writes it to its address. @throws Refusal `code_too_soon` */
export async function sendOwnCode(
  tx: Tx,
  deps: Deps,
  subject: CodeSubject,
  { to, locale, template, paidAs }: OwnCode,
): Promise<IssuedCode> {
  const { accountId } = subject
  const issued = await issueCode(tx, deps, subject, { paidAs })
  if (!issued) throw new Refusal('code_too_soon', { retryAfterSeconds: policy.codeResendSeconds })
  const [destinationLookup] = identifierLookups(deps.keys, to)
  await enqueueMessage(tx, deps, {
    accountId,
    channel: to.kind === 'email' ? 'email' : 'sms',
    to: to.address,
    destinationLookup,
    locale,
    template,
    data: { code: issued.code },
    phrase: await findPhrase(deps, tx, accountId),
    expiresAt: issued.expiresAt,
    isPaid: paidAs !== undefined,
  })
  return issued
}
