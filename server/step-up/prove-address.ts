// A code to one of the account's addresses, for whoever has its session: the password alone neither binds a first factor nor adds an
// address. One open code a session.
import { identifierLookups } from '../accounts/find-account.ts'
import { findProfile, type StoredIdentifier } from '../accounts/find-profile.ts'
import { lookupForm } from '../accounts/identifier.ts'
import { findPhrase } from '../accounts/phrase.ts'
import type { Locale } from '../accounts/schema.ts'
import { recordActivity } from '../activity/record-activity.ts'
import type { CodeSubject } from '../codes/code.ts'
import { type IssuedCode, issueCode, requireResendDue } from '../codes/issue-code.ts'
import { spendAccountBudgetQuietly, spendCodeBudget } from '../codes/spend-code-budget.ts'
import { consumeCode, verifyCode } from '../codes/verify-code.ts'
import { enqueueMessage } from '../outbox/enqueue-message.ts'
import { chargeOwnAddress } from '../paid-messages/own-number.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import { proveAddressInSession } from '../sessions/renew-session.ts'
import type { Session } from '../sessions/session.ts'

export interface SentCode {
  /** The address it went to. */
  to: StoredIdentifier
  code: Pick<IssuedCode, 'expiresAt' | 'resendAt'>
}

interface Destination {
  to: StoredIdentifier
  subject: CodeSubject
  locale: Locale
}

async function getDestination(deps: Deps, session: Session, identifierId: string): Promise<Destination> {
  const { accountId, sessionId } = session
  const profile = await findProfile(deps, deps.db, accountId)
  if (!profile) throw new Refusal('session_required')
  const to = profile.openIdentifiers().find((identifier) => identifier.identifierId === identifierId)
  if (!to) throw new Refusal('not_found')
  const destination = lookupForm(to.kind, to.address)
  const subject = { accountId, purpose: 'step_up', subjectId: sessionId, destination } as const
  return { to, subject, locale: profile.locale as Locale }
}

/**
 * Sends a code, or a new one: the one before is dead.
 *
 * @param identifierId which of the account's addresses it goes to
 * @param network see `networkOf`
 * @throws Refusal `not_found` (no such address), `code_too_soon`, `too_many_codes`, `sms_limited`
 */
export async function sendAddressCode(
  deps: Deps,
  session: Session,
  identifierId: string,
  network: string,
): Promise<SentCode> {
  const { to, subject, locale } = await getDestination(deps, session, identifierId)
  const { accountId, purpose, destination } = subject
  await requireResendDue(deps, subject)
  await spendCodeBudget(deps, { purpose, address: destination, network, ownerId: accountId })
  const wait = await spendAccountBudgetQuietly(deps, purpose, accountId)
  if (wait !== undefined) throw new Refusal('too_many_codes', { retryAfterSeconds: wait })
  const address = { kind: to.kind, address: to.address, canonical: destination }
  const paidAs = await chargeOwnAddress(deps, address)
  const [destinationLookup] = identifierLookups(deps.keys, address)
  const code = await deps.db.transaction(async (tx) => {
    const issued = await issueCode(tx, deps, subject, { paidAs })
    if (!issued) throw new Refusal('code_too_soon', { retryAfterSeconds: policy.codeResendSeconds })
    await enqueueMessage(tx, deps, {
      accountId,
      channel: to.kind === 'email' ? 'email' : 'sms',
      to: to.address,
      destinationLookup,
      locale,
      template: 'step_up_code',
      data: { code: issued.code },
      phrase: await findPhrase(deps, tx, accountId),
      expiresAt: issued.expiresAt,
      isPaid: paidAs !== undefined,
    })
    return issued
  })
  return { to, code }
}

export interface ProveAddress {
  session: Session
  /** Of the session. */
  token: string
  /** Where the code went. */
  identifierId: string
  /** Eight digits. */
  code: string
}

/**
 * Proves an address of the account with the code; the session goes on under a new token.
 *
 * @throws Refusal `not_found`, `code_wrong`, `code_replaced`, `code_expired`, `code_spent`, `code_used`, `too_many_attempts`,
 *   `session_required` (it ended meanwhile)
 */
export async function proveAddress(deps: Deps, proving: ProveAddress): Promise<OpenedSession> {
  const { session, token, identifierId, code } = proving
  const { accountId, sessionId } = session
  const { subject } = await getDestination(deps, session, identifierId)
  const codeId = await verifyCode(deps, subject, code)
  return deps.db.transaction(async (tx) => {
    const renewed = await proveAddressInSession(tx, deps, session, token)
    if (!renewed) throw new Refusal('session_required')
    if (!(await consumeCode(tx, deps, subject, codeId))) throw new Refusal('code_used')
    await recordActivity(tx, deps, { accountId, kind: 'stepped_up_with_code', sessionId })
    return renewed
  })
}
