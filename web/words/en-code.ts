// English for the code that proves an address, and for a new password: what signing up, a reset and the account share.
import type * as nb from './nb-code.ts'

export const code: typeof nb.code = {
  title: 'Enter the code',
  sentBySms: (to) => `We have texted a code to ${to}.`,
  sentByEmail: (to) => `We have emailed a code to ${to}.`,
  hint: (digits) => `${digits} digits`,
  confirm: 'Confirm',
  resend: 'Send a new code',
  resendIn: (time) => `You can ask for a new code in ${time}.`,
  resent: 'We have sent a new code. The old one no longer works.',
  helpTitle: 'No code yet?',
  helpEmail: 'Look in your spam folder, and check that the address is right. It can take a few minutes.',
  helpSms: 'Check that the number is right and that your phone has coverage. It can take a few minutes.',
  helpMore: 'More help with the code',
}

export const newPassword: typeof nb.newPassword = {
  rules: (least) =>
    `At least ${least} characters. A sentence is easy to remember and hard to guess. We don’t accept passwords that have leaked, or that contain our name, your email or your phone number.`,
}
