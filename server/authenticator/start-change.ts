import { requireEstablished } from '../accounts/established.ts'
import { findProfile, type Profile } from '../accounts/find-profile.ts'
import { type Identifier, lookupForm } from '../accounts/identifier.ts'
import type { Locale } from '../accounts/schema.ts'
import { type IssuedCode, requireResendDue } from '../codes/issue-code.ts'
import { sendOwnCode, spendOwnCode } from '../codes/send-own-code.ts'
import type { PaidAs } from '../paid-messages/paid-message.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { Refusal } from '../platform/refusals.ts'
import type { Session } from '../sessions/session.ts'
import { findTotp } from '../totp/enrol-totp.ts'
import { requireOwn } from './apply-change.ts'
import { type Change, codeSubject, getChange, pendingEnd, sealPending } from './change.ts'
import * as queries from './queries.ts'

export interface SentCode {
  change: Change
  code: Pick<IssuedCode, 'expiresAt' | 'resendAt'>
}

export interface StartChange {
  kind: 'bind' | 'change' | 'remove'
  /** Which of the account's addresses the code goes to. */
  identifierId: string
  /** See `networkOf`. */
  network: string
}

/**
 * Begins to bind, change or remove the account's authenticator: sends a code to the address the person picked. What the same
 * session had begun before is over.
 *
 * @throws Refusal `not_found` (no such address), `identifier_too_new`, `totp_enrolled`, `totp_not_enrolled`, `too_many_codes`,
 *   `sms_limited`
 */
export async function startChange(deps: Deps, session: Session, asked: StartChange): Promise<SentCode> {
  const { kind, identifierId, network } = asked
  const { accountId, sessionId } = session
  const profile = await getProfile(deps, accountId)
  await requireFit(deps, accountId, kind)
  const all = profile.openIdentifiers()
  const stored = all.find((identifier) => identifier.identifierId === identifierId)
  if (!stored) throw new Refusal('not_found')
  const { address } = stored
  const now = deps.clock.now()
  requireEstablished(all, stored, now)
  const change: Change = {
    accountId,
    changeId: newId(),
    kind,
    state: 'code',
    destination: { kind: stored.kind, address, canonical: lookupForm(stored.kind, address) },
    pending: undefined,
    provenId: undefined,
    phrase: undefined,
    credentialVersion: profile.credentialVersion,
    expiresAt: pendingEnd(deps),
  }
  const paidAs = await spendCode(deps, change, network)
  return deps.db.transaction(async (tx) => {
    const destination = sealPending(deps, change, 'destination', Buffer.from(JSON.stringify(change.destination)))
    const nothing = [null, null, null]
    const about = [kind, 'code', destination, ...nothing, change.credentialVersion, now, change.expiresAt]
    await tx.execute(queries.begin, [accountId, change.changeId, sessionId, ...about])
    return sendCode(tx, deps, change, profile, paidAs)
  })
}

/**
 * Sends a new code to the same address; the one before is dead.
 *
 * @throws Refusal `flow_ended`, `wrong_state`, `code_too_soon`, `too_many_codes`, `sms_limited`
 */
export async function resendChangeCode(
  deps: Deps,
  session: Session,
  changeId: string,
  network: string,
): Promise<SentCode> {
  const change = await getChange(deps, session, changeId, 'resend')
  const profile = await getProfile(deps, session.accountId)
  requireOwn(change, profile.openIdentifiers())
  await requireResendDue(deps, codeSubject(change))
  const paidAs = await spendCode(deps, change, network)
  return deps.db.transaction((tx) => sendCode(tx, deps, change, profile, paidAs))
}

async function getProfile(deps: Deps, accountId: string): Promise<Profile> {
  const profile = await findProfile(deps, deps.db, accountId)
  if (!profile) throw new Refusal('session_required')
  return profile
}

async function requireFit(deps: Deps, accountId: string, kind: StartChange['kind']): Promise<void> {
  const bound = await findTotp(deps, accountId)
  if (kind === 'bind' && bound) throw new Refusal('totp_enrolled')
  // A suspended one proves nothing: it is replaced with the phrase.
  if (kind !== 'bind' && (!bound || bound.isSuspended)) throw new Refusal('totp_not_enrolled')
}

/** @throws Refusal `too_many_codes`, `sms_limited` */
async function spendCode(deps: Deps, change: Change, network: string): Promise<PaidAs | undefined> {
  return spendOwnCode(deps, codeSubject(change), destinationOf(change), network)
}

/** @throws Refusal `code_too_soon` */
async function sendCode(
  tx: Tx,
  deps: Deps,
  change: Change,
  { locale }: Profile,
  paidAs: PaidAs | undefined,
): Promise<SentCode> {
  const about = { to: destinationOf(change), locale: locale as Locale, template: 'authenticator_code', paidAs } as const
  return { change, code: await sendOwnCode(tx, deps, codeSubject(change), about) }
}

function destinationOf({ destination }: Change): Identifier {
  if (!destination) throw new Error('this change sends no code')
  return destination
}
