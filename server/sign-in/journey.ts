/**
 * Signing in as a table: each state, the actions it allows, and the states that may follow. It begins at `credentials`. A
 * stranger's device goes to `code` instead of having its password looked at once too many were wrong, and from `password` back
 * there when the tries that a proof of the mailbox gives are used up. No state leads to a password that is disabled.
 */
export const journey = {
  credentials: { sign_in: ['signed_in', 'code'] },
  code: { code: ['password'], resend: ['code'] },
  password: { sign_in: ['signed_in', 'code'] },
  signed_in: {},
} as const

export type SignInState = keyof typeof journey
export type SignInAction = 'sign_in' | 'code' | 'resend'

export function actionsOf(state: SignInState): SignInAction[] {
  return Object.keys(journey[state]) as SignInAction[]
}
