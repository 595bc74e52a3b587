import { establishedOf } from '../accounts/established.ts'
import type { Identifier } from '../accounts/identifier.ts'
import { lookupForm } from '../accounts/identifier.ts'
import type { StoredIdentifier } from '../accounts/list-identifiers.ts'
import type { CodeSubject } from '../codes/code.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { Session } from '../sessions/session.ts'
import { allows, type ChangeAction, type ChangeState } from './journey.ts'
import * as queries from './queries.ts'

/** What is sealed of a change: which address proves it, and what it becomes. */
export interface ChangePlan {
  /** As stored when this began. */
  old: Identifier
  /** Where the code of state `old` goes. */
  proof: Identifier
  /** Undefined: it is removed. */
  next?: Identifier
}

/** One change of an address under way: by one session, which alone may go on with it. */
export interface Change extends ChangePlan {
  accountId: string
  changeId: string
  identifierId: string
  state: Exclude<ChangeState, 'done'>
  /** Of the account when this began. */
  credentialVersion: number
}

export function sealPlan(
  { keys }: Deps,
  accountId: string,
  changeId: string,
  { old, proof, next }: ChangePlan,
): Buffer {
  return keys.seal('code', Buffer.from(JSON.stringify({ old, proof, next })), [
    'identifier_change',
    accountId,
    changeId,
  ])
}

/**
 * @throws Refusal `flow_ended` when this session has no such change in force, `wrong_state` when the journey does not allow
 *   the action where it stands
 */
export async function getChange(
  deps: Deps,
  { accountId, sessionId }: Session,
  changeId: string,
  action: ChangeAction,
): Promise<Change> {
  const [row] = await deps.db.query(queries.find, [accountId, changeId, sessionId, deps.clock.now()])
  if (!row) throw new Refusal('flow_ended')
  const { state, identifier_id: identifierId, credential_version: credentialVersion } = row
  if (!allows(state, action)) throw new Refusal('wrong_state', { state })
  const plan: ChangePlan = JSON.parse(
    deps.keys.open('code', row.sealed, ['identifier_change', accountId, changeId]).toString(),
  )
  return { ...plan, accountId, changeId, identifierId, state, credentialVersion }
}

/** The address whose code is open now. */
export function destinationOf({ state, proof, next }: Change): Identifier {
  if (state === 'old') return proof
  if (!next) throw new Error('a removal has no new address')
  return next
}

/** Which code takes this change a step on, and nothing else: the two steps have purposes of their own. */
export function codeSubject(change: Change): CodeSubject {
  const { accountId, changeId, state } = change
  const purpose = state === 'old' ? 'change_identifier' : 'new_identifier'
  return { accountId, purpose, subjectId: changeId, destination: destinationOf(change).canonical }
}

export function asIdentifier({ kind, address }: Pick<StoredIdentifier, 'kind' | 'address'>): Identifier {
  return { kind, address, canonical: lookupForm(kind, address) }
}

/** Those that a code may go to as the proof of a change: the one that is changed itself, or one that is not too new. */
export function proofsOf(all: readonly StoredIdentifier[], old: Identifier, now: Date): StoredIdentifier[] {
  const established = establishedOf(all, now)
  return all.filter((stored) => established.includes(stored) || isSame(asIdentifier(stored), old))
}

export const isSame = (one: Identifier, other: Identifier): boolean =>
  one.kind === other.kind && one.canonical === other.canonical
