// English for the signed-in pages and the demo's outbox: the same keys as nb-account.ts.
import type * as nb from './nb-account.ts'

export const account: typeof nb.account = {
  menu: 'Account',
  nav: 'Account pages',
  security: 'Account and security',
  devices: 'Devices',
  activity: 'Activity',
  logOut: 'Log out',
  logOutFailed: 'We couldn’t log you out. Check your network and try again.',
  loadFailed: 'We couldn’t fetch your account.',
}

export const signedIn: typeof nb.signedIn = {
  title: 'You are logged in',
  checkTitle: 'Security check',
  allGood: 'Everything looks good. There is nothing you need to do now.',
  advice: {
    add_email: 'Add an email address',
    add_phone: 'Add a phone number',
    review_devices: 'Review your devices',
  },
  adviceWhy: {
    add_email: 'Then you can get in even if you lose your phone.',
    add_phone: 'Then you can get in even if you lose access to your email.',
    review_devices: 'You are logged in in several places. Log out the ones you don’t use.',
  },
  hold: (end) => `Withdrawals are on hold until ${end}. You can use the account as usual, but not withdraw money.`,
}

export const security: typeof nb.security = {
  email: 'Email',
  phone: 'Phone number',
  password: 'Password',
  devices: 'Devices',
  none: 'Not added',
  verified: (date) => `Confirmed ${date}`,
  changed: (date) => `Last changed ${date}`,
  devicesText: 'See where you are logged in',
  seeDevices: 'See devices',
  addEmail: 'Add an email address',
  addPhone: 'Add a phone number',
  addEmailText: 'We’ll send a code to the address. After that you can log in with it too.',
  addPhoneText: 'We’ll text a code. After that you can log in with the number too.',
  holdText: (hours) =>
    `Once it’s added, withdrawals are on hold for ${hours}. It protects you if somebody else does this.`,
  sendCode: 'Send code',
  emailAdded: 'The email address has been added.',
  phoneAdded: 'The phone number has been added.',
  stepUpTitle: 'Confirm that it’s you',
  stepUpText: 'Enter your password to go on.',
  stepUpSubmit: 'Continue',
  wrongPassword: 'The password is wrong. Try again.',
}

export const devices: typeof nb.devices = {
  lead: 'You are logged in here now. If you don’t know a device, log it out.',
  current: 'This device',
  on: (browser, system) => `${browser} on ${system}`,
  unknown: 'Unknown device',
  app: 'The app',
  lastSeen: (when) => `Last used ${when}`,
  since: (when) => `Logged in ${when}`,
  end: 'Log out',
  endName: (device) => ` ${device}`,
  endOthers: 'Log out all others',
  endOthersTitle: 'Log out all other devices?',
  endOthersText: 'You’ll need to log in again on each of them. This device stays logged in.',
  ended: 'The device has been logged out.',
  othersEnded: 'All other devices have been logged out.',
  onlyThis: 'You are only logged in here.',
  knownTitle: 'Devices we know',
  knownLead:
    'You have logged in here before. These let you in even while somebody else is trying to get into your account. Remove those you no longer use.',
  firstSeen: (when) => `Known since ${when}`,
  remove: 'Remove',
  removed: 'The device has been removed.',
  networkData: 'Names of networks are a hint and may be wrong. They come from',
}

export const outbox: typeof nb.outbox = {
  title: 'Outbox',
  lead: 'Demo only: messages that would have been sent end up here.',
  filter: 'Show only to',
  filterHint: 'The whole address or number',
  empty: 'No messages yet. They arrive here by themselves.',
  emptyFilter: 'No messages to this address.',
  sms: 'SMS',
  email: 'Email',
  to: 'To',
  list: 'Messages',
  choose: 'Choose a message to read it.',
  asHtml: 'Formatted',
  asText: 'As text',
  view: 'View',
  back: 'All messages',
  failed: 'We can’t fetch the messages right now. We’ll keep trying.',
  message: (subject) => `The content of “${subject}”`,
}
