import { approvalMoves } from './moves/approvals.ts'
import { freezeMoves } from './moves/freeze.ts'
import { approvePasskeyMoves, resetPasskeyMoves, signInPasskeyMoves } from './moves/passkey-doors.ts'
import { passkeyMoves } from './moves/passkeys.ts'
import { recoveryMoves } from './moves/recovery.ts'
import { signInFactorMoves } from './moves/second-factor.ts'
import { sessionMoves } from './moves/sessions.ts'
import { signIn } from './moves/sign-in.ts'
import { type Theme, wait } from './moves.ts'
import { type Mutant, without } from './mutant.ts'

const factorTheme: Theme = { moves: signInFactorMoves, isWaiting: true, isRaised: true }
const passkeyTheme: Theme = { moves: passkeyMoves, isSignedIn: true, isRaised: true }
const signInPasskeyTheme: Theme = { moves: signInPasskeyMoves, isWaiting: true, isRaised: true }
const noPasskeySeen = {
  'accounts.find-profile': without('a.factors', `array_remove(a.factors, 'passkey') AS factors`),
}

export const passkeyMutants: readonly Mutant[] = [
  {
    name: 'an answer of a passkey that is taken again',
    statements: {
      'passkeys.spend-challenge': without('DO NOTHING', 'DO UPDATE SET expires_at = excluded.expires_at'),
    },
    isOfPasskeys: true,
    theme: signInPasskeyTheme,
  },
  {
    name: 'a challenge of another session or flow of the account',
    statements: {},
    challengeFor: ({ purpose, account, act }) => [purpose, account, ...act],
    isOfPasskeys: true,
    theme: signInPasskeyTheme,
  },
  {
    name: 'a challenge of another account',
    statements: {},
    challengeFor: ({ purpose, act }) => [purpose, ...act],
    isOfPasskeys: true,
    theme: passkeyTheme,
  },
  {
    name: 'a challenge for one purpose that serves another',
    statements: {},
    challengeFor: ({ account, within }) => [account, within],
    isOfPasskeys: true,
    theme: { ...passkeyTheme, moves: [...passkeyMoves, ...approvalMoves, ...approvePasskeyMoves] },
  },
  {
    name: 'a challenge for one act that approves another',
    statements: {},
    challengeFor: ({ purpose, account, within }) => [purpose, account, within],
    isOfPasskeys: true,
    theme: { ...passkeyTheme, moves: [...approvalMoves, ...approvePasskeyMoves] },
  },
  {
    name: 'a challenge that is answered long after',
    statements: {},
    challengeMs: 24 * 3600 * 1000,
    isOfPasskeys: true,
    theme: { ...signInPasskeyTheme, moves: [...signInPasskeyMoves, wait] },
  },
  {
    name: 'a passkey that nobody unlocked',
    statements: {},
    looks: (options, look) => look({ ...options, requireUserVerification: false }),
    isOfPasskeys: true,
    theme: signInPasskeyTheme,
  },
  {
    name: 'a passkey of another account, since no signature is looked at',
    statements: {},
    looks: async (options, look) => ({ ...(await look(options)), verified: true }),
    isOfPasskeys: true,
    theme: signInPasskeyTheme,
  },
  {
    name: 'a counter of a passkey that stands still',
    statements: {
      'passkeys.find-by-credential': without('sign_count,', '0::bigint AS sign_count,'),
      'passkeys.use': without('AND (sign_count < $3 OR (sign_count = 0 AND $3 = 0))'),
    },
    isOfPasskeys: true,
    theme: signInPasskeyTheme,
  },
  {
    name: 'a suspended passkey that proves',
    statements: {
      'passkeys.find-by-credential': without('suspended_at', 'NULL::timestamptz AS suspended_at'),
      'passkeys.use': without('AND suspended_at IS NULL'),
    },
    isOfPasskeys: true,
    theme: signInPasskeyTheme,
  },
  {
    name: 'a passkey that is still there after it was removed',
    statements: { 'passkeys.remove': without('DELETE FROM passkeys', 'UPDATE passkeys SET backed_up = false') },
    isOfPasskeys: true,
    theme: passkeyTheme,
  },
  {
    name: 'a passkey of somebody else, removed by its id',
    statements: { 'passkeys.remove': without('account_id = $1', '$1::uuid IS NOT NULL') },
    isOfPasskeys: true,
    theme: passkeyTheme,
  },
  {
    name: 'passkeys of a lost phone that the phrase does not end',
    statements: { 'passkeys.remove-all': (text) => `${text} AND false` },
    isOfFactors: true,
    isOfPasskeys: true,
    theme: factorTheme,
  },
  {
    name: 'a first passkey, and what the password had opened goes on',
    statements: {
      'sessions.find': without('AND s.credential_version = a.credential_version'),
      'sessions.revoke-others': without('AND revoked_at IS NULL', 'AND false'),
    },
    isOfPasskeys: true,
    theme: { moves: [signIn, ...passkeyMoves], isSignedIn: true },
  },
  {
    name: 'a password that makes as fresh as a passkey',
    statements: {
      'sessions.find': (text) =>
        without('s.factor_at', 's.authenticated_at AS factor_at')(without('s.aal', '2::smallint AS aal')(text)),
    },
    isOfPasskeys: true,
    theme: { ...passkeyTheme, moves: [...sessionMoves, ...passkeyMoves, wait] },
  },
  {
    name: 'a sign-in that asks for no passkey',
    statements: noPasskeySeen,
    isOfPasskeys: true,
    theme: { moves: [signIn] },
  },
  {
    name: 'a reset that asks for no passkey',
    statements: noPasskeySeen,
    isOfPasskeys: true,
    theme: { moves: [...recoveryMoves, ...resetPasskeyMoves] },
  },
  {
    name: 'a sign-in that waited for a passkey, and is finished twice',
    statements: {
      'sign-in.use-flow': without('DO NOTHING', 'DO UPDATE SET used_at = excluded.used_at'),
    },
    isOfPasskeys: true,
    theme: { ...signInPasskeyTheme, moves: [...signInPasskeyMoves, signIn] },
  },
  {
    name: 'a frozen account that a passkey signs in',
    statements: {
      'accounts.find': without('frozen_at', 'NULL::timestamptz AS frozen_at'),
      'devices.remember': without('AND frozen_at IS NULL'),
      'sessions.insert': without('AND frozen_at IS NULL'),
    },
    isOfPasskeys: true,
    theme: { moves: [...freezeMoves, ...signInPasskeyMoves], isRaised: true },
  },
]
