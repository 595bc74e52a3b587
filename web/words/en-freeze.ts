// English for freezing, and the words that messages begin with.

export const freeze = {
  name: 'If someone has got in',
  state: 'Freeze the account, and nobody gets in until you open it again.',
  freeze: 'Freeze account',
  title: 'Freeze the account?',
  consequences: (hours: number) => [
    'Every device is logged out at once.',
    'Nobody can log in, withdraw money or change anything. Your money stays where it is.',
    `You open the account again with your password, a code from us, and the app or the passkey if you have one. After that, withdrawals are on hold for ${hours} hours.`,
    'If you have forgotten your password, replace it before you freeze. A frozen account cannot get a new password. If the password is new, it takes some days before the account can be opened.',
  ],
  frozenTitle: 'The account is frozen',
  frozen:
    'Every device is logged out, and nobody gets in. Your money stays where it is. We have told the addresses and numbers of the account.',
}

export const notMe = {
  title: 'Was it not you?',
  told: 'This is what we told you of:',
  other: 'Something on your account',
  passwordFirst: 'Did someone else set the password? Set your own instead, and the other one is out.',
  passwordWait: 'If you freeze, nobody can open the account for some days.',
  ifNot: 'If it was not you, freeze the account now. Then this happens:',
  ifFreeze: 'If you freeze the account, this happens:',
  stopsDeletion: 'Nor is the account deleted then.',
  ifYou: 'Was it you after all? Then there is nothing you need to do. Opening this page has changed nothing.',
  endedTitle: 'The link no longer works',
  ended: 'It was used or has expired. You can still freeze the account: log in and go to “Account and security”.',
}

export const phrase = {
  name: 'Anti-phishing phrase',
  none: 'Not chosen. Words that only you and we know, in everything we send you.',
  hidden: 'Hidden phrase',
  show: 'Show',
  hide: 'Hide',
  showRest: ' the phrase',
  choose: 'Choose a phrase',
  change: 'Change the phrase',
  text: 'We write the phrase in every email and text message to you, except the code to a new address or number. If it is missing anywhere else, the message is not from us. Never use your password here.',
  label: 'Anti-phishing phrase',
  hint: '3 to 40 characters, preferably several words. No links, no @ and no phone numbers.',
  wrong: 'Use 3 to 40 characters without links, @, phone numbers or unusual signs.',
  save: 'Save',
  remove: 'Remove the phrase',
  saved: 'The phrase is saved.',
  removed: 'The phrase is removed.',
}
