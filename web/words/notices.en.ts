// What an account's owner is told of, in English.
import type * as nb from './notices.nb.ts'

/** What happened, in a line. Apart from the rest: the page behind «Dette var ikke meg» says it, and carries no mails. */
export const noticeHeadings: Record<nb.NoticeEvent, string> = {
  password_reset: 'Your password was replaced',
  password_changed: 'Your password was changed',
  new_device: 'A new device logged in to your account',
  device_returned: 'An earlier device logged in to your account',
  sessions_ended: 'Other devices have been logged out',
  device_removed: 'A known device was removed from your account',
  identifier_added: 'New address on your account',
  identifier_changed: 'An address on your account was replaced',
  identifier_removed: 'An address was removed from your account',
  phrase_changed: 'Your anti-phishing phrase was changed',
  frozen: 'Your account is frozen',
  frozen_and_kept: 'Your account is frozen, and will not be deleted',
  thawed: 'Your account is open again',
  failures: 'Someone is trying to log in to your account',
  step_up_failures: 'Someone is using a wrong password on a device that is logged in',
  step_up_factor_failures: 'Someone is using a wrong code on a device that is logged in',
  factor_failures: 'Somebody has your password',
  reset_factor_failures: 'Somebody is trying to change your password',
  authenticator_bound: 'Google Authentication is on',
  authenticator_changed: 'Your authenticator app has been changed',
  authenticator_removed: 'Google Authentication has been disconnected',
  recovery_key_used: 'Your Recovery Key Phrase has been used',
  recovery_key_failed: 'Somebody tried a wrong Recovery Key Phrase',
  authenticator_replaced: 'A new authenticator app on your account',
  recovery_key_renewed: 'A new Recovery Key Phrase',
  passkey_added: 'A new passkey on your account',
  passkey_removed: 'A passkey has been removed from your account',
  passkey_suspended: 'A passkey is suspended',
  removal_requested: 'Someone has asked to remove your authenticator app',
  account_deletion_requested: 'Your account will be deleted',
  account_deletion_soon: 'Your account will soon be deleted',
  account_deletion_cancelled: 'Your account will not be deleted after all',
  account_deleted: 'Your account is deleted',
}

export const unknownDevice = 'Unknown device'
export const deviceOn = ' on '

const nobodyIsIn =
  'Was it not you? Nobody was let in, so there is nothing you need to do. If your password is easy to guess, change it the next time you log in. Freeze the account only if somebody has got in.'
const passwordIsKnown =
  'Was it not you? Make a new password with “Forgot password” on the login page. Freeze the account only if you cannot do that. If it is frozen already, change the password once you have opened it.'

/** For whoever did not do it, where nobody was let in: the mail says it, and the page behind its link. */
export const notLetIn: typeof nb.notLetIn = { failures: nobodyIsIn, factor_failures: passwordIsKnown }

export const notices: nb.NoticeWords = {
  events: {
    password_reset: {
      subject: ({ brand }) => `Your password at ${brand} was replaced`,
      what: ({ holdHours }) =>
        `A new password was set with a code we sent you. Every device is logged out, and withdrawals are on hold for ${holdHours} hours.`,
      sms: ({ brand }) => `Your password at ${brand} was replaced.`,
      wasNotYou:
        'Was it not you? Set your own password with “Forgot password” on the login page, and the other one is out. If you freeze the account instead, nobody can open it again for some days.',
    },
    password_changed: {
      subject: ({ brand }) => `Your password at ${brand} was changed`,
      what: ({ holdHours }) =>
        `The password was changed from a device that was logged in. Every other device is logged out, and withdrawals are on hold for ${holdHours} hours.`,
      sms: ({ brand }) => `Your password at ${brand} was changed.`,
      wasNotYou:
        'Was it not you? Set your own password with “Forgot password” on the login page, and the other one is out. If you freeze the account instead, nobody can open it again for some days.',
    },
    new_device: {
      subject: ({ brand }) => `A new device logged in at ${brand}`,
      what: () => 'Somebody logged in to your account from a device we have not seen before.',
      sms: ({ brand }) => `A new device logged in at ${brand}.`,
    },
    device_returned: {
      subject: ({ brand }) => `An earlier device logged in at ${brand}`,
      what: () =>
        'Somebody logged in to your account from a device that was used here before. It was no longer among the devices we know, which is why we tell you.',
      sms: ({ brand }) => `An earlier device logged in at ${brand}.`,
    },
    sessions_ended: {
      subject: ({ brand }) => `Other devices have been logged out at ${brand}`,
      what: () =>
        'A device that is logged in to your account has logged out one or more of the others. Nothing else has changed.',
      sms: ({ brand }) => `Other devices have been logged out at ${brand}.`,
    },
    device_removed: {
      subject: ({ brand }) => `A known device was removed at ${brand}`,
      what: () =>
        'One of the devices we recognised on your account was removed and logged out. If somebody logs in on it again, you will be told.',
      sms: ({ brand }) => `A known device was removed at ${brand}.`,
    },
    identifier_added: {
      subject: ({ brand, masked }) => `${masked} was added to your ${brand} account`,
      what: ({ masked, addedHoldHours }) =>
        `${masked} was added to your account. From now on it can be used to log in, together with your password. Withdrawals are on hold for ${addedHoldHours} hours.`,
      sms: ({ brand, masked }) => `${masked} is a new address at ${brand}.`,
    },
    identifier_changed: {
      subject: ({ brand, masked }) => `${masked} is a new address on your ${brand} account`,
      what: ({ masked, previous, holdHours }) =>
        `${previous} was replaced by ${masked} on your account. Withdrawals are on hold for ${holdHours} hours.`,
      sms: ({ brand, masked }) => `${masked} is a new address at ${brand}.`,
    },
    identifier_removed: {
      subject: ({ brand, masked }) => `${masked} was removed from your ${brand} account`,
      what: ({ masked, holdHours }) =>
        `${masked} was removed from your account and can no longer be used to log in. Withdrawals are on hold for ${holdHours} hours.`,
      sms: ({ brand, masked }) => `${masked} was removed at ${brand}.`,
    },
    phrase_changed: {
      subject: ({ brand }) => `Your anti-phishing phrase at ${brand} was changed`,
      what: () =>
        'If a new phrase was chosen, it stands in what we send you from the next message on. If it was removed, no phrase does.',
      sms: ({ brand }) => `Your phrase at ${brand} was changed.`,
    },
    frozen: {
      subject: ({ brand }) => `Your account at ${brand} is frozen`,
      what: () =>
        'Your account is frozen. Every device is logged out, and nobody can log in, withdraw money or change anything.',
      sms: ({ brand }) => `Your account at ${brand} is frozen.`,
    },
    frozen_and_kept: {
      subject: ({ brand }) => `Your account at ${brand} is frozen and will not be deleted`,
      what: () =>
        'Your account is frozen, and its deletion is stopped. Every device is logged out, and nobody can log in, withdraw money or change anything.',
      sms: ({ brand }) => `Your ${brand} account is frozen and will not be deleted.`,
    },
    thawed: {
      subject: ({ brand }) => `Your account at ${brand} is open again`,
      what: ({ holdHours }) =>
        `Your account is no longer frozen: it was opened with your password and a code we sent you, and with the authenticator app, a passkey or the Recovery Key Phrase if the account has one. Withdrawals are on hold for ${holdHours} hours.`,
      sms: ({ brand }) => `Your account at ${brand} is open again.`,
    },
    failures: {
      subject: ({ brand }) => `Someone is trying to log in to your ${brand} account`,
      what: ({ count }) => `A wrong password was tried ${count} times on your account. Nobody was let in.`,
      sms: ({ brand, count }) => `${count} tries with a wrong password at ${brand}, nobody got in.`,
      wasNotYou: nobodyIsIn,
    },
    step_up_failures: {
      subject: ({ brand }) => `Wrong password on a device that is logged in at ${brand}`,
      what: ({ count }) =>
        `On a device that is logged in to your account, a wrong password was tried ${count} times. Nothing has changed.`,
      sms: ({ brand, count }) => `${count} wrong passwords on a device that is logged in at ${brand}.`,
    },
    step_up_factor_failures: {
      subject: ({ brand }) => `Wrong code on a device that is logged in at ${brand}`,
      what: ({ count, hasEnded }) =>
        `On a device that is logged in to your account, a wrong code from the authenticator app was tried${hasEnded ? ` ${count} times in a row. The device is logged out` : `: now ${count} in all`}. If it was not you, change your password.`,
      sms: ({ brand, count }) => `${count} wrong codes after a login at ${brand}.`,
    },
    factor_failures: {
      subject: ({ brand }) => `Somebody is trying to log in with your password at ${brand}`,
      what: ({ count }) =>
        `Somebody entered the right password and then a wrong code from the authenticator app ${count} times. Nobody was let in.`,
      sms: ({ brand, count }) => `${count} wrong codes after the right password at ${brand}.`,
      wasNotYou: passwordIsKnown,
    },
    reset_factor_failures: {
      subject: ({ brand }) => `Somebody is trying to change your password at ${brand}`,
      what: ({ count }) =>
        `Somebody entered the right verification code for a new password, and then a wrong code from the authenticator app ${count} times. The password has not changed. If it was not you, somebody can read your email or text messages: freeze the account.`,
      sms: ({ brand, count }) => `${count} wrong codes for a new password at ${brand}.`,
    },
    authenticator_bound: {
      subject: ({ brand }) => `Google Authentication is on at ${brand}`,
      what: ({ addedHoldHours }) =>
        `From now on you need a code from the authenticator app when you log in. All other devices are logged out, and withdrawals are on hold for ${addedHoldHours} hours.`,
      sms: ({ brand }) => `Google Authentication is on at ${brand}.`,
    },
    authenticator_changed: {
      subject: ({ brand }) => `Your authenticator app at ${brand} has been changed`,
      what: ({ holdHours }) =>
        `Codes from the old one no longer work. All other devices are logged out, and withdrawals are on hold for ${holdHours} hours.`,
      sms: ({ brand }) => `Your authenticator app at ${brand} has been changed.`,
    },
    authenticator_removed: {
      subject: ({ brand }) => `Google Authentication has been disconnected at ${brand}`,
      what: ({ holdHours }) =>
        `Your account no longer asks for a code from the authenticator app, and the Recovery Key Phrase no longer counts. All other devices are logged out, and withdrawals are on hold for ${holdHours} hours.`,
      sms: ({ brand }) => `Google Authentication is disconnected at ${brand}.`,
    },
    recovery_key_used: {
      subject: ({ brand }) => `Your Recovery Key Phrase at ${brand} has been used`,
      what: () =>
        'Somebody used the Recovery Key Phrase and is about to connect a new authenticator app. Codes from the old one and passkeys of the account no longer work, and all devices are logged out.',
      sms: ({ brand }) => `The Recovery Key Phrase at ${brand} was used.`,
    },
    recovery_key_failed: {
      subject: ({ brand }) => `Wrong Recovery Key Phrase on your account at ${brand}`,
      what: () =>
        'Somebody entered the right password or code, and then a Recovery Key Phrase that is not yours. Nobody was let in.',
      sms: ({ brand }) => `Wrong Recovery Key Phrase tried at ${brand}.`,
    },
    authenticator_replaced: {
      subject: ({ brand }) => `A new authenticator app on your account at ${brand}`,
      what: ({ holdHours }) =>
        `The authenticator app was replaced with the Recovery Key Phrase. The old app, the old phrase and earlier passkeys no longer work, all other devices are logged out, and withdrawals are on hold for ${holdHours} hours.`,
      sms: ({ brand }) => `A new authenticator app at ${brand}.`,
    },
    recovery_key_renewed: {
      subject: ({ brand }) => `A new Recovery Key Phrase for your account at ${brand}`,
      what: () => 'A new Recovery Key Phrase was made for your account. The old one no longer works.',
      sms: ({ brand }) => `A new Recovery Key Phrase at ${brand}.`,
      wasNotYou:
        'Was it not you? Log in, make your own Recovery Key Phrase, and then change the password. Then the other one is out. Freezing the account is not enough.',
    },
    passkey_added: {
      subject: ({ brand }) => `A new passkey on your account at ${brand}`,
      what: ({ addedHoldHours }) =>
        `A passkey was added to your account. It can be used to log in without the password. Withdrawals are on hold for ${addedHoldHours} hours.`,
      sms: ({ brand }) => `A new passkey on your account at ${brand}.`,
    },
    passkey_removed: {
      subject: ({ brand }) => `A passkey has been removed at ${brand}`,
      what: ({ holdHours }) =>
        `A passkey was removed from your account and no longer works. All other devices are logged out, and withdrawals are on hold for ${holdHours} hours.`,
      sms: ({ brand }) => `A passkey has been removed at ${brand}.`,
    },
    passkey_suspended: {
      subject: ({ brand }) => `A passkey on your account at ${brand} is suspended`,
      what: ({ holdHours }) =>
        `A passkey was used in a way that suggests there is a copy of it. It no longer works. Somebody may have been in your account: all devices are logged out, and withdrawals are paused for ${holdHours} hours. Log in another way, remove it, and look through your passkeys.`,
      sms: ({ brand }) => `A passkey is suspended at ${brand}.`,
    },
    removal_requested: {
      subject: ({ brand }) => `Someone wants to remove your authenticator app at ${brand}`,
      what: () =>
        'Someone has asked to remove the authenticator app from your account. It stays until the waiting time is over.',
      sms: ({ brand }) => `Someone wants your authenticator removed at ${brand}.`,
    },
    account_deletion_requested: {
      subject: ({ brand, untilDay }) => `Your account at ${brand} will be deleted on ${untilDay}`,
      what: ({ until }) =>
        `Someone has asked to delete your account. It will be deleted on ${until}. Until then withdrawals are on hold, and every other device is logged out. If you want to keep the account, log in before that and choose “Keep the account”.`,
      sms: ({ brand, untilDate }) => `Your ${brand} account ends on ${untilDate}. Log in to keep it.`,
      wasNotYou:
        'Was it not you? Freeze the account at once. Then nobody gets in, and the account will not be deleted.',
    },
    account_deletion_soon: {
      subject: ({ brand, untilDay }) => `Reminder: your account at ${brand} will be deleted on ${untilDay}`,
      what: ({ until }) =>
        `Some time ago someone asked to delete your account. It will be deleted on ${until}, and cannot be brought back after that. If you want to keep it, log in before then and choose “Keep the account”. The deletion was asked for:`,
      sms: ({ brand, untilDate }) => `Reminder: ${brand} account ends ${untilDate}. Log in to keep it.`,
      wasNotYou:
        'Was it not you? Freeze the account at once. Then nobody gets in, and the account will not be deleted.',
      notMeLife:
        'The link works until the account is deleted, even when you are logged out. It can only freeze the account, never open it.',
    },
    account_deletion_cancelled: {
      subject: ({ brand }) => `Your account at ${brand} will not be deleted`,
      what: ({ holdHours }) =>
        `The deletion of your account was stopped. You can use the account as before, but withdrawals are on hold for ${holdHours} hours.`,
      sms: ({ brand }) => `Your account at ${brand} will not be deleted.`,
    },
    account_deleted: {
      subject: ({ brand }) => `Your account at ${brand} is deleted`,
      what: () =>
        'Your account is deleted, as was asked for. Your password, addresses and devices are gone from here and cannot be brought back. This is the last message about it. If you want to come back later, create a new account.',
      sms: ({ brand }) => `Your account at ${brand} is deleted. This is the last message.`,
    },
  },
  wasYou: 'Was this you? Then there is nothing you need to do.',
  wasNotYou: 'Was it not you? Freeze the account at once. Then nobody gets in, including whoever did this.',
  notMe: 'This was not me',
  notMeLife: (days) =>
    `The link works for ${days} days, even when you are logged out. It can only freeze the account, never open it.`,
  notMeSms: (url) => `This was not me: ${url}`,
  putBack: ({ previous }) => ({
    label: 'Put the address back',
    text: previous
      ? 'Was it not you? Put the address back. All devices are then logged out, and the new address stops working. So do addresses and numbers that were added recently.'
      : 'Was it not you? Put the address back. All devices are then logged out, and addresses and numbers that were added recently stop working.',
  }),
  takeAway: ({ masked }) => ({
    label: `Remove ${masked}`,
    text: 'Was it not you? Remove what was added. All devices are then logged out, and it stops working.',
  }),
  undoLife: (hours) => `The link works for ${hours} hours, also when you are logged out.`,
  undoSms: (url) => `This was not me, undo: ${url}`,
  alsoFreeze: 'You can also freeze the account. Then nobody gets in, nor whoever did this.',
  isFrozen:
    'Your money stays where it is. When you want to use the account again, open it with your password and a code from us.',
  thaw: 'Open the account again',
  thawSms: (url) => `Open it again: ${url}`,
}
