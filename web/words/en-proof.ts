// English for the code that a sign-in from an unknown device asks for when too many passwords were wrong.
import type * as nb from './nb-proof.ts'

export const mailboxProof: typeof nb.mailboxProof = {
  why: 'A wrong password was typed many times. So we ask for a code before we look at a password from a new device.',
  byEmail: (to) => `If ${to} has an account, the code is in its inbox.`,
  byEmailOrSms: (to) =>
    `If ${to} has an account, the code is in the e-mail of that account. If the account has no e-mail address, the code comes by SMS.`,
}
