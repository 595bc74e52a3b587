/** An SMS to a number that no account has proven: whoever asks is told, since it depends on nothing but what was typed. */
import type { Identifier } from '../accounts/identifier.ts'
import { noteForBotCheck, requireBotCheck } from '../bot-check/require-bot-check.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { addCount, countPaidMessage, findSums } from './count-paid-message.ts'
import { isOpen, levelOf, mostADay, type Outcome, outcomeOf, type PaidAs, paidAs } from './paid-message.ts'

export interface NumberAsker {
  /** See `networkOf`. */
  network: string
  /** See `requireBotCheck`. */
  botCheck?: string
}

/**
 * Asks for a proof of work before an SMS to a new number, a dearer one the nearer a limit is. Nobody is asked for one in
 * vain: where no SMS would be sent, that is said at once. An e-mail address is let through.
 *
 * @throws Refusal `sms_country_closed`, `sms_limited`, `bot_check_required`
 */
export async function admitNewNumber(deps: Deps, identifier: Identifier, asker: NumberAsker): Promise<void> {
  if (identifier.kind === 'email') return
  const as = await openNumber(deps, identifier)
  const sums = await findSums(deps.db, deps, as)
  const outcome = outcomeOf(sums, mostADay(deps.config, as.share))
  if (outcome !== 'sent') {
    await addCount(deps.db, deps, as, outcome)
    throw refusalOf(outcome)
  }
  const { network, botCheck: solution } = asker
  const purpose = 'new_number' as const
  await requireBotCheck(deps, { purpose, network, solution, isAlways: true, level: levelOf(sums) })
  await noteForBotCheck(deps, purpose, network)
}

/**
 * Counts the SMS that is about to be written, in its own commit. Call it last, after whatever else may refuse.
 *
 * @returns what its code is counted under, for `issueCode`; undefined for an e-mail address
 * @throws Refusal `sms_country_closed`, `sms_limited`
 */
export async function chargeNewNumber(deps: Deps, identifier: Identifier): Promise<PaidAs | undefined> {
  if (identifier.kind === 'email') return undefined
  const as = await openNumber(deps, identifier)
  const outcome = await countPaidMessage(deps, as)
  if (outcome !== 'sent') throw refusalOf(outcome)
  return as
}

async function openNumber(deps: Deps, { canonical }: Identifier): Promise<PaidAs> {
  const as = paidAs('strangers', canonical)
  if (isOpen(deps.config.smsCountries, as.country)) return as
  await addCount(deps.db, deps, as, 'closed')
  throw refusalOf('closed')
}

function refusalOf(outcome: Exclude<Outcome, 'sent'>): Refusal {
  return new Refusal(outcome === 'closed' ? 'sms_country_closed' : 'sms_limited')
}
