// A code to one of the account's addresses, for whoever has its session: the password alone neither binds a first factor nor adds an
// address, and a factor alone renews no phrase. One open code a session.
import { requireEstablished } from '../accounts/established.ts'
import { findProfile, type StoredIdentifier } from '../accounts/find-profile.ts'
import { type Identifier, lookupForm } from '../accounts/identifier.ts'
import { listIdentifiers } from '../accounts/list-identifiers.ts'
import { lockAccount } from '../accounts/replace-identifier.ts'
import type { Locale } from '../accounts/schema.ts'
import { recordActivity } from '../activity/record-activity.ts'
import type { CodeSubject } from '../codes/code.ts'
import { type IssuedCode, requireResendDue } from '../codes/issue-code.ts'
import { sendOwnCode, spendOwnCode } from '../codes/send-own-code.ts'
import { consumeCode, verifyCode } from '../codes/verify-code.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { proveAddressInSession } from '../sessions/address-proof.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import type { Session } from '../sessions/session.ts'

export interface SentCode {
  /** The address it went to. */
  stored: StoredIdentifier
  code: Pick<IssuedCode, 'expiresAt' | 'resendAt'>
}

interface Destination {
  /** Every address of the account. */
  all: StoredIdentifier[]
  stored: StoredIdentifier
  to: Identifier
  subject: CodeSubject
  locale: Locale
}

async function getDestination(deps: Deps, session: Session, identifierId: string): Promise<Destination> {
  const { accountId, sessionId } = session
  const profile = await findProfile(deps, deps.db, accountId)
  if (!profile) throw new Refusal('session_required')
  const all = profile.openIdentifiers()
  const stored = all.find((identifier) => identifier.identifierId === identifierId)
  if (!stored) throw new Refusal('not_found')
  const { kind, address } = stored
  const to = { kind, address, canonical: lookupForm(kind, address) }
  const subject = { accountId, purpose: 'step_up', subjectId: sessionId, destination: to.canonical } as const
  return { all, stored, to, subject, locale: profile.locale as Locale }
}

/**
 * Sends a code, or a new one: the one before is dead.
 *
 * @param identifierId which of the account's addresses it goes to
 * @param network see `networkOf`
 * @throws Refusal `not_found` (no such address), `identifier_too_new`, `code_too_soon`, `too_many_codes`, `sms_limited`
 */
export async function sendAddressCode(
  deps: Deps,
  session: Session,
  identifierId: string,
  network: string,
): Promise<SentCode> {
  const { all, stored, to, subject, locale } = await getDestination(deps, session, identifierId)
  requireEstablished(all, stored, deps.clock.now())
  await requireResendDue(deps, subject)
  const paidAs = await spendOwnCode(deps, subject, to, network)
  const sending = { to, locale, template: 'step_up_code', paidAs } as const
  return { stored, code: await deps.db.transaction((tx) => sendOwnCode(tx, deps, subject, sending)) }
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
 * @throws Refusal `not_found` (no such address, or no more), `code_wrong`, `code_replaced`, `code_expired`, `code_spent`,
 *   `code_used`, `too_many_attempts`, `session_required` (it ended meanwhile)
 */
export async function proveAddress(deps: Deps, proving: ProveAddress): Promise<OpenedSession> {
  const { session, token, identifierId, code } = proving
  const { accountId, sessionId } = session
  const { subject } = await getDestination(deps, session, identifierId)
  const codeId = await verifyCode(deps, subject, code)
  return deps.db.transaction(async (tx) => {
    // First, as everywhere: the address may be given up in this moment, because somebody else reads what is sent there.
    await lockAccount(tx, accountId)
    const all = await listIdentifiers(deps, tx, accountId)
    if (!all.some((each) => each.identifierId === identifierId)) throw new Refusal('not_found')
    const renewed = await proveAddressInSession(tx, deps, session, token)
    if (!renewed) throw new Refusal('session_required')
    if (!(await consumeCode(tx, deps, subject, codeId, 'signed-in'))) throw new Refusal('code_used')
    await recordActivity(tx, deps, { accountId, kind: 'stepped_up_with_code', sessionId })
    return renewed
  })
}
