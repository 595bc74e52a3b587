// English for what a person does to their own account: the same keys as nb-acts.ts.
import type * as nb from './nb-acts.ts'

export const accountActs: typeof nb.accountActs = {
  change: 'Change',
  changePassword: 'Change password',
  changePasswordText: (hours) =>
    `All your other devices are signed out, and you cannot withdraw money for the first ${hours} hours.`,
  currentPassword: 'Current password',
  wrongCurrent: 'The password is wrong. Type the one you use now.',
  passwordChanged: 'Your password is changed. All your other devices are signed out.',
}
