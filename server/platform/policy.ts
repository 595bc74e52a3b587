import { type PolicyChanges, readPolicyChanges } from './policy-changes.ts'

/**
 * The product's figures, all in one table: rules, screens, mails and help pages read them from here. Pages get them as they are
 * when they are built, without this file (vite.config.ts).
 */
const figures = {
  // Verification codes by mail and SMS
  codeDigits: 8,
  codeTtlSeconds: 600,
  codeTries: 5,
  codeResendSeconds: 60,
  /** Per address. */
  codesPerHour: 6,
  codesPerDay: 10,
  /** Per account, of what whoever is signed in asks for, to whatever addresses. */
  codesPerAccountDay: 30,
  /** So many resets of any day give those back. */
  codeRenewalsPerDay: 3,
  /** Wrong codes a day, in shares that draw on nothing of each other; five tries a code and ten codes a day would be too many over a month. All of an account together, at two addresses, are 32 (promise P3: ≤ 1e-5). Of strangers, per address as typed, at resets and at opening a frozen account: then the mailbox is proven first. */
  codeTriesOfStrangersPerDay: 5,
  /** Of whoever is signed in, or on a known device, per account. */
  codeTriesOfSessionsPerDay: 7,
  /** Of resets past the proof of the mailbox, per address. */
  codeTriesOfResetsPerDay: 5,
  /** Of opening a frozen account past that proof, per account: a right password stands before it. */
  codeTriesOfThawsPerDay: 5,
  /** Of a sign-up. */
  codeTriesOfSignUpsPerDay: 30,
  /** Per network: an IPv4 address, or the /64 of an IPv6 address. */
  codesPerNetworkHour: 60,
  /** Everybody who tries the demo comes from one address. */
  codesPerNetworkHourDemo: 600,
  /** A proof of the mailbox, before a password is looked at or a reset begins: its code serves every flow of the address, and is sent anew when it is this old … */
  sharedCodeSeconds: 300,
  /** … or on request, the first few an hour. */
  sharedCodesPerHour: 3,
  /** Tries of it, per address and network: it only stands before another proof. */
  sharedCodeTriesPerNetworkHour: 10,
  /** And by the /48 of an IPv6 network: one subscriber may have 65,536 networks. */
  sharedCodeTriesPerSiteHour: 20,
  /** A begun sign-up or reset, or a new address waiting for its code may be taken up again this long. */
  flowTtlSeconds: 3600,

  // Messages that cost money (promise P20)
  /** To numbers that begin alike (calling code and three digits), in any hour, unless enough of their codes are entered … */
  smsPerPrefixHour: 50,
  /** … and to a country. */
  smsPerCountryHour: 500,
  /** Enough: so many of a hundred that were sent in the same hour. */
  smsEnteredPercent: 30,
  /** Of `SMS_PER_DAY`, for numbers that no account has proven; the rest is the customers'. */
  smsStrangersPercent: 50,
  /** Codes a day that a customer's own number gets whatever others have used up, and as many again for whoever has shown more than it. */
  smsOwedPerNumberDay: 2,
  /** Notices by SMS to one account; the rest of that day's go by mail alone … */
  smsNoticesPerAccountDay: 30,
  /** … and to a young one, which a pump makes by the dozen. Not to older ones: whoever got in would use them up to hide. */
  smsNoticesPerYoungAccountDay: 10,
  youngAccountSeconds: 3 * 24 * 3600,
  /** So many notices by SMS in an hour wake the operator, to numbers that begin alike … */
  smsNoticesPerPrefixHour: 30,
  /** … and to a country. They are sent all the same: what others do must keep no owner from being told. */
  smsNoticesPerCountryHour: 500,

  // Bot check: a proof of work before an SMS to a new number, and where a network asks or fails too often
  /** PBKDF2 rounds of one try. */
  botCheckRounds: 2_000,
  /** Tries it takes at the most, half of them on average: some 0.5 s on a phone. Doubled, and doubled again, under load. */
  botCheckMostTries: 400,
  botCheckTtlSeconds: 600,
  /** Per network and hour: wrong passwords, and resets asked for, that need none. */
  botCheckFreePerNetworkHour: 10,
  /** Everybody who tries the demo comes from one address. */
  botCheckFreePerNetworkHourDemo: 200,

  // TOTP (RFC 6238)
  totpDigits: 6,
  totpStepSeconds: 30,
  totpKeyBits: 160,
  /** Steps before and after the present one that are accepted. */
  totpSkewSteps: 1,
  totpPendingKeySeconds: 900,
  /**
   * Wrong codes of an authenticator in any 30 days, after which another proof is asked for: all unknown devices together where
   * the password alone stands before it, where a code to an address does, and each known device for itself, in a row. With three
   * steps accepted they add up to one chance in 10,000 (promise P3).
   */
  totpFailuresBehindPassword: 10,
  totpFailuresBehindMailbox: 7,
  /** Behind both, to open a frozen account: beside those behind the mailbox, which whoever reads it alone can use up. */
  totpFailuresOfThaw: 3,
  totpFailuresOfDevice: 10,
  /** Given back to strangers in any 30 days, by new passwords that the owner proved the authenticator or a passkey for. */
  totpTriesGivenBack: 3,
  totpFailureWindowSeconds: 30 * 24 * 3600,
  /** How long a device need not be asked again, when the person says so. */
  trustedDeviceSeconds: 30 * 24 * 3600,
  /** A right password waits this long for the second proof. */
  factorStepSeconds: 600,

  // Recovery Key Phrase
  recoveryKeyBits: 160,
  recoveryKeyTriesPerHour: 5,
  recoveryKeyTriesPerDay: 10,

  // Passkeys (WebAuthn)
  /** How long a challenge waits for its answer. */
  passkeyCeremonySeconds: 300,
  passkeysPerAccount: 20,
  /** Wrong answers an hour from one network, by devices that nobody knows: nobody guesses a signature, but each costs work. */
  passkeyFailuresPerNetworkHour: 100,

  // Passwords
  /** While the password is the only factor (NIST SP 800-63B-4 §3.1.1.2). */
  passwordMinLengthAlone: 15,
  passwordMinLengthWithSecondFactor: 10,
  passwordMaxBytes: 1024,
  /** Argon2id by OWASP's first row; RFC 9106's names in the comments. */
  argon2MemoryKib: 46 * 1024, // m
  argon2Iterations: 1, // t
  argon2Parallelism: 1, // p

  // Wrong passwords
  /** The first that costs a wait. */
  wrongPasswordsBeforeWait: 5,
  /** Unknown devices prove the mailbox after this many in a day, over all of them … */
  wrongPasswordsBeforeMailboxProof: 20,
  /** … and after this many in a row, whatever the day: two addresses make the 100 of NIST SP 800-63B-4 §3.2.2. */
  wrongPasswordsInARow: 50,
  /** A known device is a stranger after this many in a row, until somebody has signed in on it. */
  wrongPasswordsOnKnownDevice: 20,
  /** A session ends after this many in a row by whoever holds it. */
  wrongPasswordsInASession: 20,
  /** So does it after this many wrong codes of the authenticator in a row: whoever has a stolen cookie is out, the owner signs in again. */
  wrongTotpCodesInASession: 5,
  /** Tries of the password after a proof of the mailbox. */
  wrongPasswordsAfterMailboxProof: 5,
  /** As long as browsers keep a cookie (RFC 6265bis §5.5). */
  deviceSeconds: 400 * 24 * 3600,

  /**
   * How long after its password was set anew a frozen account stays so: whoever set it shortly before that may not be its owner,
   * who would be the only one that cannot open it.
   */
  thawAfterNewPasswordSeconds: 72 * 3600,

  // Sessions
  webSessionIdleSeconds: 30 * 60,
  webSessionAbsoluteSeconds: 12 * 3600,
  appSessionSeconds: 30 * 24 * 3600,
  /** How far the clock of a device may be off, either way, whose key stands behind its session's token. */
  deviceProofSeconds: 60,
  staffSessionIdleSeconds: 15 * 60,
  staffSessionAbsoluteSeconds: 8 * 3600,
  staffInvitationSeconds: 24 * 3600,
  stepUpFreshnessSeconds: 5 * 60,
  /** How long a code to an address of the account stands for the act it was asked for: time for a code to the new address, too. */
  addressProofSeconds: 15 * 60,

  // The phone app
  /** The oldest generation that is still served: what the app sends as `portvakt-app`. */
  oldestApp: 1,

  // Approvals of single acts
  /** How long it may be approved, unless the program that asks says otherwise. */
  approvalSeconds: 600,
  /** How long the proof may be redeemed. */
  approvalProofSeconds: 300,
  /** How long it can be looked up, and its idempotency key stands for it. */
  approvalKeptSeconds: 7 * 24 * 3600,

  // Withdrawal holds: the later end wins, nothing shortens one
  credentialHoldSeconds: 24 * 3600,
  staffRemovalHoldSeconds: 48 * 3600,
  identifierHoldSeconds: 6 * 3600,
  firstBindingHoldSeconds: 6 * 3600,
  removalWaitSeconds: 72 * 3600,

  /**
   * How long an address that was changed or removed can be put back, and is kept for its account; one that was added, taken away, and
   * beside an older one sent no code that opens the account for good.
   */
  identifierUndoSeconds: 72 * 3600,

  /** How long an account that is to be deleted can be kept by its owner; withdrawals pause meanwhile. */
  deletionGraceSeconds: 30 * 24 * 3600,
  /** How long before the end its owner is reminded, at every address. */
  deletionReminderSeconds: 3 * 24 * 3600,
  /** How long delivery of the last notice is tried: it holds the last of the addresses. */
  lastNoticeSeconds: 24 * 3600,
  /** How long «Ikke nå» keeps the reminder of a second factor away. */
  reminderSnoozeSeconds: 7 * 24 * 3600,

  // Notices
  /** How long «Dette var ikke meg» works. */
  noticeLinkSeconds: 30 * 24 * 3600,
} as const

export type Policy = { readonly [Figure in keyof typeof figures]: number }

/** What of `POLICY_FIGURES` is wrong, `readConfig` tells, before any of this is used. */
export const policy: Policy = { ...figures, ...readPolicyChanges(process.env.POLICY_FIGURES).changes }

/** Those of `POLICY_FIGURES` that are not ours. */
export const changedFigures = (text: string | undefined): PolicyChanges =>
  Object.fromEntries(
    Object.entries(readPolicyChanges(text).changes).filter(
      ([name, value]) => figures[name as keyof PolicyChanges] !== value,
    ),
  )
