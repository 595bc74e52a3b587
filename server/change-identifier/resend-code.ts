import { findOwner } from '../accounts/find-owner.ts'
import { findProfile, type Profile } from '../accounts/find-profile.ts'
import { requireResendDue } from '../codes/issue-code.ts'
import { admitNewNumber, type NumberAsker } from '../paid-messages/new-number.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { Session } from '../sessions/session.ts'
import { asIdentifier, type Change, codeSubject, getChange, isSame, proofsOf, sealPlan } from './change.ts'
import * as queries from './queries.ts'
import { type SentCode, sendChangeCode, spendBudgets } from './send-code.ts'

/**
 * Sends a new code for the step the change is in; the one before is dead.
 *
 * @throws Refusal `flow_ended`, `code_too_soon`, `bot_check_required`, `sms_country_closed`, `sms_limited`, `too_many_codes`
 */
export async function resendChangeCode(
  deps: Deps,
  session: Session,
  changeId: string,
  asker: NumberAsker,
): Promise<SentCode> {
  const change = await getChange(deps, session, changeId, 'resend')
  const profile = await getProfile(deps, session)
  const isOwn = profile.openIdentifiers().some((stored) => isSame(asIdentifier(stored), change.proof))
  if (!isOwn) throw new Refusal('flow_ended') // given up since: what it proved, or was to prove, counts no more
  return send(deps, change, profile, asker)
}

/**
 * Sends the code of the first step to the account's other address, for whoever has lost the one they change; or back.
 *
 * @throws Refusal `flow_ended`, `wrong_state`, `identifier_too_new`, `code_too_soon`, `sms_limited`, `too_many_codes`
 */
export async function sendToOtherAddress(
  deps: Deps,
  session: Session,
  changeId: string,
  network: string,
): Promise<SentCode> {
  const change = await getChange(deps, session, changeId, 'other_channel')
  const profile = await getProfile(deps, session)
  const all = profile.openIdentifiers()
  const other = all.find((stored) => !isSame(asIdentifier(stored), change.proof))
  // A removal is proven by the address that stays, and by no other.
  if (!other || !change.next) throw new Refusal('wrong_state', { state: change.state })
  if (!proofsOf(all, change.old, deps.clock.now()).includes(other)) throw new Refusal('identifier_too_new')
  return send(deps, { ...change, proof: asIdentifier(other) }, profile, { network })
}

async function send(deps: Deps, change: Change, profile: Profile, asker: NumberAsker): Promise<SentCode> {
  const { accountId, changeId, next, state } = change
  await requireResendDue(deps, codeSubject(change))
  if (state === 'new' && next) await admitNewNumber(deps, next, asker)
  const paidAs = await spendBudgets(deps, change, asker.network)
  const owner = state === 'new' && next ? await findOwner(deps, next) : undefined
  return deps.db.transaction(async (tx) => {
    if (state === 'old')
      await tx.execute(queries.redirect, [accountId, changeId, sealPlan(deps, accountId, changeId, change)])
    return sendChangeCode(tx, deps, change, profile, { owner, paidAs })
  })
}

async function getProfile(deps: Deps, { accountId }: Session): Promise<Profile> {
  const profile = await findProfile(deps, deps.db, accountId)
  if (!profile) throw new Refusal('session_required')
  return profile
}
