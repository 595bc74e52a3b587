/**
 * A forgotten password as a table: each state, the actions it allows, and the states that may follow. From `code` a reset
 * goes to `done` with the right code and a new password, or to `factor` when the account has another proof bound to it: the
 * password changes only with that proof besides the code (ASVS 6.4.3; Keycloak #12759 replaced the second factor after a click
 * in a mail). Where strangers have asked or guessed too often, a reset begins at `mailbox`: its proof leads to `code`, and to what
 * nobody else can use up. With the recovery key a new authenticator begins to take the lost one's place in the same transaction
 * (authenticator/journey.ts). No state leads to a session.
 */
export const journey = {
  mailbox: { mailbox: ['code'], resend: ['mailbox'], other_channel: ['mailbox'] },
  code: { code: ['done', 'factor'], resend: ['code', 'mailbox'], other_channel: ['code', 'mailbox'] },
  factor: { totp: ['done'], passkey: ['done'], recovery_key: ['done'] },
  done: { sign_in: ['done'] },
} as const

export const recoveryStates = ['mailbox', 'code', 'factor', 'done'] as const
export const recoveryActions = [
  'mailbox',
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
