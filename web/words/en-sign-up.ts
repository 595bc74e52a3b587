// English for signing up.
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
  accept: 'I accept the terms',
  readTerms: 'Read the terms',
  create: 'Create account',
  made: 'Your account has been created. Log in.',
}
