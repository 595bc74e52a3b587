// English for approving one withdrawal.

export const approval = {
  title: 'Approve withdrawal',
  question: 'Approve the withdrawal?',
  lead: (who: string) => `${who} is asking. Check the amount and the address before you answer.`,
  amount: 'Amount',
  address: 'To the address',
  network: 'Network',
  reference: 'Reference',
  askedBy: 'Who asks',
  until: 'Answer by',
  left: (time: string) => `${time} left`,
  codeText: 'Enter the code from your authenticator app. It approves this withdrawal and nothing else.',
  approve: 'Approve',
  approveWithPasskey: 'Approve with a passkey',
  passkeyText: 'Your passkey approves this withdrawal and nothing else.',
  decline: 'Decline',
  notYou: 'Wasn’t it you who asked for this?',
  notYouText: 'Decline the withdrawal and freeze the account. Nobody gets in until you open it again.',
  holdTitle: 'Withdrawals are on hold now',
  hold: (end: string) =>
    `Withdrawals from the account are on hold until ${end}, because something about the account changed. Nobody can shorten the hold. Ask for the withdrawal again once it is over.`,
  noFactorTitle: 'Withdrawals are approved with an authenticator app or a passkey',
  noFactor: (hours: number) =>
    `A password and a code by email or SMS are not enough to send money out. Set up Google Authentication or a passkey, and ask for the withdrawal again. For the first ${hours} hours after that withdrawals are on hold.`,
  setUp: 'Go to Account and security',
  approvedTitle: 'The withdrawal is approved',
  approved: (what: string, who: string) => `You have approved ${what}. ${who} does the rest.`,
  declinedTitle: 'The withdrawal is declined',
  declined: 'Nothing will be sent.',
  expiredTitle: 'Time is up',
  expired: 'The withdrawal was not carried out and nothing was sent. Ask for it again if you still want to withdraw.',
  missingTitle: 'We did not find the withdrawal',
  missing: 'It may belong to another account than the one you are logged in to, or be long ago. Nothing was sent.',
  back: 'Go back',
}

export const approvalRefusals = {
  withdrawals_on_hold: 'Withdrawals are on hold now. Ask for the withdrawal again once the hold is over.',
  factor_required: 'Withdrawals are approved with an authenticator app or a passkey. Set one up first.',
}
