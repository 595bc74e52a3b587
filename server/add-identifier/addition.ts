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
}

/** The address of an addition at rest: sealed, and bound to it. */
export function sealAddition({ keys }: Deps, accountId: string, { additionId, identifier }: Addition): Buffer {
  return keys.seal('code', Buffer.from(JSON.stringify(identifier)), ['identifier_addition', accountId, additionId])
}

/** @throws Refusal `flow_ended` when this session has no such addition in force */
export async function getAddition(deps: Deps, session: Session, additionId: string): Promise<Addition> {
  const { accountId, sessionId } = session
  const [row] = await deps.db.query(queries.find, [accountId, additionId, sessionId, deps.clock.now()])
  if (!row) throw new Refusal('flow_ended')
  const plain = deps.keys.open('code', row.sealed, ['identifier_addition', accountId, additionId])
  return { additionId, identifier: JSON.parse(plain.toString()) }
}

/** Which code proves the address of this addition, and nothing else. */
export function codeSubject(accountId: string, { additionId, identifier }: Addition): CodeSubject {
  return { accountId, purpose: 'add_identifier', subjectId: additionId, destination: identifier.canonical }
}
