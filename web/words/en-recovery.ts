// Words of the forgotten password, in English.
import type * as nb from './nb-recovery.ts'

export const forgotPassword: typeof nb.forgotPassword = {
  title: 'Forgot password',
  lead: 'Enter the email address or phone number you use with us. We will send you a code.',
  identifier: 'Email address or phone number',
  identifierRequired: 'Enter your email address or phone number.',
  identifierInvalid: 'This doesn’t look like an email address or a phone number. Check what you have typed.',
  next: 'Next',
  resetTitle: 'Create a new password',
  sentBySms: (to) => `If an account belongs to ${to}, we have sent a text message with a code there.`,
  sentByEmail: (to) => `If an account belongs to ${to}, we have sent an email with a code there.`,
  sentAfterProof: (to) => `Thank you. Now we have sent the code for the new password to ${to}.`,
  sentToOther: 'We have sent a new code to the account’s other address or number, if it has one.',
  otherChannel: 'Send the code to another address of the account',
  backToTyped: (to) => `Send the code to ${to}`,
  newPassword: 'New password',
  repeat: 'Repeat new password',
  repeatRequired: 'Enter the new password once more.',
  unequal: 'The passwords are not the same. Enter the same one in both places.',
  consequences: (hours) =>
    `When the password is changed, we log out every device, and you can’t withdraw money for the first ${hours} hours.`,
  send: 'Send',
  startOver: 'Start again',
  doneTitle: 'You have a new password',
  done: (hours) =>
    `Every device is logged out, and withdrawals are on hold for ${hours} hours. We have told the account’s addresses and numbers.`,
  logIn: 'Log in',
}
