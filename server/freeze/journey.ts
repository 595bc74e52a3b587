/**
 * Opening a frozen account again as a table: each state, the actions it allows, and the states that may follow. Where strangers
 * have used up what is looked at or sent, it begins at `mailbox`, or goes back there: proven by the steps of a sign-in, it begins
 * anew with that, and with what nobody else can use up. From `code` it goes to `done` with the right code, or to `factor` when the
 * account has another proof bound to it, and opens with that proof alone. The phrase stands in for a lost authenticator: that one
 * proves nothing from then on, and is replaced at the next sign-in. Where the password was set anew shortly before the freeze it
 * goes to `waiting`, whatever is proven, until enough time has gone by. No state leads to a session.
 */
export const journey = {
  mailbox: { mailbox: ['code', 'mailbox'], resend: ['mailbox'], other_channel: ['mailbox'] },
  code: { code: ['done', 'factor', 'waiting'], resend: ['code', 'mailbox'] },
  factor: { totp: ['done'], passkey: ['done'], recovery_key: ['done'] },
  waiting: {},
  done: { sign_in: ['done'] },
} as const

export const thawActions = [
  'mailbox',
  'code',
  'resend',
  'other_channel',
  'totp',
  'passkey',
  'recovery_key',
  'sign_in',
] as const

export type ThawState = keyof typeof journey
export type ThawAction = (typeof thawActions)[number]

export function actionsOf(state: ThawState): ThawAction[] {
  return Object.keys(journey[state]) as ThawAction[]
}

export function allows(state: ThawState, action: ThawAction): boolean {
  return action in journey[state]
}
