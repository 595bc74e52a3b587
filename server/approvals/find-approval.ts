import { openForAccount } from '../accounts/replace-identifier.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { type Approval, type ApprovalId, formatApprovalId } from './approval.ts'
import { stateAt } from './journey.ts'
import * as queries from './queries.ts'

export const contentContext = ({ accountId, approvalId }: ApprovalId) => ['approval', accountId, approvalId]
export const proofContext = ({ accountId, approvalId }: ApprovalId) => ['approval_proof', accountId, approvalId]

/** @throws Refusal `not_found` */
export async function getApproval(deps: Deps, id: ApprovalId, db: Queryable = deps.db): Promise<Approval> {
  return openRow(deps, id.accountId, await getRow(db, id), db)
}

/** Another account's is as if it were not there. @throws Refusal `not_found` */
export async function getOwnApproval(deps: Deps, accountId: string, id: ApprovalId): Promise<Approval> {
  if (id.accountId !== accountId) throw new Refusal('not_found')
  return getApproval(deps, id)
}

/** @throws Refusal `not_found` */
export async function getRow(db: Queryable, { accountId, approvalId }: ApprovalId): Promise<queries.ApprovalRow> {
  const [row] = await db.query(queries.find, [accountId, approvalId])
  if (!row) throw new Refusal('not_found')
  return row
}

export async function openRow(
  deps: Deps,
  accountId: string,
  row: queries.ApprovalRow,
  db: Queryable = deps.db,
): Promise<Approval> {
  const id = { accountId, approvalId: row.approval_id }
  const { content, returnTo } = JSON.parse(await openForAccount(db, deps, accountId, row.sealed, contentContext(id)))
  return {
    ...id,
    content,
    returnTo,
    state: stateAt(row.state, row.ends_at, deps.clock.now()),
    askedBy: row.asked_by,
    createdAt: row.created_at,
    endsAt: row.ends_at,
  }
}

/** What one program asked for is not another's to read, nor to spend. @throws Refusal `not_found`, `approval_of_another` */
export async function getRowOf(program: string, db: Queryable, id: ApprovalId): Promise<queries.ApprovalRow> {
  const row = await getRow(db, id)
  if (row.asked_by !== program) throw new Refusal('approval_of_another')
  return row
}

/**
 * An approval for the program that asked, with its proof while that is good for something.
 *
 * @param program name of its API key
 * @throws Refusal `not_found`, `approval_of_another`
 */
export async function readApproval(
  deps: Deps,
  program: string,
  id: ApprovalId,
): Promise<{ approval: Approval; proof?: string }> {
  const row = await getRowOf(program, deps.db, id)
  const approval = await openRow(deps, id.accountId, row)
  if (approval.state !== 'approved' || !row.proof_sealed) return { approval }
  return { approval, proof: await openForAccount(deps.db, deps, id.accountId, row.proof_sealed, proofContext(id)) }
}

export const idOf = (approval: ApprovalId): string => formatApprovalId(approval)
