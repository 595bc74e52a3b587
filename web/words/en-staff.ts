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
  nameWrong: 'Type your name, with 60 characters at most.',
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
    ended_invitation: 'Took an invitation back',
    ended_member: 'Shut a colleague out',
  },
  notYou: 'Do you see something you do not recognise? Tell an administrator at once.',
  ends: (minutes: number, latest: string) =>
    `You are logged out after ${minutes} minutes without use, and at ${latest} at the latest.`,
  colleagues: 'Colleagues',
  you: 'You',
  lastIn: (when: string) => `last in ${when}`,
  states: {
    suspended: 'Suspended: there may be a copy of the passkey',
    broken: 'Cannot be read: somebody changed the database',
    ended: 'Shut out',
  },
  openInvitations: 'Open invitations',
  invitedBy: (name: string) => `From ${name}`,
  operators: 'operations',
  goodUntil: (when: string) => `good until ${when}`,
  withdraw: 'Take back',
  withdrawName: (role: string) => ` the invitation as ${role.toLowerCase()}`,
  saidWithdrawn: 'The invitation is taken back. Its link lets nobody in.',
  withdrawnLate: 'The invitation had been used or had expired. Look through who is in.',
  invite: 'Invite a colleague',
  inviteAct:
    'Choose the role, and confirm with your passkey. You get a link that lets in one person, once, within a day.',
  confirm: 'Confirm with a passkey',
  linkTitle: 'The link is ready',
  linkText: 'The link is shown only now. Send it only to the one who is invited, where nobody else can read it.',
  copyLink: 'Copy the link',
  end: 'Shut out',
  endName: (name: string) => ` ${name}`,
  endTitle: (name: string) => `Shut ${name} out?`,
  endText:
    'Your colleague is logged out everywhere at once, and the passkey no longer works. The way back in is a new invitation.',
  endConfirm: 'Shut out with a passkey',
  saidEnded: (name: string) => `${name} is shut out.`,
}

/** Where the first passkey is made, and there is none to look for. */
export const staffJoiningProblems = {
  cancelled: 'It was cancelled. Try again.',
  passkey_wrong: 'The passkey was not accepted. Try again.',
}

/** Where there is no other way than the passkey. */
export const staffPasskeyProblems = {
  cancelled: 'It was cancelled, or the device found no passkey for this page. Try again.',
  unsupported: 'The browser cannot use passkeys here. Update it, or use another browser.',
  passkey_wrong: 'The passkey was not accepted. Try again with the one made for this page.',
  passkey_unknown: 'This passkey no longer works. Ask an administrator for a new invitation.',
  passkey_suspended:
    'The passkey is suspended, because there may be a copy of it. Ask an administrator for a new invitation.',
}

export const staffRefusals = {
  invitation_ended: 'The invitation was used or has expired. Ask for a new one.',
  role_required: 'Your role may not do this. Ask an administrator to do it.',
}
