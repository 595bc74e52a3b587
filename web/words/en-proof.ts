// English for the code that a sign-in from an unknown device asks for when too many passwords were wrong.
import type * as nb from './nb-proof.ts'

export const mailboxProof: typeof nb.mailboxProof = {
  why: 'A wrong password was typed many times. So we ask for a code before we look at a password from a new device.',
  byEmail: (to) => `If ${to} has an account, the code is in its inbox.`,
  byEmailOrSms: (to) =>
    `If ${to} has an account, the code is in the e-mail of that account. If the account has no e-mail address, the code comes by SMS.`,
  byOther:
    'If the account has another address or number, we have sent the code there. Otherwise it comes to the same place as before. Use the newest code.',
  otherChannel: 'Send the code to another address of the account',
  backToFirst: 'Send the code where it went first',
  resent: 'The code is sent. Use the newest.',
}
