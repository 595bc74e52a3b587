/**
 * An approval as a table: each state, the actions it allows, and the states that may follow. `approve` needs a proof of its own
 * each time; nothing leads back, and nothing but `redeem` makes the proof of an approved one worth something, once. Time ends
 * what is pending or approved (`expire`).
 */
export const journey = {
  pending: { approve: ['approved'], decline: ['declined'], expire: ['expired'] },
  approved: { redeem: ['redeemed'], expire: ['expired'] },
  declined: {},
  expired: {},
  redeemed: {},
} as const

export type ApprovalState = keyof typeof journey
export const approvalStates = ['pending', 'approved', 'declined', 'expired', 'redeemed'] as const
export type ApprovalAction = 'approve' | 'decline' | 'redeem'

/** What the account's owner may do. */
export const ownerActions = ['approve', 'decline'] as const

export function allows(state: ApprovalState, action: ApprovalAction): boolean {
  return action in journey[state]
}

/** The state at `now`, whether or not the sweep has been there. */
export function stateAt(state: ApprovalState, endsAt: Date, now: Date): ApprovalState {
  return 'expire' in journey[state] && endsAt <= now ? 'expired' : state
}
