import { findAccount } from '../accounts/find-account.ts'
import type { Identifier } from '../accounts/identifier.ts'
import type { CodeSubject } from '../codes/code.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { Session } from '../sessions/session.ts'
import * as queries from './queries.ts'

/** An identifier being added to an account: by one session, which alone may go on with it. */
export interface Addition {
  additionId: string
  identifier: Identifier
  /** Of the account when it began: whatever changes the credentials ends it, also where its session goes on. */
  credentialVersion: number
}

/** What an addition is about, at rest: sealed, and bound to it. */
export function sealAddition({ keys }: Deps, accountId: string, { additionId, ...about }: Addition): Buffer {
  return keys.seal('code', Buffer.from(JSON.stringify(about)), ['identifier_addition', accountId, additionId])
}

/** @throws Refusal `flow_ended` when this session has no such addition in force */
export async function getAddition(deps: Deps, session: Session, additionId: string): Promise<Addition> {
  const { accountId, sessionId } = session
  const [[row], account] = await Promise.all([
    deps.db.query(queries.find, [accountId, additionId, sessionId, deps.clock.now()]),
    findAccount(deps, accountId),
  ])
  if (!row) throw new Refusal('flow_ended')
  const plain = deps.keys.open('code', row.sealed, ['identifier_addition', accountId, additionId])
  const addition: Addition = { additionId, ...JSON.parse(plain.toString()) }
  if (addition.credentialVersion !== account?.credentialVersion) throw new Refusal('flow_ended')
  return addition
}

/** Which code proves the address of this addition, and nothing else. */
export function codeSubject(accountId: string, { additionId, identifier }: Addition): CodeSubject {
  return { accountId, purpose: 'add_identifier', subjectId: additionId, destination: identifier.canonical }
}
