/**
 * Signing in as a table: each state, the actions it allows, and the states that may follow. It begins at `credentials`. A
 * stranger's device goes to `code` instead of having its password looked at once too many were wrong, and from `password` back
 * there when the tries that a proof of the mailbox gives are used up. No state leads to a password that is disabled.
 *
 * An account with a factor goes to `factor` with the right password, unless its device is trusted, and on with one of the
 * factors it has. With the recovery key a new authenticator takes the lost one's place first (authenticator/journey.ts).
 */
export const journey = {
  credentials: { sign_in: ['signed_in', 'code', 'factor'] },
  code: { code: ['password'], resend: ['code'], other_channel: ['code'] },
  password: { sign_in: ['signed_in', 'code', 'factor'] },
  factor: { totp: ['signed_in'], passkey: ['signed_in'], recovery_key: ['factor'] },
  signed_in: {},
} as const

export type SignInState = keyof typeof journey
export const signInActions = ['sign_in', 'code', 'resend', 'other_channel', 'totp', 'passkey', 'recovery_key'] as const
export type SignInAction = (typeof signInActions)[number]

export function actionsOf(state: SignInState): SignInAction[] {
  return Object.keys(journey[state]) as SignInAction[]
}
