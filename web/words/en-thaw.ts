// English for opening a frozen account again.

export const thaw = {
  title: 'Open a frozen account',
  lead: 'Enter your address or number and your password. We send you a code.',
  next: 'Next',
  sentBySms: (to: string) =>
    `If the account is frozen and the password is right, we have sent a text message with a code to ${to}.`,
  sentByEmail: (to: string) =>
    `If the account is frozen and the password is right, we have sent an email with a code to ${to}.`,
  whyProof:
    'There were many wrong tries, or many codes were asked for. So you confirm the address first. After that we send the code that opens the account.',
  doneTitle: 'The account is open again',
  asBefore: 'You can log in as before.',
  done: (hours: number) =>
    `Withdrawals are on hold for ${hours} hours. Change your password if someone else may have seen it.`,
  otherAddress: 'If the account has another address or number, you can use that one instead.',
  startOver: 'Start again',
  forgotten: 'Have you forgotten the password of a frozen account? Write to support:',
  waitTitle: 'The account cannot be opened yet',
  wait: (when: string) =>
    `The password was replaced shortly before the account was frozen. If it was not you, whoever did it must not be able to open the account. It can be opened ${when} at the earliest. Start again here then.`,
  waitHelp: 'Was it not you who replaced the password, or is it urgent? Write to support:',
}
