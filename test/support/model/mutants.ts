// The holes that the model has to find.
import { accountMoves } from './moves/account.ts'
import { additionMoves } from './moves/add-identifier.ts'
import { addressProofMoves } from './moves/address-proof.ts'
import { approvalMoves } from './moves/approvals.ts'
import { authenticatorMoves } from './moves/authenticator.ts'
import { changeMoves } from './moves/change-identifier.ts'
import { freezeMoves } from './moves/freeze.ts'
import { recoveryMoves } from './moves/recovery.ts'
import { resetFactorMoves, signInFactorMoves, thawFactorMoves } from './moves/second-factor.ts'
import { sessionMoves } from './moves/sessions.ts'
import { signIn, signInMoves } from './moves/sign-in.ts'
import { signUpMoves } from './moves/sign-up.ts'
import type { Theme } from './moves.ts'
import { type Mutant, naming, without } from './mutant.ts'
import { passkeyMutants } from './passkey-mutants.ts'

const newestOfAccount = `(account_id, purpose, subject_id) = (
  SELECT account_id, purpose, subject_id FROM codes WHERE account_id = $1 AND consumed_at IS NULL AND ended_at IS NULL
    AND ($2::text IS NOT NULL OR $3::uuid IS NOT NULL) ORDER BY issued_at DESC LIMIT 1)`

const factorTheme: Theme = { moves: signInFactorMoves, isWaiting: true, isRaised: true }
const noFactorSeen = { 'accounts.find-profile': without('a.factors', `'{}'::text[] AS factors`) }

export const mutants: readonly Mutant[] = [
  {
    name: 'a reset that goes on after the credentials changed',
    statements: {
      'recovery.find': without(
        'to_other, locale, credential_version',
        `to_other, locale, coalesce((SELECT a.credential_version FROM accounts a
           WHERE a.account_id = recoveries.account_id), credential_version) AS credential_version`,
      ),
      'codes.end-all': (text) => `${text} AND false`,
    },
    theme: { moves: recoveryMoves },
  },
  {
    name: 'a code of another purpose or flow of the account',
    statements: {
      'codes.count-try': without('account_id = $1 AND purpose = $2 AND subject_id = $3', newestOfAccount),
      'codes.consume': without(
        'account_id = $1 AND purpose = $2 AND subject_id = $3',
        'account_id = $1 AND ($2::text IS NOT NULL OR $3::uuid IS NOT NULL)',
      ),
    },
    bound: ([word = '', , accountId = '', , , , code = '']) => [word, accountId, code],
    theme: { moves: recoveryMoves },
  },
  {
    name: 'a consumed proof of the mailbox, consumed again',
    statements: { 'codes.consume-shared': without('AND consumed_at IS NULL ') },
    theme: { moves: signInMoves },
  },
  {
    name: 'strangers’ guesses at resets, that nobody counts',
    statements: {
      'limits.spend-rolling': without('< $4', '< $4 + 1000'),
      'limits.count-recent': without('count(*)::int', '0'),
    },
    theme: { moves: recoveryMoves },
  },
  {
    name: 'a code from before a sign-in, that proves the mailbox before a reset',
    statements: {
      'codes.find-shared': without(
        'account_id = $1 AND purpose = $2 AND subject_id = $3',
        newestOfAccount.replace('WHERE', `WHERE purpose IN ('sign_in', 'recovery_mailbox') AND`),
      ),
      'codes.consume-shared': without(
        'account_id = $1 AND purpose = $2 AND subject_id = $3',
        'account_id = $1 AND ($2::text IS NOT NULL OR $3::uuid IS NOT NULL)',
      ),
    },
    bound: ([word = '', , accountId = '', , , , code = '']) => [word, accountId, code],
    theme: { moves: [...recoveryMoves, ...signInMoves] },
  },
  {
    name: 'a sign-up that needs no code',
    statements: {
      'sign-up.find': without('secret_hash, state', `secret_hash, 'password' AS state`),
      'sign-up.advance': (text) => naming(text.replace('AND state = $2', ''), '$2::text'),
    },
    theme: { moves: signUpMoves },
  },
  {
    name: 'a closed session that goes on',
    statements: { 'sessions.find': without('AND s.revoked_at IS NULL') },
    theme: { moves: [signIn, ...sessionMoves], isSignedIn: true },
  },
  {
    name: 'sessions of before a change of the credentials',
    statements: {
      'sessions.find': without('AND s.credential_version = a.credential_version'),
      'sessions.revoke-all': (text) => `${text} AND false`,
      'sessions.revoke-others': without('AND revoked_at IS NULL', 'AND false'),
    },
    theme: { moves: [signIn, ...accountMoves], isSignedIn: true },
  },
  {
    name: 'a frozen account that signs in',
    statements: {
      'devices.remember': without('AND frozen_at IS NULL'),
      'sessions.insert': without('AND frozen_at IS NULL'),
    },
    theme: { moves: [signIn, ...freezeMoves] },
  },
  {
    name: 'an address added by another session of the account',
    statements: { 'add-identifier.find': without('session_id = $3', '$3::uuid IS NOT NULL') },
    theme: { moves: [signIn, ...additionMoves], isSignedIn: true, isRaised: true },
  },
  {
    name: 'an address added with the password alone',
    statements: { 'sessions.find': without('s.address_proven_at', 's.authenticated_at AS address_proven_at') },
    theme: { moves: [signIn, ...additionMoves], isSignedIn: true },
  },
  {
    name: 'codes for the authenticator to an address that was just added',
    statements: {
      'accounts.find-profile': without('i.created_at AS kind_since', `'2000-01-01'::timestamptz AS kind_since`),
    },
    theme: { moves: [...additionMoves, ...addressProofMoves, ...authenticatorMoves], isSignedIn: true, isRaised: true },
  },
  {
    name: 'a link that puts an address back again and again',
    statements: {
      'undo-links.find': without('AND used_at IS NULL'),
      'undo-links.spend': without('AND used_at IS NULL'),
    },
    theme: { moves: changeMoves, isSignedIn: true },
  },
  {
    name: 'a code of the authenticator that is taken again',
    statements: {
      'totp.find': without('last_step,', '0::bigint AS last_step,'),
      'totp.advance-step': without('AND last_step < $3 '),
    },
    isOfFactors: true,
    theme: factorTheme,
  },
  {
    name: 'a sign-in that waited for a factor, and is finished twice',
    statements: {
      'sign-in.use-flow': without('DO NOTHING', 'DO UPDATE SET used_at = excluded.used_at'),
    },
    isOfFactors: true,
    theme: factorTheme,
  },
  {
    name: 'an authenticator that proves after the phrase stood in for it',
    statements: { 'totp.suspend': (text) => `${text} AND false` },
    isOfFactors: true,
    theme: factorTheme,
  },
  {
    name: 'a reset that asks for no factor',
    statements: noFactorSeen,
    isOfFactors: true,
    theme: { moves: recoveryMoves },
  },
  {
    name: 'a frozen account opened again without its factor',
    statements: noFactorSeen,
    isOfFactors: true,
    theme: { moves: [...freezeMoves, ...thawFactorMoves], isRaised: true },
  },
  {
    name: 'a reset with a factor before its mailbox was proven',
    statements: {
      'recovery.find': without(
        'secret_hash, state',
        `secret_hash, CASE state WHEN 'code' THEN 'factor' ELSE state END AS state`,
      ),
      'recovery.advance': without('state = $6', `state IN ('code', $6)`),
    },
    isOfFactors: true,
    theme: { moves: [...recoveryMoves, ...resetFactorMoves] },
  },
  {
    name: 'a change of the authenticator that goes on in another session',
    statements: { 'authenticator.find-of-session': without('session_id = $2', '$2::uuid IS NOT NULL') },
    isOfFactors: true,
    theme: { moves: [signIn, ...signInFactorMoves, ...authenticatorMoves], isWaiting: true, isRaised: true },
  },
  {
    name: 'a phrase renewed with no code to an address',
    statements: {
      'sessions.find': without(
        's.address_proven_at',
        'CASE WHEN cardinality(a.factors) > 0 THEN s.authenticated_at ELSE s.address_proven_at END AS address_proven_at',
      ),
    },
    isOfFactors: true,
    theme: { moves: [signIn, ...signInFactorMoves, ...authenticatorMoves], isWaiting: true, isRaised: true },
  },
  {
    name: 'a key and a phrase that count after the credentials changed',
    statements: {
      'authenticator.find-of-session': without(
        'credential_version, expires_at',
        `(SELECT a.credential_version FROM accounts a WHERE a.account_id = authenticator_changes.account_id) AS credential_version,
           expires_at`,
      ),
      'codes.end-all': (text) => `${text} AND false`,
    },
    isOfFactors: true,
    theme: { moves: [...authenticatorMoves, ...accountMoves], isSignedIn: true, isRaised: true },
  },
  {
    name: 'one code of the authenticator that approves every act',
    statements: { 'approvals.approve': (text) => naming(text.replace('AND approval_id = $2', ''), '$2::uuid') },
    isOfFactors: true,
    theme: { moves: approvalMoves, isSignedIn: true, isRaised: true },
  },
  {
    name: 'an approval that is redeemed again',
    statements: {
      'approvals.find': without('asked_by, state', `asked_by, replace(state, 'redeemed', 'approved') AS state`),
      'approvals.redeem': without("AND state = 'approved'"),
    },
    isOfFactors: true,
    theme: { moves: approvalMoves, isSignedIn: true, isRaised: true },
  },
  {
    name: 'acts approved while withdrawals are on hold',
    statements: { 'holds.list': (text) => `SELECT * FROM (${text}) AS held WHERE false` },
    isOfFactors: true,
    theme: { moves: [...approvalMoves, ...accountMoves], isSignedIn: true, isRaised: true },
  },
  {
    name: 'a token of the app that opens without its key',
    statements: { 'sessions.find': without('s.device_key', 'NULL::bytea AS device_key') },
    theme: { moves: [signIn, ...sessionMoves], isSignedIn: true },
  },
  ...passkeyMutants,
]
