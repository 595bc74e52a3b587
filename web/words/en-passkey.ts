// English for passkeys.

import type * as nb from './nb-passkey.ts'

export const passkeyProblems: typeof nb.passkeyProblems = {
  cancelled: 'It was cancelled, or this device found no passkey for us. Try again, or use another way.',
  unsupported: 'This browser cannot use passkeys. Update it, or use another way.',
  notInApp: 'Passkeys do not work in the app. Use another way, or do it in the browser.',
  openBrowser: 'Open in the browser',
  wrong_site: (site: string) => `Passkeys only work at ${site}. Open the page there.`,
  passkey_wrong: 'The passkey was not accepted. Try again, or use another way.',
  passkey_unknown: 'This passkey no longer belongs to any account here. Delete it on your device, and use another way.',
  passkey_suspended:
    'The passkey is suspended, because there may be a copy of it. All devices are logged out. Log in again another way, remove it, and look through your passkeys.',
  passkey_not_enrolled: 'The account has no passkey that works. Use another way.',
  passkey_enrolled: 'This device already has a passkey for your account. Use it, or add one from another device.',
  too_many_passkeys: 'The account has as many passkeys as it can have. Remove one first.',
}

export const passkeys: typeof nb.passkeys = {
  title: 'Your passkeys',
  text: 'Log in with your fingerprint, face or the PIN of your device. A passkey works here and nowhere else, so no false page can trick you out of it.',
  first:
    'When the first one is added, all other devices are logged out. Whoever logs in with your password also needs the passkey.',
  hold: (hours: number) => `Withdrawals are on hold for ${hours} hours afterwards, and we tell you about it.`,
  another: 'Add another one on another device. Then you get in even if you lose the first.',
  alone:
    'If you lose your only passkey, the password alone does not let you in. The way back is another passkey on another device, or the authenticator app with its Recovery Key Phrase.',
  add: 'Add a passkey',
  unnamed: 'Passkey',
  added: (date: string) => `Added ${date}`,
  lastUsed: (when: string) => `last used ${when}`,
  neverUsed: 'not used yet',
  suspended: 'Suspended: there may be a copy. Remove it.',
  rename: 'Rename',
  renameTitle: 'Rename the passkey',
  name: 'Name',
  nameHint: 'So that you know which device it is, for example “My phone”.',
  nameWrong: 'Use 1 to 60 ordinary characters.',
  save: 'Save',
  remove: 'Remove',
  removeTitle: (name: string) => `Remove “${name}”?`,
  removeText: (hours: number) =>
    `It will no longer work. All other devices are logged out, and withdrawals are on hold for ${hours} hours.`,
  removeLast: 'It is the last one. After that only the password protects your account.',
  removeLastButApp: 'It is the last one. After that the password and the authenticator app protect your account.',
  removeLastThatWorks:
    'It is the last one that works. Suspended ones are removed too, and then only the password protects the account.',
  removeAfter: 'Delete it on your device too, so that it is not suggested when you log in.',
  removeSubmit: 'Remove the passkey',
  back: 'Back',
  saidAdded: 'The passkey has been added.',
  saidRenamed: 'The name has been changed.',
  saidRemoved: 'The passkey has been removed. All other devices are logged out.',
}
