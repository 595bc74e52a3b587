/** The mails and text messages, in English. */
import type { MessageWords } from './messages.nb.ts'

function life(minutes: number | undefined): string {
  return minutes === undefined ? 'It can be used once.' : `It is valid for ${inMinutes(minutes)} and can be used once.`
}

function shortLife(minutes: number | undefined): string {
  return minutes === undefined ? '' : ` It is valid for ${inMinutes(minutes)}.`
}

const inMinutes = (minutes: number) => `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`

export const messages: MessageWords = {
  sign_up_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Your verification code from ${brand}`,
      heading: 'Verify your email address',
      before: [`Enter this verification code to create an account with ${brand}:`],
      after: [
        life(validMinutes),
        `Never give the code to anyone. ${brand} never asks for it by phone, chat or email.`,
        'Was it not you who asked for the code? Then you can ignore this message. Without the code there is no account.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\nis your verification code for ${brand}.${shortLife(validMinutes)} Never give it to anyone.`,
  },
  sign_up_taken: {
    mail: ({ brand, signInUrl }) => ({
      subject: `You already have an account with ${brand}`,
      heading: 'You already have an account',
      before: [
        `Someone tried to create an account with ${brand} using this email address. It belongs to your account already, and nothing has changed.`,
        'Was it you? Then just log in.',
      ],
      action: { label: 'Log in', url: signInUrl },
      after: [
        'Was it not you? Then there is nothing you need to do. The other person is not told that you have an account.',
      ],
    }),
    sms: ({ brand, signInUrl }) =>
      `Someone tried to create an account with ${brand} using your number. You already have one. If it was you, log in: ${signInUrl}`,
  },
  identifier_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Your verification code from ${brand}`,
      heading: 'Verify your email address',
      before: [`Enter this verification code to add the email address to your account with ${brand}:`],
      after: [
        life(validMinutes),
        `Never give the code to anyone. ${brand} never asks for it by phone, chat or email.`,
        'Was it not you who asked for the code? Then you can ignore this message. Without the code the address is not added.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\nis the code to add this number to your ${brand} account.${shortLife(validMinutes)} Never give it to anyone.`,
  },
  identifier_taken: {
    mail: ({ brand }) => ({
      subject: `Your email address is already in use with ${brand}`,
      heading: 'The address belongs to your account',
      before: [
        `Someone tried to add this email address to another account with ${brand}. It belongs to your account already, and nothing has changed.`,
      ],
      after: [
        'Was it you? Log in with this address to use the account it belongs to.',
        'Was it not you? Then there is nothing you need to do.',
      ],
    }),
    sms: ({ brand }) =>
      `Someone tried to add your number to another account with ${brand}. It belongs to your account already. Nothing has changed.`,
  },
  recovery_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Your code for a new password at ${brand}`,
      heading: 'Create a new password',
      before: [`Enter this verification code to create a new password at ${brand}:`],
      after: [
        life(validMinutes),
        `Never give the code to anyone. Whoever has it can take over your account. ${brand} never asks for it by phone, chat or email.`,
        'Didn’t ask for the code? Then you can ignore this message. Your password is the same as before.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\nis your code for a new password at ${brand}.${shortLife(validMinutes)} Never give it to anyone.`,
  },
  change_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Your code to change your addresses at ${brand}`,
      heading: 'Change the addresses of your account',
      before: [`Enter this verification code to change or remove an address of your account at ${brand}:`],
      after: [
        life(validMinutes),
        `Never give the code to anyone. ${brand} never asks for it by phone, chat or email.`,
        'Was it not you who asked for the code? Then someone is logged in to your account. Nothing changes without the code. Change your password now.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\nchanges your addresses at ${brand}.${shortLife(validMinutes)} Never give it to anyone.`,
  },
  step_up_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Confirm that it is you at ${brand}`,
      heading: 'Confirm that it is you',
      before: [
        `Someone who is logged in to your account at ${brand} wants to add an address or a passkey. If it is you, enter this verification code:`,
      ],
      after: [
        life(validMinutes),
        `Never give the code to anyone. ${brand} never asks for it by phone, chat or email.`,
        'Was it not you? Without the code nothing is added. Log out all other devices, and change your password now.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\nconfirms that it is you who are logged in at ${brand}.${shortLife(validMinutes)} Never give it to anyone.`,
  },
  authenticator_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Your code for Google Authentication at ${brand}`,
      heading: 'Google Authentication',
      before: [`Enter this verification code to set up, change or disconnect your authenticator app at ${brand}:`],
      after: [
        life(validMinutes),
        `Never give the code to anyone. ${brand} never asks for it by phone, chat or email.`,
        'Was it not you who asked for the code? Then someone is logged in to your account. Log out all other devices, and change your password.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\nis your code for Google Authentication at ${brand}.${shortLife(validMinutes)} Never give it to anyone.`,
  },
  thaw_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Your code to open your account at ${brand}`,
      heading: 'Open your account again',
      before: [`Enter this verification code to open your frozen account at ${brand}:`],
      after: [
        life(validMinutes),
        `Never give the code to anyone. ${brand} never asks for it by phone, chat or email.`,
        'Was it not you who asked for the code? Then someone knows your password. The account is still frozen and does not open without the code. Change your password once you have opened it yourself.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\nopens your frozen account at ${brand}.${shortLife(validMinutes)} Never give it to anyone.`,
  },
  recovery_mailbox_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Confirm your address at ${brand}`,
      heading: 'Before you create a new password',
      before: [
        `Somebody has asked for a new password for your account at ${brand} many times. So you confirm the address first. After that we send the code for the new password. Enter this verification code now:`,
      ],
      after: [
        life(validMinutes),
        `Never give the code to anybody. ${brand} will never ask you for it by phone, chat or email.`,
        'Were you not asking for a new password? Then you need not do anything. Your password is the same as before.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\nis the code you need before you create a new password at ${brand}.${shortLife(validMinutes)} Never give it to anybody.`,
  },
  sign_in_code: {
    mail: ({ brand, validMinutes }) => ({
      subject: `Your code to log in at ${brand}`,
      heading: 'Log in on a new device',
      before: [
        `Somebody has typed a wrong password for your account at ${brand} many times, on devices we do not know. So we ask for this verification code before we look at a password from a new device:`,
      ],
      after: [
        life(validMinutes),
        `Never give the code to anybody. ${brand} will never ask you for it by phone, chat or email.`,
        'Were you not trying to log in? Then you need not do anything. Your account is not locked, and the devices you already use log in as always.',
      ],
    }),
    sms: ({ brand, code, validMinutes }) =>
      `${code}\nis your code to log in at ${brand} on a new device.${shortLife(validMinutes)} Never give it to anybody.`,
  },
  phrase: (phrase) => `Your anti-phishing phrase: ${phrase}`,
  footer: ({ brand }) => `This message was sent automatically by ${brand}. You cannot reply to it.`,
}
