import { lockAccount } from '../accounts/replace-identifier.ts'
import { listHolds } from '../holds/holds.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { equalInConstantTime } from '../platform/keys.ts'
import { Refusal } from '../platform/refusals.ts'
import { isSessionInForce } from '../sessions/find-session.ts'
import { type ApprovalId, hashContent, hashRequestKey } from './approval.ts'
import { getRow, getRowOf, idOf } from './find-approval.ts'
import { allows, stateAt } from './journey.ts'
import { obstacleOf } from './obstacles.ts'
import { readProof } from './proof.ts'
import type { ApprovalRow } from './queries.ts'
import * as queries from './queries.ts'
import type { Content } from './schema.ts'

export interface RedeemApproval {
  id: ApprovalId
  /** Who is about to do it: the name of its API key. */
  program: string
  /** What is about to be done, and whose it is. */
  accountId: string
  content: Content
  proof: string
  idempotencyKey: string
}

/**
 * Spends the proof of an approval, once, on however many servers. Repeated with the same idempotency key it is answered as the
 * first time, since that answer may have got lost. What began after the approval and would stop a withdrawal makes it void: a
 * freeze, a hold, other credentials, the end of the session that gave it.
 *
 * @returns when it was redeemed
 * @throws Refusal `not_found`, `approval_of_another` (another program asked for it), `proof_wrong` (not ours, or of another
 *   approval), `content_differs`, `wrong_state` (not approved, or over), `approval_void`, `approval_spent`
 */
export async function redeemApproval(deps: Deps, request: RedeemApproval): Promise<Date> {
  const { id, program, accountId, content } = request
  const { proof_id: proofId } = await getRowOf(program, deps.db, id)
  const claims = readProof(deps.keys.publicKeys(), request.proof)
  const isOurs = claims?.iss === deps.config.origin && claims.aud === program
  const isOfThis = claims?.jti === proofId && claims.approval_id === idOf(id)
  if (!claims || !isOurs || !isOfThis) throw new Refusal('proof_wrong')
  if (claims.sub !== accountId || claims.content_sha256 !== hashContent(content)) throw new Refusal('content_differs')
  return deps.db.transaction((tx) => redeem(tx, deps, request))
}

/** The account stays locked: a freeze or a change at the same time comes before this, and voids it, or after. */
async function redeem(tx: Tx, deps: Deps, { id, idempotencyKey }: RedeemApproval): Promise<Date> {
  const account = await lockAccount(tx, id.accountId)
  const row = await getRow(tx, id)
  const now = deps.clock.now()
  const requestHash = hashRequestKey(idempotencyKey)
  if (row.state === 'redeemed') return repeated(row, requestHash)
  const state = stateAt(row.state, row.ends_at, now)
  if (!allows(state, 'redeem')) throw new Refusal('wrong_state', { state })
  const { session_id: sessionId, credential_version: credentialVersion } = row
  const isProven =
    account?.credentialVersion === credentialVersion &&
    sessionId !== null &&
    (await isSessionInForce(tx, deps, { accountId: id.accountId, sessionId }))
  const obstacle = account && obstacleOf(account, await listHolds({ ...deps, db: tx }, id.accountId))
  if (!isProven || obstacle !== null) throw new Refusal('approval_void')
  const changed = await tx.execute(queries.redeem, [id.accountId, id.approvalId, now, requestHash])
  if (changed === 0) throw new Refusal('approval_spent')
  return now
}

function repeated({ redeem_hash: hash, redeemed_at: at }: ApprovalRow, requestHash: Buffer): Date {
  if (!hash || !at || !equalInConstantTime(hash, requestHash)) throw new Refusal('approval_spent')
  return at
}
