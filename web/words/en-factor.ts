// English for the second proof: the authenticator, passkeys and the Recovery Key Phrase.

/** What only a step with a second proof can meet; the pages without one carry none of it. */
export const factorRefusals = {
  totp_wrong:
    'The code is not right. Check that you are looking at the right account in the app, and use the code it shows now.',
  totp_late:
    'The code is right, but for another time: the clock on your phone is off. Turn on automatic time on the phone and try again.',
  totp_used: 'The code has been used already. Wait until the app shows a new one.',
  totp_used_up:
    'A wrong code was entered too many times. Use the Recovery Key Phrase, or log in from a device you have used before.',
  totp_not_enrolled: 'The account has no authenticator app that can be used now.',
  totp_enrolled: 'The account has an authenticator app already. It may have been connected in another tab.',
  passkey_wrong: 'The passkey was not accepted. Try again, or use something else.',
  recovery_key_mistyped:
    'Something in the Recovery Key Phrase is mistyped. Check each group. This does not count as a try.',
  recovery_key_wrong: 'That is not the Recovery Key Phrase of this account. Check that you have the right one.',
  recovery_key_spent: 'That Recovery Key Phrase has been replaced. Use the newest one.',
}
