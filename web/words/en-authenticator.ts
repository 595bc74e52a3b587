// English for setting up, changing and removing the authenticator: the same keys as nb-authenticator.ts.
import type * as nb from './nb-authenticator.ts'

export const authenticator: typeof nb.authenticator = {
  bindTitle: 'Set up Google Authentication',
  bindLead:
    'When you log in, you also enter a 6-digit code from an app on your phone. Your password alone is no longer enough.',
  bindEffects: [
    'First we send you a verification code.',
    'Then you connect an authenticator app and put a Recovery Key Phrase in a safe place.',
  ],
  changeTitle: 'Change authenticator app',
  changeLead: 'The app you have now works until the very moment the new one is connected.',
  changeEffects: [
    'First we send you a verification code. You also need a code from the app you have now.',
    'Then you connect the new app. Your Recovery Key Phrase stays the same.',
  ],
  whenDone: (hours) =>
    `When you finish, all other devices are logged out, and withdrawals are on hold for ${hours} hours.`,
  removeTitle: 'Disconnect Google Authentication?',
  removeWarning: (hours) => `Withdrawals will be on hold for ${hours} hours.`,
  removeToPassword: 'After that, your password alone is enough to log in.',
  removeSuspended: 'Suspended passkeys are removed too.',
  removeToPasskey:
    'After that, you need a passkey to log in: the password is not enough by itself. If you lose it, you have no Recovery Key Phrase to get in with.',
  removeEffects: [
    'The Recovery Key Phrase stops working, and all other devices are logged out.',
    'First we send you a verification code. You also need a code from the app.',
  ],
  bothTitle: 'Enter both codes',
  oldCode: 'Code from the app you have now',
  appCode: '6-digit code',
  keyTitle: 'Connect the authenticator app',
  install: 'Install Google Authenticator on your phone, or use another authenticator app that you have.',
  appStore: 'App Store',
  playStore: 'Google Play',
  scan: 'Tap “+” in the app, choose “Scan a QR code”, and point the camera here.',
  keyQr: 'QR code to scan with the authenticator app. The same key is written out below.',
  key: 'Setup key',
  copyKey: 'Copy key',
  copied: 'Copied',
  copyRefused: 'The browser didn’t let us copy. The text is selected, so you can copy it yourself.',
  cannotScan: 'Can’t scan the QR code?',
  byKey: [
    'Tap “+” in the app, and choose “Enter a setup key”.',
    'Give the account a name you recognise, and type or paste the setup key.',
    'Leave the type as “Time based”, and tap “Add”.',
  ],
  openApp: 'Open in the authenticator app',
  enter: 'Enter the code the app shows now.',
  until: (time) => `Take the time you need. The key waits until ${time}.`,
  doneTitle: 'You are all set!',
  bound: (hours) =>
    `From now on we ask for a 6-digit code when you log in. All other devices are logged out, and withdrawals are on hold for ${hours} hours.`,
  changed: (hours) =>
    `The new app is connected, and the old one no longer works. All other devices are logged out, and withdrawals are on hold for ${hours} hours.`,
  removedTitle: 'Google Authentication is disconnected',
  removed: (hours) =>
    `Delete the account in the authenticator app too, and throw the Recovery Key Phrase away. All other devices are logged out, and withdrawals are on hold for ${hours} hours.`,
  renewed: 'The new Recovery Key Phrase counts from now on. Throw the old one away: it no longer works.',
  finish: 'Done',
  elsewhere: 'This has been done already, perhaps in another tab.',
}

export const recoveryKey: typeof nb.recoveryKey = {
  label: 'Recovery Key Phrase',
  introTitle: 'Get your Recovery Key Phrase',
  introLead: 'If you lose your phone, this phrase and your password get you in.',
  facts: [
    'We show the Recovery Key Phrase once and keep only a one-way check value; nobody, including us, can show it again.',
    'Keep it off this phone: on paper, or in a password manager on another device.',
    'Afterwards you enter it once, so that we know you have it.',
  ],
  renewTitle: 'Make a new Recovery Key Phrase',
  renewLead: 'The old one works until you have entered the new one. Your authenticator app stays the same.',
  show: 'Show the phrase',
  shownTitle: 'Keep the phrase safe',
  shownLead: 'It is shown only now. Don’t take a picture of it with your phone.',
  qr: 'QR code with the Recovery Key Phrase. The same phrase is written out below.',
  copy: 'Copy',
  download: 'Download',
  downloaded: 'Downloaded. Move the file to a safe place off this device.',
  print: 'Print',
  kept: 'I have put it in a safe place',
  enterTitle: 'Enter the Recovery Key Phrase',
  enterLead: 'Fetch it from where you put it, and type or paste all of it.',
  enterHint: 'Capitals make no difference, and dashes and spaces may be left out.',
  required: 'Enter the whole Recovery Key Phrase.',
  notThis: 'This is another phrase than the one we showed last. Enter the newest one.',
  seeAgain: 'See the phrase again',
  lostTitle: 'Do you have the Recovery Key Phrase?',
  lostLead: 'It was shown but has not been entered yet. If you kept it, enter it here.',
  lostElse: 'If you don’t have it, we make a new one. It is shown once, and the one before no longer counts.',
  another: 'Show a new phrase',
  leaveTitle: 'Do you want to stop?',
  leave:
    'The phrase you have seen won’t count if you stop now. Throw it away in that case. Everything else stays as it was.',
  stay: 'Carry on',
  stop: 'Stop the set-up',
  paperTitle: (brand) => `Recovery Key Phrase for ${brand}`,
  paperMade: (date) => `Made ${date}`,
  paperUse:
    'If you lose the phone with the authenticator app, this phrase and your password get you in. It can be used once, and then you get a new one.',
  paperKeep:
    'Keep this sheet safe, and not together with the phone. We never ask you for the phrase by email, SMS or telephone.',
  file: 'recovery-key-phrase',
}
