/** An SMS to a number that an account has proven: no pump may lock its owner out, and no stranger's answer may tell of it. */
import type { Identifier } from '../accounts/identifier.ts'
import { spendBudgetQuietly } from '../limits/spend-budget.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import { countPaidMessage } from './count-paid-message.ts'
import { type PaidAs, paidAs } from './paid-message.ts'

const DAY = 24 * 3600

/**
 * Counts the code that is about to be written to a customer's own number, in its own commit. The first few of a day are sent
 * whatever others did. Which countries are open does not matter: the number was taken in once. Costs a number that no account
 * has the same questions.
 *
 * @param own the account's number; undefined: nothing will be sent to one
 * @param typed what was asked for, in whose name nobody's message is counted
 * @param hasShown whether more than the number was: a session, a known device, the mailbox. What is owed to such is theirs alone, or
 *   strangers who type the number had used it up
 * @returns what its code is counted under; undefined: it may not be sent
 */
export async function chargeOwnNumber(
  deps: Deps,
  own: string | undefined,
  typed: string,
  { hasShown = false }: { hasShown?: boolean } = {},
): Promise<PaidAs | undefined> {
  const owed = {
    name: hasShown ? 'sms-owed-to-owner' : 'sms-owed',
    most: policy.smsOwedPerNumberDay,
    windowSeconds: DAY,
  }
  const isOwed = (await spendBudgetQuietly(deps, owed, own ? [own] : ['nobody', typed])) === undefined
  const as = paidAs(own ? 'customers' : 'nobody', own ?? typed)
  const outcome = await countPaidMessage(deps, as, isOwed)
  return own && outcome === 'sent' ? as : undefined
}

/**
 * The same for whoever is signed in, to whom it is said.
 *
 * @param own one of the account's addresses
 * @returns what a code by SMS is counted under; undefined for a mail address
 * @throws Refusal `sms_limited`
 */
export async function chargeOwnAddress(deps: Deps, own: Identifier): Promise<PaidAs | undefined> {
  if (own.kind === 'email') return undefined
  const paidAs = await chargeOwnNumber(deps, own.canonical, own.canonical, { hasShown: true })
  if (!paidAs) throw new Refusal('sms_limited')
  return paidAs
}
