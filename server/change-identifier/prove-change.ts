import { findOwner } from '../accounts/find-owner.ts'
import { findProfile } from '../accounts/find-profile.ts'
import { listIdentifiers, type StoredIdentifier } from '../accounts/list-identifiers.ts'
import { refusalOfTaken } from '../accounts/refusal-of-taken.ts'
import { lockAccount, putIdentifier, removeIdentifier } from '../accounts/replace-identifier.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { consumeCode, giveBackTry, verifyCode } from '../codes/verify-code.ts'
import { distrustDevices } from '../devices/known-devices.ts'
import { recordEvent } from '../events/record-event.ts'
import { startHold } from '../holds/holds.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import { forgetAddressProofs } from '../sessions/address-proof.ts'
import { announceChange } from '../sessions/announce-change.ts'
import { isSessionInForce } from '../sessions/find-session.ts'
import type { Device, Session } from '../sessions/session.ts'
import { asIdentifier, type Change, codeSubject, getChange, isSame } from './change.ts'
import * as queries from './queries.ts'
import { type SentCode, sendChangeCode, spendBudgets } from './send-code.ts'
import { tellOfChange } from './tell-of-change.ts'

export interface ProveChange {
  changeId: string
  code: string
  device: Device
  /** See `networkOf`. */
  network: string
}

/**
 * Takes a change a step on with the code that was sent: from the address proven to the new one, which is then sent a code of
 * its own; with that one, or for a removal at once, it is done. Withdrawals pause, no device is trusted any more, and every
 * address is told, the old one with a link that puts it back.
 *
 * @returns the code sent to the new address; undefined when it is done
 * @throws Refusal `flow_ended`, `code_wrong`, `code_replaced`, `code_expired`, `code_spent`, `code_used`, `too_many_attempts`,
 *   `too_many_codes`, `sms_country_closed`, `sms_limited`, `identifier_taken` and `identifier_kept` (proven, so this may be said),
 *   `wrong_state`, `session_required` (it ended meanwhile)
 */
export async function proveChange(
  deps: Deps,
  session: Session,
  { changeId, code, device, network }: ProveChange,
): Promise<SentCode | undefined> {
  const change = await getChange(deps, session, changeId, 'code')
  const codeId = await verifyCode(deps, codeSubject(change), code)
  if (change.state === 'old' && change.next) return goOn(deps, session, change, codeId, network)
  await deps.db.transaction((tx) => apply(tx, deps, session, change, codeId, device))
}

/** The old address is proven; the new one is next. */
async function goOn(deps: Deps, session: Session, change: Change, codeId: string, network: string): Promise<SentCode> {
  const { accountId, changeId, next } = change
  const following: Change = { ...change, state: 'new' }
  const paidAs = await spendBudgets(deps, following, network).catch(async (error: unknown) => {
    await giveBackTry(deps, codeSubject(change), codeId)
    throw error
  })
  const owner = next && (await findOwner(deps, next))
  const profile = await findProfile(deps, deps.db, accountId)
  if (!profile) throw new Refusal('session_required')
  return deps.db.transaction(async (tx) => {
    await requireUnchanged(tx, deps, session, change)
    if ((await tx.execute(queries.advance, [accountId, changeId, deps.clock.now()])) === 0)
      throw new Refusal('wrong_state', { state: 'new' })
    if (!(await consumeCode(tx, deps, codeSubject(change), codeId, 'signed-in'))) throw new Refusal('code_used')
    return sendChangeCode(tx, deps, following, profile, { owner, paidAs })
  })
}

/** All of it or nothing. The account is locked first: of two changes at once one is made, the other finds it made. */
async function apply(
  tx: Tx,
  deps: Deps,
  session: Session,
  change: Change,
  codeId: string,
  device: Device,
): Promise<void> {
  const { accountId, changeId, identifierId, old, next, state } = change
  const now = deps.clock.now()
  const stored = await requireUnchanged(tx, deps, session, change)
  if ((await tx.execute(queries.finish, [accountId, changeId, state, now])) === 0) throw new Refusal('flow_ended')
  if (!(await consumeCode(tx, deps, codeSubject(change), codeId, 'signed-in'))) throw new Refusal('code_used')
  const reservedUntil = secondsAfter(now, policy.identifierUndoSeconds)
  if (!(await removeIdentifier(tx, accountId, identifierId, reservedUntil))) throw new Refusal('flow_ended')
  const { kindSince } = stored
  const put = next ? await putIdentifier(tx, deps, accountId, next, { kindSince }) : 'added'
  if (next && put === 'taken') throw await refusalOfTaken(tx, deps, next)
  if (put !== 'added') throw new Refusal('identifier_kind_taken')
  const what = next ? ('identifier_changed' as const) : ('identifier_removed' as const)
  await distrustDevices(tx, accountId)
  await forgetAddressProofs(tx, accountId)
  await startHold(tx, deps, accountId, what)
  await recordEvent(tx, deps, accountId, { type: 'account.identifiers.changed', data: { kinds: [old.kind] } })
  await recordActivity(tx, deps, { accountId, kind: what, sessionId: session.sessionId, device })
  await tellOfChange(tx, deps, { accountId, old: stored, next, device })
  await announceChange(tx, accountId)
}

/** Everything the proofs rest on, and the session, asked once more now that nothing can change under them. @returns what is changed */
async function requireUnchanged(tx: Tx, deps: Deps, session: Session, change: Change): Promise<StoredIdentifier> {
  const account = await lockAccount(tx, change.accountId)
  const all = await listIdentifiers(deps, tx, change.accountId)
  const stored = all.find(({ identifierId }) => identifierId === change.identifierId)
  const isUnchanged = account?.credentialVersion === change.credentialVersion && hasProof(all, change)
  if (!stored || !isUnchanged) throw new Refusal('flow_ended')
  if (!(await isSessionInForce(tx, deps, session))) throw new Refusal('session_required')
  return stored
}

function hasProof(all: StoredIdentifier[], { proof }: Change): boolean {
  return all.some((stored) => isSame(asIdentifier(stored), proof))
}
