import { recordActivity } from '../activity/record-activity.ts'
import { distrustDevices } from '../devices/known-devices.ts'
import { recordEvent } from '../events/record-event.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { enrolRecoveryKey } from '../recovery-key/enrol-recovery-key.ts'
import { isPhrase, parsePhrase } from '../recovery-key/recovery-key.ts'
import { hasAddressProof } from '../sessions/address-proof.ts'
import { isSessionInForce } from '../sessions/find-session.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import { type Applying, apply, finish, requireUnchanged } from './apply-change.ts'
import { type Change, getChange } from './change.ts'
import { forgetAuthenticatorChanges } from './forget-authenticator-changes.ts'

/**
 * The phrase, entered back whole: the person has it. With that the change is done, and every other of the account has ended.
 *
 * @returns the session that goes on; undefined when only the phrase was renewed, and it goes on as it was
 * @throws Refusal `flow_ended`, `wrong_state`, `recovery_key_mistyped`, `recovery_key_wrong`, `totp_enrolled`,
 *   `session_required` (it ended meanwhile)
 */
export async function confirmPhrase(
  deps: Deps,
  asked: Omit<Applying, 'change'> & { changeId: string },
  typed: string,
): Promise<OpenedSession | undefined> {
  const change = await getChange(deps, asked.session, asked.changeId, 'phrase')
  requireEnteredBack(change, typed)
  return deps.db.transaction(async (tx) => {
    await requireUnchanged(tx, deps, change)
    if (change.kind !== 'renew_phrase') return apply(tx, deps, { ...asked, change })
    await renew(tx, deps, { ...asked, change })
  })
}

/** Nothing is guarded by this but the person from themselves: it costs no try. */
export function requireEnteredBack({ accountId, phrase }: Change, typed: string): void {
  const data = parsePhrase(typed)
  if (!data) throw new Refusal('recovery_key_mistyped')
  if (!phrase || !isPhrase(accountId, phrase, data)) throw new Refusal('recovery_key_wrong')
}

async function renew(tx: Tx, deps: Deps, { change, session, device }: Applying): Promise<void> {
  const { accountId, phrase } = change
  if (!phrase) throw new Error('no phrase is pending')
  // The owner may have ended it since this began, because somebody else has it.
  if (!(await isSessionInForce(tx, deps, session))) throw new Refusal('session_required')
  // The address that was proven for it may have been given up since, because somebody else reads what is sent there.
  if (!(await hasAddressProof(tx, session))) throw new Refusal('flow_ended')
  await finish(tx, deps, change)
  // What was begun by somebody else would put another phrase, or another app, in the place of the owner's.
  await forgetAuthenticatorChanges(tx, accountId)
  await enrolRecoveryKey(tx, deps, accountId, phrase)
  await distrustDevices(tx, accountId)
  await recordEvent(tx, deps, accountId, { type: 'account.recovery_key.changed', data: {} })
  await recordActivity(tx, deps, {
    accountId,
    kind: 'recovery_key_renewed',
    sessionId: session.sessionId,
    device,
  })
  await tellOwner(tx, deps, { accountId, event: 'recovery_key_renewed', device })
}
