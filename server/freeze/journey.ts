/**
 * Opening a frozen account again as a table: each state, the actions it allows, and the states that may follow. From `code`
 * it goes to `done` with the right code, or to `factor` when the account has another proof bound to it. The way on from
 * `factor` is that proof, which comes with the authenticator: until then none leads on, and the account stays frozen.
 */
export const journey = {
  code: { code: ['done', 'factor'], resend: ['code'] },
  factor: {},
  done: { sign_in: ['done'] },
} as const

export const thawStates = ['code', 'factor', 'done'] as const
export const thawActions = ['code', 'resend', 'sign_in'] as const

export type ThawState = (typeof thawStates)[number]
export type ThawAction = (typeof thawActions)[number]

export function actionsOf(state: ThawState): ThawAction[] {
  return Object.keys(journey[state]) as ThawAction[]
}
