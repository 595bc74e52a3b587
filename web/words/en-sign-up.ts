// English for signing up, and for the code that proves an address: words that the sign-in page does not carry.
import type * as nb from './nb-sign-up.ts'

export const signUp: typeof nb.signUp = {
  title: 'Create account',
  phoneLead: 'We’ll text you a code.',
  emailLead: 'We’ll email you a code.',
  next: 'Next',
  withEmail: 'Sign up with email',
  withPhone: 'Sign up with phone number',
  startOver: 'Start again',
  passwordTitle: 'Make a password',
  passwordRules: (least) => `At least ${least} characters. A sentence is easy to remember and hard to guess.`,
  accept: 'I accept the terms',
  readTerms: 'Read the terms',
  create: 'Create account',
  made: 'Your account has been created. Log in.',
}

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
