// English: the same keys as nb.ts.
import type { Locale } from './locales.ts'
import type * as nb from './nb.ts'

export const locale: Locale = 'en'

export * from './en-account.ts'
export * from './en-acts.ts'
export * from './en-app.ts'
export * from './en-approval.ts'
export * from './en-authenticator.ts'
export * from './en-bot-check.ts'
export * from './en-code.ts'
export * from './en-deletion.ts'
export * from './en-device.ts'
export * from './en-factor.ts'
export * from './en-freeze.ts'
export * from './en-help.ts'
export * from './en-passkey.ts'
export * from './en-proof.ts'
export * from './en-recovery.ts'
export * from './en-sign-up.ts'
export * from './en-staff.ts'
export * from './en-thaw.ts'
export { deviceOn, noticeHeadings, notices, notLetIn, unknownDevice } from './notices.en.ts'

/** The name of a country, from the one that browsers have. */
export const countryForm: typeof nb.countryForm = (name) => name

/** What stands around the pages: it is drawn with them, and their scripts carry none of it. */
export const frame: typeof nb.frame = {
  language: 'Language',
  skip: 'Skip to content',
  terms: 'Terms',
  outbox: 'Outbox (demo)',
  noScript: 'This page needs JavaScript. Turn it on in your browser and reload the page.',
}

export const common: typeof nb.common = {
  logIn: 'Log in',
  signUp: 'Sign up',
  cancel: 'Cancel',
  close: 'Close',
  loading: 'Loading …',
  thaw: 'Open the account again',
  opensNew: ' (opens in a new tab)',
  tryAgain: 'Try again',
  tryAgainIn: (time) => `Try again in ${time}.`,
  reference: (id) => `Reference for support: ${id}`,
  summary: 'Fix this before you go on',
}

export const time: typeof nb.time = {
  units: ['s', 'min', 'h', 'days'],
  spokenSeconds: 'less than a minute',
  spokenMinutes: (n) => (n === 1 ? 'one minute' : `${n} minutes`),
  spokenHours: 'hours',
}

export const fields: typeof nb.fields = {
  countryCode: 'Country',
  norway: 'Norway',
  phone: 'Phone number',
  email: 'Email',
  password: 'Password',
  show: 'Show',
  hide: 'Hide',
  showRest: ' password',
  code: 'Verification code',
}

export const fieldErrors: typeof nb.fieldErrors = {
  phoneRequired: 'Enter your phone number.',
  phoneInvalid: 'The number doesn’t look right. Check the country code and the digits.',
  emailRequired: 'Enter your email address.',
  emailInvalid: 'The address doesn’t look right. Write it like this: name@example.com.',
  passwordRequired: 'Enter your password.',
  newPasswordRequired: 'Make a password.',
  codeIncomplete: (digits) => `The code has ${digits} digits. Enter all of them.`,
  termsRequired: 'You need to accept the terms to create an account.',
  tooShort: (least, length) => `The password has ${length} characters. It needs at least ${least}.`,
  tooLong: 'The password is too long. Use a shorter one.',
  tooCommon: 'This password is easy to guess or has leaked before. Choose another.',
  containsIdentifier: 'The password contains your email, your phone number or our name. Choose another.',
  invalid: 'This doesn’t look right. Check what you entered.',
}

export const refusals: typeof nb.refusals = {
  network: 'We couldn’t connect. Check your network and try again. What you entered is still here.',
  request_invalid: 'Something in the form doesn’t look right. Check the fields and try again.',
  body_too_large: 'What you sent is too large. Make it shorter and try again.',
  media_type_unsupported: 'This page is out of date. Reload it and try again.',
  not_found: 'We couldn’t find it. Reload the page.',
  method_not_allowed: 'This page is out of date. Reload it and try again.',
  origin_forbidden: 'The request came from another site. Open the page again from here.',
  session_required: 'You are logged out. Log in again.',
  step_up_required: 'Confirm that it’s you.',
  credentials_wrong: 'The details don’t match. Check what you entered and try again.',
  account_frozen: 'The account is frozen. Open it again before you log in.',
  link_ended: 'The link was used or has expired. Log in to freeze the account.',
  too_many_attempts: 'There have been too many attempts. Wait a little.',
  busy: 'We’re very busy right now. Wait a little.',
  code_wrong: 'The code doesn’t match. Check the digits and try again.',
  code_expired: 'The code has expired. Ask for a new one.',
  code_replaced: 'You have a newer code. Use the latest one.',
  code_used: 'The code has been used. Ask for a new one.',
  code_spent: 'The code has been tried too many times. Ask for a new one.',
  code_too_soon: 'We have just sent a code. Wait a little before you ask for another.',
  too_many_codes: 'Too many codes have been asked for. Wait a little.',
  bot_check_required: 'We could not check that you are not a robot. Try again, or use email instead.',
  sms_limited: 'We cannot send an SMS to this number right now. Use email instead, or try again later.',
  sms_country_closed: 'We do not send SMS to this country. Use email instead.',
  flow_ended: 'It took too long, or the account was changed meanwhile. Start again.',
  wrong_state: 'You have moved on in another tab. Reload the page.',
  identifier_taken: 'The address or number already belongs to an account. Log in instead.',
  identifier_kept: 'The address or number is kept for another account. Try again in a few days.',
  identifier_kind_taken: 'The account already has one of this kind. Change it instead.',
  password_weak: 'The password is too weak. Choose another.',
  internal: 'Something went wrong on our side. Try again shortly.',
}

export const home: typeof nb.home = {
  title: (brand) => `Your account at ${brand}`,
  lead: 'Create an account, log in and look after your security here.',
  facts: [
    { title: 'Phone or email', text: 'Log in with either. The password is the same.' },
    { title: 'You see every device', text: 'See where you are logged in, and log out devices you don’t know.' },
    { title: 'Stored encrypted', text: 'Your address and number are encrypted with us.' },
  ],
}

export const logIn: typeof nb.logIn = {
  title: 'Log in',
  submit: 'Log in',
  withEmail: 'Log in with email',
  withPhone: 'Log in with phone number',
  withPasskey: 'Log in with a passkey',
  wrongPhone: 'The phone number or the password is wrong. Check both and try again.',
  wrongEmail: 'The email address or the password is wrong. Check both and try again.',
  forgot: 'Forgot password',
  noAccount: 'No account yet?',
}

export const terms: typeof nb.terms = {
  title: 'Terms',
  lead: (brand) => `This is a demonstration of ${brand}. Don’t use real details you want to keep to yourself.`,
  sections: [
    {
      title: 'What this is',
      text: 'This is not a real service, and there is no money here. Whoever runs the service writes their own terms on this page.',
    },
    {
      title: 'What we keep',
      text: 'Your email address or phone number, encrypted. Your password as a value that can’t be turned back into the password. When you logged in, and from what kind of browser.',
    },
    {
      title: 'What we don’t do',
      text: 'We don’t track you, and the pages fetch nothing from other sites.',
    },
    {
      title: 'What you do',
      text: 'Use a password you don’t use elsewhere, and don’t share it with anyone. We never ask you for it.',
    },
  ],
}

export const notFound: typeof nb.notFound = {
  title: 'We couldn’t find the page',
  text: 'The address may be mistyped, or the page has moved.',
  home: 'To the front page',
}
