import { requireEstablished } from '../accounts/established.ts'
import { findProfile, type Profile } from '../accounts/find-profile.ts'
import type { Identifier } from '../accounts/identifier.ts'
import { admitNewNumber, type NumberAsker } from '../paid-messages/new-number.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { Session } from '../sessions/session.ts'
import { asIdentifier, type Change, type ChangePlan, isSame, sealPlan } from './change.ts'
import * as queries from './queries.ts'
import { type SentCode, sendChangeCode, spendBudgets } from './send-code.ts'

export interface StartChange extends NumberAsker {
  identifierId: string
  /** What it becomes; undefined: it is removed. */
  next?: Identifier
}

/**
 * Begins to change or to remove an address: sends a code to the one to be changed, or to the one that stays.
 *
 * @throws Refusal `not_found`, `request_invalid` (it would become another kind), `identifier_same`, `last_identifier`,
 *   `identifier_too_new` (the one that stays), `bot_check_required`, `sms_country_closed`, `sms_limited`, `too_many_codes`
 */
export async function startChange(
  deps: Deps,
  session: Session,
  { identifierId, next, network, botCheck }: StartChange,
): Promise<SentCode> {
  const { accountId, sessionId } = session
  const profile = await findProfile(deps, deps.db, accountId)
  if (!profile) throw new Refusal('session_required')
  const plan = planOf(profile, identifierId, next, deps.clock.now())
  const { credentialVersion } = profile
  const changeId = newId()
  const change: Change = { ...plan, accountId, changeId, identifierId, state: 'old', credentialVersion }
  // The new number's code is sent once the old address is proven; whether it can be is settled here.
  if (next) await admitNewNumber(deps, next, { network, botCheck })
  const paidAs = await spendBudgets(deps, change, network)
  const expiresAt = secondsAfter(deps.clock.now(), policy.flowTtlSeconds)
  return deps.db.transaction(async (tx) => {
    const sealed = sealPlan(deps, accountId, changeId, plan)
    const values = [accountId, changeId, sessionId, identifierId, sealed, credentialVersion, expiresAt]
    await tx.execute(queries.insert, values)
    return sendChangeCode(tx, deps, change, profile, { paidAs })
  })
}

function planOf(profile: Profile, identifierId: string, next: Identifier | undefined, now: Date): ChangePlan {
  const all = profile.openIdentifiers()
  const stored = all.find((identifier) => identifier.identifierId === identifierId)
  if (!stored) throw new Refusal('not_found')
  const old = asIdentifier(stored)
  const other = all.find((identifier) => identifier !== stored)
  if (!next) {
    if (!other) throw new Refusal('last_identifier')
    requireEstablished(all, other, now)
    return { old, proof: asIdentifier(other) }
  }
  if (next.kind !== old.kind)
    throw new Refusal('request_invalid', { fields: [{ field: 'identifier', code: 'invalid' }] })
  if (isSame(next, old)) throw new Refusal('identifier_same')
  return { old, proof: old, next }
}
