// English for what a person does to their own account: the same keys as nb-acts.ts.
import type * as nb from './nb-acts.ts'

/** Of changing and removing an address alone. */
export const addressRefusals: typeof nb.addressRefusals = {
  identifier_same: 'That is the address or number you have already. Type another.',
  identifier_too_new: 'The address that the code would go to is too new to confirm this. Try again in a few days.',
  last_identifier: 'The account must keep at least one address or number. Add another first.',
}

export const accountActs: typeof nb.accountActs = {
  change: 'Change',
  changePassword: 'Change password',
  changePasswordText: (hours) =>
    `All your other devices are logged out, and you cannot withdraw money for the first ${hours} hours.`,
  currentPassword: 'Current password',
  wrongCurrent: 'The password is wrong. Type the one you use now.',
  passwordChanged: 'Your password is changed. All your other devices are logged out.',
  remove: 'Remove',
  changeAddress: { email: 'Change email', phone: 'Change phone number' },
  removeAddress: { email: 'Remove email', phone: 'Remove phone number' },
  changeAddressText: (masked) => `We first send a code to ${masked}, and then one to the new one.`,
  removeAddressText: (masked) =>
    `We send a code to the address or number you keep. After that, ${masked} can no longer be used to log in.`,
  addressHold: (hours, undo) =>
    `Withdrawals are on hold for ${hours} hours afterwards. We tell the old address, and from there it can be undone for ${undo} hours.`,
  addressChanged: { email: 'Your email address is changed.', phone: 'Your phone number is changed.' },
  addressRemoved: { email: 'Your email address is removed.', phone: 'Your phone number is removed.' },
}

export const undoChange: typeof nb.undoChange = {
  title: 'Undo the change',
  told: (masked, at) => `${masked} was changed or removed ${at}. If it was not you, put it back here.`,
  toldAdded: (added, at) => `${added} was added to the account ${at}. If it was not you, remove it here.`,
  consequences: (hours, ends) =>
    `All devices are then logged out,${ends && ` ${ends} will stop working,`} and withdrawals are on hold for ${hours} hours. Change your password afterwards.`,
  submit: 'Put the address back',
  submitAdded: (added) => `Remove ${added}`,
  freeze: 'Freeze the account instead. Then nobody gets in.',
  ifYou: 'Was it you after all? Then you need not do anything. Opening this page has changed nothing.',
  doneTitle: 'The address is back',
  done: (hours) =>
    `All devices are logged out, and withdrawals are on hold for ${hours} hours. Log in with the old address, and change your password.`,
  doneTitleAdded: 'What was added is removed',
  doneAdded: (hours) =>
    `All devices are logged out, and withdrawals are on hold for ${hours} hours. Log in, and change your password.`,
  endedTitle: 'The link no longer works',
  ended: 'It was used or has expired. Log in to see your addresses, or freeze the account if something is wrong.',
}

export const activity: typeof nb.activity = {
  lead: 'This is what happened to your account, the newest first.',
  wasItYou: 'Was this you?',
  ifNot: 'If you see something you did not do, freeze the account. Nobody gets in then until you open it again.',
  freeze: 'Freeze account',
  more: 'Show more',
  other: 'Something else on the account',
  kinds: {
    signed_up: 'The account was created',
    signed_in: 'Logged in',
    signed_out: 'Logged out',
    session_revoked: 'A device was logged out',
    other_sessions_revoked: 'All other devices were logged out',
    stepped_up: 'Confirmed with the password',
    stepped_up_with_passkey: 'Confirmed with a passkey',
    stepped_up_with_code: 'Confirmed with a code to an address',
    identifier_added: 'An address was added',
    identifier_changed: 'An address was changed',
    identifier_removed: 'An address was removed',
    identifier_restored: 'An address was put back',
    password_reset: 'New password by code',
    password_changed: 'The password was changed',
    phrase_changed: 'The anti-phishing phrase was changed',
    frozen: 'The account was frozen',
    thawed: 'The account was opened again',
    device_removed: 'A device was removed',
    mailbox_proven: 'The address was confirmed by code',
    device_trust_ended: 'A device must show a code again',
    authenticator_bound: 'Google Authentication was turned on',
    authenticator_changed: 'The authenticator app was changed',
    authenticator_removed: 'Google Authentication was disconnected',
    recovery_key_used: 'The Recovery Key Phrase was used',
    authenticator_replaced: 'The authenticator app was replaced with the Recovery Key Phrase',
    recovery_key_renewed: 'A new Recovery Key Phrase was made',
    deletion_requested: 'Asked to delete the account',
    deletion_cancelled: 'The deletion of the account was stopped',
    passkey_added: 'A passkey was added',
    passkey_renamed: 'A passkey got a new name',
    passkey_removed: 'A passkey was removed',
    passkey_suspended: 'A passkey was suspended',
    approval_given: 'A withdrawal was approved',
    approval_declined: 'A withdrawal was declined',
  },
}
