// English for the door of the staff and what stands behind it.

export const staff = {
  title: 'For staff',
  lead: 'The way in for those who work with us.',
  logIn: 'Log in with a passkey',
  lost: 'Have you lost your passkey? Ask an administrator for a new invitation.',
  customer: 'I am a customer',
  inviteTitle: 'You are invited',
  inviteText:
    'Make a passkey on this device. It is the only way in, so there is no password to lose or be tricked out of.',
  role: 'Role',
  roles: {
    support: 'Support',
    reviewer: 'Reviewer',
    compliance: 'Compliance',
    admin: 'Administrator',
  },
  until: (when: string) => `The invitation is good for one person, once, until ${when}.`,
  name: 'Name',
  nameHint: 'How your colleagues see your name.',
  nameWrong: 'Use 1 to 60 ordinary characters.',
  make: 'Make a passkey',
  endedTitle: 'The invitation is no longer good',
  ended:
    'It was used or has expired. If you used it yourself, log in here. If not, somebody else may have used it: tell an administrator.',
  over: 'The session is over. Log in again.',
  logOut: 'Log out',
  emptyTitle: 'No cases',
  empty: 'There is nothing to review. Customers cannot hand in cases yet.',
  actsTitle: 'What you have done',
  acts: {
    joined: 'Accepted the invitation',
    signed_in: 'Logged in',
    signed_out: 'Logged out',
    invited: 'Invited a colleague',
    ended_member: 'Shut a colleague out',
  },
  notYou: 'Do you see something you do not recognise? Tell an administrator at once.',
  ends: (minutes: number, latest: string) =>
    `You are logged out after ${minutes} minutes without use, and at ${latest} at the latest.`,
  colleagues: 'Colleagues',
  you: 'You',
  lastIn: (when: string) => `last in ${when}`,
  states: { suspended: 'Suspended: there may be a copy of the passkey', ended: 'Shut out' },
  invite: 'Invite a colleague',
  inviteAct:
    'Choose the role, and confirm with your passkey. You get a link that lets in one person, once, within a day.',
  confirm: 'Confirm with a passkey',
  linkTitle: 'The link is ready',
  linkText: 'It is shown only now. Give it to the one it is for, so that nobody else sees it.',
  copyLink: 'Copy the link',
  end: 'Shut out',
  endName: (name: string) => ` ${name}`,
  endTitle: (name: string) => `Shut ${name} out?`,
  endText:
    'Every session ends at once, and the passkey no longer lets anybody in. The way back in is a new invitation.',
}

/** Where there is no other way than the passkey. */
export const staffPasskeyProblems = {
  cancelled: 'It was cancelled, or the device found no passkey for this page. Try again.',
  unsupported: 'The browser cannot use passkeys here. Update it, or use another browser.',
  passkey_wrong: 'The passkey was not accepted. Try again with the one made for this page.',
  passkey_unknown: 'This passkey no longer lets anybody in. Ask an administrator for a new invitation.',
  passkey_suspended:
    'The passkey is suspended, because there may be a copy of it. Ask an administrator for a new invitation.',
}

export const staffRefusals = {
  invitation_ended: 'The invitation was used or has expired. Ask for a new one.',
  role_required: 'Your role may not do this. Ask an administrator to do it.',
}
