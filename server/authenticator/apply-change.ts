import { findAccount } from '../accounts/find-account.ts'
import type { StoredIdentifier } from '../accounts/find-profile.ts'
import { lookupForm } from '../accounts/identifier.ts'
import { listIdentifiers } from '../accounts/list-identifiers.ts'
import { raiseCredentialVersion } from '../accounts/raise-credential-version.ts'
import { lockAccount } from '../accounts/replace-identifier.ts'
import type { Factor } from '../accounts/schema.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { endCodes } from '../codes/verify-code.ts'
import { endDevices } from '../devices/known-devices.ts'
import { recordEvent } from '../events/record-event.ts'
import { startHold } from '../holds/holds.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import { endUselessPasskeys } from '../passkeys/end-passkeys.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { enrolRecoveryKey, removeRecoveryKey } from '../recovery-key/enrol-recovery-key.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import { carrySession } from '../sessions/renew-session.ts'
import { revokeOtherSessions } from '../sessions/revoke-sessions.ts'
import type { Device, Session } from '../sessions/session.ts'
import { enrolTotp, removeTotp } from '../totp/enrol-totp.ts'
import type { Change } from './change.ts'
import * as queries from './queries.ts'

export interface Applying {
  session: Session
  /** Of the session. */
  token: string
  change: Change
  device: Device
  /** The account's known device it comes from. */
  deviceId: string | undefined
}

/** What happened, by the kind of change: the same word names activity, hold and notice. */
const happened = {
  bind: 'authenticator_bound',
  change: 'authenticator_changed',
  remove: 'authenticator_removed',
} as const

/**
 * Makes a change of a session true, all of it or nothing: new key and phrase, or none. All that the credentials of before had
 * opened ends, with the first factor the other devices too; this session goes on under a new token. Call it in the transaction
 * that proves the last step.
 *
 * @throws Refusal `flow_ended`, `session_required`
 */
export async function apply(tx: Tx, deps: Deps, applying: Applying): Promise<OpenedSession> {
  const { session, token, change, device } = applying
  const { accountId, kind, credentialVersion } = change
  if (kind === 'replace' || kind === 'renew_phrase') throw new Error(`${kind} is not applied here`)
  await finish(tx, deps, change)
  if (!(await raiseCredentialVersion(tx, accountId, credentialVersion))) throw new Refusal('flow_ended')
  await putCredentials(tx, deps, change)
  const carried = await carrySession(tx, deps, session, token, credentialVersion, kind === 'remove' ? undefined : 'otp')
  if (!carried) throw new Refusal('session_required')
  await revokeOtherSessions(tx, deps, accountId, session.sessionId)
  await endCodes(tx, deps, accountId)
  if (kind === 'remove' && (await endUselessPasskeys(tx, accountId))) {
    await recordActivity(tx, deps, { accountId, kind: 'passkey_removed', sessionId: session.sessionId, device })
    await tellOwner(tx, deps, { accountId, event: 'passkey_removed', device })
  }
  const what = happened[kind]
  await startHold(tx, deps, accountId, what)
  const factors = await recordFactors(tx, deps, accountId)
  // Each would have tries of its own (promise P3), and whoever knew the password alone had as many devices as they liked.
  if (kind === 'bind' && factors.length === 1) await endDevices(tx, deps, accountId, session.deviceId)
  await recordActivity(tx, deps, { accountId, kind: what, sessionId: session.sessionId, device })
  await tellOwner(tx, deps, { accountId, event: what, device })
  return { ...carried, session: { ...carried.session, factors } }
}

/** The change is over, once: with the phrase that was entered back, if it has one. @throws Refusal `flow_ended` */
export async function finish(tx: Queryable, { clock }: Pick<Deps, 'clock'>, change: Change): Promise<void> {
  const { accountId, changeId, state, phrase } = change
  const values = [accountId, changeId, state, clock.now(), phrase?.recoveryKeyId ?? null]
  if ((await tx.execute(queries.finish, values)) === 0) throw new Refusal('flow_ended')
}

/** The key and the phrase that were pending are the account's from now on, or both are gone. */
export async function putCredentials(tx: Tx, deps: Deps, change: Change): Promise<void> {
  const { accountId, kind, pending, phrase } = change
  if (kind === 'remove') {
    await removeTotp(tx, accountId)
    return removeRecoveryKey(tx, accountId)
  }
  const { secretId, key, step } = pending ?? {}
  if (!secretId || !key || step === undefined) throw new Error('a change without a confirmed key')
  await enrolTotp(tx, deps, accountId, { secretId, key, step })
  if (phrase) await enrolRecoveryKey(tx, deps, accountId, phrase)
}

/** Operators' programs hear which factors the account has now. @returns them */
export async function recordFactors(tx: Queryable, deps: Deps, accountId: string): Promise<Factor[]> {
  const factors = (await findAccount({ db: tx }, accountId))?.factors ?? []
  await recordEvent(tx, deps, accountId, { type: 'account.factors.changed', data: { factors } })
  return factors
}

/**
 * What the proofs of a change rest on, asked once more now that nothing can change under them: the credentials, and the address
 * that a code went to, which may have been given up because somebody else reads what is sent there.
 *
 * @throws Refusal `flow_ended`, `totp_enrolled` (bound meanwhile, in another place)
 */
export async function requireUnchanged(tx: Queryable, deps: Deps, change: Change): Promise<void> {
  const account = await lockAccount(tx, change.accountId)
  const isSame = account?.credentialVersion === change.credentialVersion && !account.frozenAt
  if (!isSame)
    throw new Refusal(change.kind === 'bind' && account?.factors.includes('totp') ? 'totp_enrolled' : 'flow_ended')
  if (change.destination) requireOwn(change, await listIdentifiers(deps, tx, change.accountId))
}

/** That the address of the code is one of these, the account's own. @throws Refusal `flow_ended` */
export function requireOwn({ destination }: Change, stored: readonly StoredIdentifier[]): void {
  const isOwn = ({ kind, address }: StoredIdentifier) =>
    kind === destination?.kind && lookupForm(kind, address) === destination.canonical
  if (!stored.some(isOwn)) throw new Refusal('flow_ended')
}
