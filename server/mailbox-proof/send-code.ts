import { identifierLookups } from '../accounts/find-account.ts'
import type { Profile } from '../accounts/find-profile.ts'
import { lookupForm } from '../accounts/identifier.ts'
import { findPhrase } from '../accounts/phrase.ts'
import type { Locale } from '../accounts/schema.ts'
import { issueCode, issueCodeAgain } from '../codes/issue-code.ts'
import type { CodeTimes } from '../codes/shared-code.ts'
import { spendAddressBudgetQuietly } from '../codes/spend-code-budget.ts'
import { refundBudget, spendBudgetQuietly } from '../limits/spend-budget.ts'
import { enqueueMessage } from '../outbox/enqueue-message.ts'
import { chargeOwnNumber } from '../paid-messages/own-number.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import type { MailboxFlow } from './flow.ts'
import { codeSubject } from './flow.ts'

/** Far longer than it takes to make a code. */
const TURN_SECONDS = 10

/**
 * In the place of one that is over, at once: after that it is waited for as any other is. No stranger uses these up, since a code is over by
 * its owner's doing; who has an account could have their own number sent SMS after SMS.
 */
const AGAIN = { name: 'codes-shared-again', most: policy.codesPerHour, windowSeconds: 3600 }

const templates = { sign_in: 'sign_in_code', recovery_mailbox: 'recovery_mailbox_code' } as const

/**
 * Makes the next code of an address and writes it to the account: by mail if it has a mail address, since that is free and
 * follows no stolen SIM card, or to the other address where that is asked for. Without an account, or where no SMS may be sent, the same is done for nobody.
 *
 * @param age least age of the last one in seconds, or `again` in the place of one that is over
 * @returns undefined when another request was quicker, or too many were used of late to be followed at once
 */
export async function sendCode(
  deps: Deps,
  flow: MailboxFlow,
  profile: Profile | undefined,
  locale: Locale,
  age: number | 'again',
): Promise<CodeTimes | undefined> {
  // Before anything is counted: of a crowd that asks in one instant, one causes a message. Once it is made, its age says so; a server
  // that ended between the two holds nobody up for long.
  const turn = {
    name: age === 'again' ? 'shared-code-again' : 'shared-code-turn',
    most: 1,
    windowSeconds: TURN_SECONDS,
  }
  const subject = [flow.addressId]
  if ((await spendBudgetQuietly(deps, turn, subject)) !== undefined) return undefined
  if (age === 'again' && (await spendBudgetQuietly(deps, AGAIN, subject)) !== undefined) return undefined
  try {
    return await send(deps, flow, profile, locale, age)
  } catch (error) {
    await refundBudget(deps.db, deps, turn, subject)
    throw error
  }
}

async function send(
  deps: Deps,
  flow: MailboxFlow,
  profile: Profile | undefined,
  locale: Locale,
  age: number | 'again',
): Promise<CodeTimes | undefined> {
  const identifiers = profile?.openIdentifiers() ?? []
  const first = identifiers.find(({ kind }) => kind === 'email') ?? identifiers[0]
  const other = flow.toOther ? identifiers.find((each) => each !== first) : undefined
  const stored = other ?? first
  const { kind, canonical } = stored
    ? { ...stored, canonical: lookupForm(stored.kind, stored.address) }
    : flow.identifier
  const [destinationLookup] = identifierLookups(deps.keys, { kind, canonical })
  // By what was typed and asked for alone: an account found by its mail address is written to there first.
  const isWithin = !flow.toOther || (await isElsewhereWithin(deps, flow, canonical))
  const isSms = stored !== undefined && kind === 'phone' && isWithin
  const asked = flow.identifier
  const paidAs =
    asked.kind === 'phone' || flow.toOther
      ? await chargeOwnNumber(deps, isSms ? canonical : undefined, asked.canonical)
      : undefined
  const isSent = stored !== undefined && isWithin && (kind === 'email' || paidAs !== undefined)
  return deps.db.transaction(async (tx) => {
    const subject = codeSubject(flow)
    const issued =
      age === 'again'
        ? await issueCodeAgain(tx, deps, subject, paidAs)
        : await issueCode(tx, deps, subject, { waitSeconds: age, paidAs })
    if (!issued) return undefined
    const phrase = await findPhrase(deps, tx, profile?.accountId)
    await enqueueMessage(tx, deps, {
      accountId: flow.accountId,
      channel: kind === 'email' ? 'email' : 'sms',
      to: stored?.address ?? '',
      destinationLookup,
      locale: (profile?.locale ?? locale) as Locale,
      template: templates[flow.purpose],
      // What nobody is sent, nobody could read: a decoy keeps no code.
      data: { code: isSent ? issued.code : '' },
      phrase,
      expiresAt: issued.expiresAt,
      isPaid: paidAs !== undefined,
      decoy: !isSent,
    })
    return issued
  })
}

/**
 * Spends what the other address may be sent in a day. Quietly: that there is another address, or who has it,
 * shows nowhere. The first place has no such limit, or a stranger could use it up and leave the owner without a code.
 */
async function isElsewhereWithin(
  deps: Deps,
  { purpose, identifier: { canonical: typed } }: MailboxFlow,
  canonical: string,
): Promise<boolean> {
  const address = canonical === typed ? `other than ${typed}` : canonical
  return (await spendAddressBudgetQuietly(deps, purpose, address)) === undefined
}
