import { findAccount } from '../accounts/find-account.ts'
import { sealForAccount } from '../accounts/replace-identifier.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { Refusal } from '../platform/refusals.ts'
import { type Approval, canonicalJson, requestHashes } from './approval.ts'
import { contentContext, openRow } from './find-approval.ts'
import * as queries from './queries.ts'
import type { Content } from './schema.ts'

export interface AskApproval {
  accountId: string
  content: Content
  returnTo: string | undefined
  expiresInSeconds: number
  /** The program: the name of its API key, which a rotation leaves as it is. */
  askedBy: string
  idempotencyKey: string
}

/**
 * Asks an account's owner to approve one act. Repeated by the same program with the same idempotency key it is the same approval,
 * wherever it stands by now; another program's keys are its own.
 *
 * @throws Refusal `not_found` (no such account), `idempotency_key_reused` (for something else)
 */
export async function askApproval(deps: Deps, asked: AskApproval): Promise<Approval> {
  const { accountId, content, returnTo, expiresInSeconds, askedBy } = asked
  if (!(await findAccount(deps, accountId))) throw new Refusal('not_found')
  const id = { accountId, approvalId: newId() }
  const row = await deps.db.transaction(async (tx) => {
    const plain = JSON.stringify({ content, returnTo })
    const sealed = await sealForAccount(tx, deps, accountId, plain, contentContext(id))
    const now = deps.clock.now()
    return findOrInsert(tx, asked, [id.approvalId, askedBy, sealed, now, secondsAfter(now, expiresInSeconds)])
  })
  if (!row) throw new Error('an approval that was just asked for is not there')
  const approval = await openRow(deps, accountId, row)
  if (!isSame(approval, asked)) throw new Refusal('idempotency_key_reused')
  return approval
}

/** Whoever was first wrote it, under one of the two hashes: this program's row is there in the end. */
async function findOrInsert(tx: Tx, asked: AskApproval, values: unknown[]): Promise<queries.ApprovalRow | undefined> {
  const { accountId, askedBy, idempotencyKey } = asked
  const hashes = requestHashes(askedBy, idempotencyKey)
  const find = async () => (await tx.query(queries.findByRequest, [accountId, ...hashes, askedBy]))[0]
  let row = await find()
  for (const hash of hashes) {
    if (row) return row
    await tx.execute(queries.insert, [accountId, hash, ...values])
    row = await find()
  }
  return row
}

function isSame(approval: Approval, asked: AskApproval): boolean {
  return canonicalJson(approval.content) === canonicalJson(asked.content) && approval.returnTo === asked.returnTo
}
