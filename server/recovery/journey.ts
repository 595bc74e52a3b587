/**
 * A forgotten password as a table: each state, the actions it allows, and the states that may follow. From `code` a reset
 * goes to `done` with the right code and a new password, or to `factor` when the account has another proof bound to it: the
 * password changes only with that proof besides the code (ASVS 6.4.3; Keycloak #12759 replaced the second factor after a click
 * in a mail). With the recovery key a new authenticator begins to take the lost one's place in the same transaction
 * (authenticator/journey.ts). No state leads to a session.
 */
export const journey = {
  code: { code: ['done', 'factor'], resend: ['code'], other_channel: ['code'] },
  factor: { totp: ['done'], passkey: ['done'], recovery_key: ['done'] },
  done: { sign_in: ['done'] },
} as const

export const recoveryStates = ['code', 'factor', 'done'] as const
export const recoveryActions = [
  'code',
  'resend',
  'other_channel',
  'totp',
  'passkey',
  'recovery_key',
  'sign_in',
] as const

export type RecoveryState = (typeof recoveryStates)[number]
export type RecoveryAction = (typeof recoveryActions)[number]

export function actionsOf(state: RecoveryState): RecoveryAction[] {
  return Object.keys(journey[state]) as RecoveryAction[]
}

export function allows(state: RecoveryState, action: RecoveryAction): boolean {
  return action in journey[state]
}
