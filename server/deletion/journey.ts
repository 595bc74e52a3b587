/**
 * Deleting an account as a table: each state, the actions it allows, and the states that may follow. Its owner requests it
 * and may cancel it until the time is over; whoever freezes the account, or puts an address back that somebody changed, stops
 * it too, and nothing takes it up again. Time alone ends it.
 */
export const journey = {
  none: { request: ['scheduled'] },
  scheduled: { cancel: ['none'], stop: ['none'], end: ['deleted'] },
  deleted: {},
} as const

export type DeletionState = keyof typeof journey
/** What its owner can do. */
export const deletionActions = ['request', 'cancel'] as const
export type DeletionAction = (typeof deletionActions)[number]

export function actionsOf(state: DeletionState): DeletionAction[] {
  return deletionActions.filter((action) => action in journey[state])
}

export function stateOf({ deletesAt }: { deletesAt: Date | undefined }): Exclude<DeletionState, 'deleted'> {
  return deletesAt ? 'scheduled' : 'none'
}
