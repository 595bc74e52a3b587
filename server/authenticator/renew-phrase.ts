import { findAccount } from '../accounts/find-account.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { Refusal } from '../platform/refusals.ts'
import { newPhrase } from '../recovery-key/recovery-key.ts'
import type { Session } from '../sessions/session.ts'
import { findTotp } from '../totp/enrol-totp.ts'
import { type Change, getChange, pendingEnd } from './change.ts'
import { phraseColumns, renewPendingPhrase, type ShownPhrase } from './confirm-key.ts'
import * as queries from './queries.ts'

/**
 * Begins a new phrase for an authenticator that stays: it is shown, and takes the old one's place once it is entered back. The
 * policy table asks for a fresh proof of the second kind, and for a code to an address: the new phrase gets the account for good.
 *
 * @throws Refusal `totp_not_enrolled`
 */
export async function startRenewal(deps: Deps, { accountId, sessionId }: Session): Promise<ShownPhrase> {
  const [account, totp] = await Promise.all([findAccount(deps, accountId), findTotp(deps, accountId)])
  if (!account) throw new Refusal('session_required')
  if (!totp || totp.isSuspended) throw new Refusal('totp_not_enrolled')
  const { credentialVersion } = account
  const { phrase, ...check } = newPhrase(accountId)
  const ids = { accountId, changeId: newId() }
  const expiresAt = pendingEnd(deps)
  const about = ['renew_phrase', 'phrase', null, ...phraseColumns(deps, ids, { phrase, ...check })]
  const values = [accountId, ids.changeId, sessionId, ...about, credentialVersion, deps.clock.now(), expiresAt]
  await deps.db.execute(queries.begin, values)
  const nothing = { destination: undefined, pending: undefined, provenId: undefined }
  const change: Change = {
    ...ids,
    ...nothing,
    kind: 'renew_phrase',
    state: 'phrase',
    phrase: check,
    credentialVersion,
    expiresAt,
  }
  return { change, phrase }
}

/** Another phrase in the place of the pending one, for a session. @throws Refusal `flow_ended`, `wrong_state` */
export async function showOtherPhrase(deps: Deps, session: Session, changeId: string): Promise<ShownPhrase> {
  return renewPendingPhrase(deps.db, deps, await getChange(deps, session, changeId, 'new_phrase'))
}

/** Closing the dialog: everything stays as it was. What another tab of the session has begun since goes on. */
export async function cancelChange(
  { db }: Pick<Deps, 'db'>,
  { accountId, sessionId }: Session,
  changeId: string,
): Promise<void> {
  await db.execute(queries.cancel, [accountId, sessionId, changeId])
}

/** Deletes changes whose time is over, a thousand a call. @returns how many */
export async function sweepAuthenticatorChanges({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  return db.execute(queries.sweep, [clock.now()])
}
