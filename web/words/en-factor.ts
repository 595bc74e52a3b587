// English for the second proof: the authenticator, passkeys and the Recovery Key Phrase.
import type * as nb from './nb-factor.ts'

/** What only a step with a second proof can meet; the pages without one carry none of it. */
export const factorRefusals = {
  totp_wrong:
    'The code is not right. Check that you are looking at the right account in the app, and use the code it shows now.',
  totp_late:
    'The code is right, but for another time: the clock on your phone is off. Turn on automatic time on the phone and try again.',
  totp_used: 'The code has been used already. Wait until the app shows a new one.',
  totp_used_up:
    'A wrong code was entered too many times. Do this on another device where you are logged in, or choose “Lost or changed your phone?”.',
  totp_not_enrolled: 'The account has no authenticator app that can be used now. Start again.',
  totp_enrolled:
    'The account has an authenticator app already, perhaps from another tab. Use it, or replace it from your account page.',
  recovery_key_mistyped:
    'Something in the Recovery Key Phrase is mistyped. Check each group. This does not count as a try.',
  recovery_key_wrong: 'That is not the Recovery Key Phrase of this account. Check that you have the right one.',
  recovery_key_spent: 'That Recovery Key Phrase has been replaced. Use the newest one.',
}

export const totpUsedUp: typeof nb.totpUsedUp = {
  passkey: 'A wrong code was entered too many times. Use your passkey.',
  passkeyOrKey:
    'A wrong code was entered too many times. Use your passkey, or the Recovery Key Phrase under “Lost or changed your phone?”.',
  key: 'A wrong code was entered too many times. Use the Recovery Key Phrase under “Lost or changed your phone?”.',
  keyOrDevice:
    'A wrong code was entered too many times. Use the Recovery Key Phrase under “Lost or changed your phone?”, or try on another device you have used before.',
}

export const factorStep: typeof nb.factorStep = {
  usePasskey: 'Use a passkey',
  title: 'Enter the code from the app',
  lead: 'Open the authenticator app on your phone, and enter the code it shows for your account now.',
  code: '6-digit code',
  help: 'Help when the code does not work',
  trust: (days) => `Trust this device for ${days} days`,
  trustHint: 'Then we do not ask for the code here when you log in. Leave it off on devices you share with others.',
  passkeyTitle: 'Use your passkey',
  passkeyLead: 'Confirm with your fingerprint, your face or the PIN of the device.',
}

export const lostPasskey: typeof nb.lostPasskey = {
  link: 'Lost your passkey?',
  noneTitle: 'Without a passkey',
  noneLead: 'There is no form for this yet. This is what you can do now:',
  tryFirst: [
    'Look for it on other devices. Your password manager, such as iCloud Keychain or Google Password Manager, may have taken it there.',
    'If it is on your phone, you can use it from here too: choose the phone when the browser asks where the passkey is.',
    'If the device is stolen, freeze the account with “This was not me” in a message from us. Then nobody gets in.',
  ],
  noneWorks:
    'The account has no passkey that works now. If it is suspended because there may be a copy of it, we have written to you about that. This is what you can do now:',
  mailSubject: 'Removal of a passkey',
  mailText:
    'I would like to ask for the removal of the passkey from my account. I no longer have a passkey that works, and no authenticator app.',
}

export const lostPhone: typeof nb.lostPhone = {
  link: 'Lost or changed your phone?',
  guide: 'Guide, step by step',
  back: 'Back',
  next: 'Next',
  reasonLegend: 'What has happened?',
  reasons: {
    lost: 'The phone is lost, stolen or broken',
    changed: 'I have changed phones',
    other: 'Something else',
  },
  choiceTitle: 'Do you have the Recovery Key Phrase?',
  advice: {
    lost: 'With it you connect a new authenticator app right away. The old one stops working, also for whoever has the phone.',
    changed:
      'If you still have the old phone, you can move the account in Google Authenticator with “Transfer accounts”. Otherwise you connect the new phone with the phrase.',
    other:
      'First check that you are looking at the right account in the app, and that the clock of the phone is right. If that does not help, connect the app anew with the phrase.',
  },
  have: 'I have the Recovery Key Phrase',
  haveNot: 'I do not have the Recovery Key Phrase',
  suspendedTitle: 'Connect a new authenticator app',
  suspended:
    'The Recovery Key Phrase has been used, so the old app no longer works. Enter the same phrase once more, and connect a new app.',
  enterLead: (hours) =>
    `Enter or paste the whole phrase. As soon as it is accepted, the old app and all passkeys of the account stop working, every device is logged out, and withdrawals are on hold for ${hours} hours.`,
  noneTitle: 'Without phone and phrase',
  noneLead: 'There is no form for this yet. This is what you can do now:',
  tryFirst: [
    'Look for the phrase once more: on paper, in your password manager or in a file you downloaded. It begins with rkp1.',
    'Look into the authenticator app on other devices. Google Authenticator may have kept the codes in your Google account.',
    'If the phone is stolen, freeze the account with “This was not me” in a message from us. Then nobody gets in.',
  ],
  writeTitle: 'Write to support',
  write: (address) =>
    `Send this text to ${address} from the email address that belongs to the account. If the account has only a phone number, write the number in the email. Preferably use your usual device and network.`,
  mailSubject: 'Removal of Google Authenticator',
  mailText:
    'I would like to ask for the removal of Google Authenticator from my account. I have lost my Recovery Key Phrase (RKP).',
  mail: 'Write an email',
  copyText: 'Copy the text',
  expect: [
    'A person looks at the case. Expect questions about who you are, and expect to wait.',
    'An email alone opens no account, so a thief does not get in that way either.',
    'We never ask you for passwords, codes or the Recovery Key Phrase.',
  ],
  replacedTitle: 'The new app is connected',
  replaced:
    'You are logged in. The old app, the old Recovery Key Phrase and earlier passkeys no longer work, and all other devices are logged out.',
  go: 'Continue',
  reset:
    'The password has been changed. Log in with it and a code from the new app. The old app, the old Recovery Key Phrase and earlier passkeys no longer work.',
  resetStopped:
    'The password has been changed, but the new app was not connected in time. Log in with the new password, and use the same Recovery Key Phrase once more.',
  resetStoppedTitle: 'One step is left',
  unsureTitle: 'The new app may be connected',
  unsure:
    'Our answer did not reach you. Log in with the password, and try a code from the new app. Keep the new Recovery Key Phrase, and do not throw the old one away before you are in.',
  resetUnsure:
    'The password has been changed, but our answer to the last step did not reach you. Log in with the new password, and try a code from the new app. Keep the new Recovery Key Phrase, and do not throw the old one away before you are in.',
  thawed:
    'Log in with the password, and use the same Recovery Key Phrase once more. That connects a new app. The old one and earlier passkeys no longer work.',
  holdUntil: (end) => `Withdrawals are on hold until ${end}.`,
  holdHours: (hours) => `Withdrawals are on hold for ${hours} hours.`,
}
