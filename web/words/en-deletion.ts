// English for deleting an account, and for keeping it after all: the same keys as nb-deletion.ts.
import type * as nb from './nb-deletion.ts'

export const deletion: typeof nb.deletion = {
  name: 'Delete account',
  state: (days) => `The account is deleted for good after ${days} days. Until then you can change your mind.`,
  scheduled: (day) => `Will be deleted on ${day}`,
  ask: 'Delete account',
  title: 'Delete the account?',
  consequences: (day) => [
    'Withdraw your money first. Withdrawals are on hold until the account is deleted.',
    `The account is deleted on ${day}. Before that you can log in and choose “Keep the account”.`,
    'All your other devices are logged out now.',
    'Once the account is deleted, nobody can bring it back, not even we.',
    'We keep only what happened and when, not who you are. Records of trades and customer checks are kept for as long as the law demands, but not here.',
  ],
  goOn: 'Go on',
  confirmTitle: 'Enter your password to delete the account',
  confirm: (day) =>
    `The account is deleted on ${day} unless you change your mind. We are about to tell all your addresses.`,
  submit: 'Delete account',
  cardTitle: (day) => `The account will be deleted on ${day}`,
  cardText: (clock, hours) =>
    `It happens at ${clock}. Until then everything is still here, but withdrawals are on hold. If you keep the account, they open after ${hours} hours.`,
  keep: 'Keep the account',
  kept: 'The account will not be deleted.',
}
