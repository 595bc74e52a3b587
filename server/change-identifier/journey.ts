/**
 * Changing an address as a table: each state, the actions it allows, and the states that may follow. In `old` the person
 * proves an address that the account has: the one to be changed, or the other when that one is lost. In `new` they prove the
 * one it becomes. A removal has no `new`: the address that stays is proven, and it is done.
 */
export const journey = {
  old: { code: ['new', 'done'], resend: ['old'], other_channel: ['old'] },
  new: { code: ['done'], resend: ['new'] },
  done: {},
} as const

export type ChangeState = keyof typeof journey
export const changeActions = ['code', 'resend', 'other_channel'] as const
export type ChangeAction = (typeof changeActions)[number]

export function allows(state: ChangeState, action: ChangeAction): boolean {
  return action in journey[state]
}

/** @param hasOther whether there is another address to send to: a removal has one alone */
export function actionsOf(state: ChangeState, hasOther: boolean): ChangeAction[] {
  return changeActions.filter((action) => allows(state, action) && (action !== 'other_channel' || hasOther))
}
