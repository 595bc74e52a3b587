// English for the code that a sign-in from an unknown device, or a reset, asks for first when strangers have tried too often.
import type * as nb from './nb-proof.ts'

export const mailboxProof: typeof nb.mailboxProof = {
  why: 'A wrong password was typed many times. So we ask for a code before we look at a password from a new device.',
  whyReset:
    'A new password was asked for many times. So you confirm the address first. After that we send the code for the new password.',
  byEmail: (to) => `If ${to} has an account, the code is in its inbox.`,
  byEmailOrSms: (to) =>
    `If ${to} has an account, the code is in the email of that account. If the account has no email address, the code comes by SMS.`,
  byOther:
    'If the account has another address or number, we have sent the code there. Otherwise it comes to the same place as before. Use the newest code.',
  otherChannel: 'Send the code to another address of the account',
  backToFirst: 'Send the code where it went first',
  resent: 'The code is sent. Use the newest.',
}
