import { findAccount } from '../accounts/find-account.ts'
import { describeHolds, listHolds } from '../holds/holds.ts'
import type { Deps } from '../platform/deps.ts'
import type { Session } from '../sessions/session.ts'
import type { Approval } from './approval.ts'
import { idOf } from './find-approval.ts'
import { allows, ownerActions } from './journey.ts'
import { isMethod, obstacleOf } from './obstacles.ts'
import type { ApprovalAnswer, OwnApprovalAnswer } from './schema.ts'

/** For the program that asked. */
export async function describeApproval(deps: Deps, approval: Approval, proof?: string): Promise<ApprovalAnswer> {
  const { accountId } = approval
  const { holds: _holds, ...about } = await describe(deps, approval)
  return { ...about, accountId, url: `${deps.config.origin}/approve/${about.id}`, ...(proof ? { proof } : {}) }
}

/** For the account's owner. */
export async function describeOwnApproval(
  deps: Deps,
  { factors }: Session,
  approval: Approval,
): Promise<OwnApprovalAnswer> {
  const about = await describe(deps, approval)
  const isPossible = about.obstacle === null
  return {
    ...about,
    actions: ownerActions.filter((action) => allows(approval.state, action) && (action === 'decline' || isPossible)),
    methods: factors.filter(isMethod),
    returnTo: approval.returnTo ?? null,
  }
}

async function describe(deps: Deps, approval: Approval) {
  const { accountId, state, content, askedBy, createdAt, endsAt } = approval
  const [account, holds] = await Promise.all([findAccount(deps, accountId), listHolds(deps, accountId)])
  return {
    id: idOf(approval),
    state,
    content,
    askedBy,
    createdAt: createdAt.toISOString(),
    expiresAt: endsAt.toISOString(),
    obstacle: account ? obstacleOf(account, holds) : ('frozen' as const),
    holds: describeHolds(holds),
  }
}
