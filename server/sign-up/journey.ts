/** Sign-up as a table: each state, the actions it allows, and the state that follows. */
export const journey = {
  code: { code: 'password', resend: 'code' },
  password: { password: 'done' },
  done: { sign_in: 'done' },
} as const

export type SignUpState = keyof typeof journey
export type SignUpAction = { [State in SignUpState]: keyof (typeof journey)[State] }[SignUpState]

export function actionsOf(state: SignUpState): SignUpAction[] {
  return Object.keys(journey[state]) as SignUpAction[]
}

export function allows(state: SignUpState, action: SignUpAction): boolean {
  return action in journey[state]
}
