import { findAccount } from '../accounts/find-account.ts'
import { sealForAccount } from '../accounts/replace-identifier.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { Refusal } from '../platform/refusals.ts'
import { type Approval, canonicalJson, hashRequestKey } from './approval.ts'
import { contentContext, openRow } from './find-approval.ts'
import * as queries from './queries.ts'
import type { Content } from './schema.ts'

export interface AskApproval {
  accountId: string
  content: Content
  returnTo: string | undefined
  expiresInSeconds: number
  /** Name of the API key. */
  askedBy: string
  idempotencyKey: string
}

/**
 * Asks an account's owner to approve one act. Repeated with the same idempotency key it is the same approval, wherever it
 * stands by now.
 *
 * @throws Refusal `not_found` (no such account), `idempotency_key_reused` (for something else)
 */
export async function askApproval(deps: Deps, asked: AskApproval): Promise<Approval> {
  const { accountId, content, returnTo, expiresInSeconds, askedBy } = asked
  if (!(await findAccount(deps, accountId))) throw new Refusal('not_found')
  const requestHash = hashRequestKey(asked.idempotencyKey)
  const id = { accountId, approvalId: newId() }
  const row = await deps.db.transaction(async (tx) => {
    const plain = JSON.stringify({ content, returnTo })
    const sealed = await sealForAccount(tx, deps, accountId, plain, contentContext(id))
    const now = deps.clock.now()
    const times = [now, secondsAfter(now, expiresInSeconds)]
    await tx.execute(queries.insert, [accountId, id.approvalId, requestHash, askedBy, sealed, ...times])
    // Whoever was first wrote it: the row is there in any case.
    return (await tx.query(queries.findByRequest, [accountId, requestHash]))[0]
  })
  if (!row) throw new Error('an approval that was just asked for is not there')
  const approval = await openRow(deps, accountId, row)
  if (!isSame(approval, asked)) throw new Refusal('idempotency_key_reused')
  return approval
}

function isSame(approval: Approval, asked: AskApproval): boolean {
  return canonicalJson(approval.content) === canonicalJson(asked.content) && approval.returnTo === asked.returnTo
}
