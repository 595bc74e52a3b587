/**
 * Opening a frozen account again as a table: each state, the actions it allows, and the states that may follow. From `code`
 * it goes to `done` with the right code, or to `factor` when the account has another proof bound to it, and opens with that
 * proof alone. The phrase stands in for a lost authenticator: that one proves nothing from then on, and is replaced at the next
 * sign-in. No state leads to a session.
 */
export const journey = {
  code: { code: ['done', 'factor'], resend: ['code'] },
  factor: { totp: ['done'], passkey: ['done'], recovery_key: ['done'] },
  done: { sign_in: ['done'] },
} as const

export const thawStates = ['code', 'factor', 'done'] as const
export const thawActions = ['code', 'resend', 'totp', 'passkey', 'recovery_key', 'sign_in'] as const

export type ThawState = (typeof thawStates)[number]
export type ThawAction = (typeof thawActions)[number]

export function actionsOf(state: ThawState): ThawAction[] {
  return Object.keys(journey[state]) as ThawAction[]
}

export function allows(state: ThawState, action: ThawAction): boolean {
  return action in journey[state]
}
