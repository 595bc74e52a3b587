// Products with a hole in them, for the proof that the model finds holes: each is the real one, with statements of its
// database, what its codes and challenges are bound to, or how a signature is looked at changed on the way.
import type { verifyAuthenticationResponse } from '@simplewebauthn/server'
import type { Db, Queryable, Statement } from '../../../server/platform/db.ts'
import type { Deps } from '../../../server/platform/deps.ts'
import type { Field } from '../../../server/platform/sealing.ts'
import { accountMoves } from './moves/account.ts'
import { additionMoves } from './moves/add-identifier.ts'
import { approvalMoves } from './moves/approvals.ts'
import { authenticatorMoves } from './moves/authenticator.ts'
import { changeMoves } from './moves/change-identifier.ts'
import { freezeMoves } from './moves/freeze.ts'
import { approvePasskeyMoves, passkeyMoves, resetPasskeyMoves, signInPasskeyMoves } from './moves/passkeys.ts'
import { recoveryMoves } from './moves/recovery.ts'
import { resetFactorMoves, signInFactorMoves, thawFactorMoves } from './moves/second-factor.ts'
import { sessionMoves } from './moves/sessions.ts'
import { signIn, signInMoves } from './moves/sign-in.ts'
import { signUpMoves } from './moves/sign-up.ts'
import { type Theme, wait } from './moves.ts'

type Look = typeof verifyAuthenticationResponse

export interface Mutant {
  name: string
  /** By the name of the statement, what it becomes. */
  statements: Record<string, (text: string) => string>
  /** What keyed hashes of codes cover; absent: all they should. */
  bound?(fields: readonly Field[]): Field[]
  /** What challenges of passkeys are bound to; absent: all they should. */
  challengeFor?(subject: ChallengeFor): readonly string[]
  /** How much longer than they should challenges of passkeys can be answered. */
  challengeMs?: number
  /** How the answer of a passkey is looked at, instead of by `look` alone. */
  looks?(options: Parameters<Look>[0], look: Look): ReturnType<Look>
  /** Whether it needs somebody with an authenticator, or with a passkey. */
  isOfFactors?: boolean
  isOfPasskeys?: boolean
  /** Which side it is looked for on: elsewhere it would be found too, but much later. */
  theme: Theme
}

/** See `ChallengeSubject`; `act` is there for approvals alone. */
interface ChallengeFor {
  purpose: string
  account: string
  within: string
  act: readonly string[]
}

/** @throws when the text is not there any more: the hole would not be one */
const without =
  (part: string, instead = '') =>
  (text: string): string => {
    if (!text.includes(part)) throw new Error(`there is no «${part}» to leave out of ${text}`)
    return text.replaceAll(part, instead)
  }

/** The product names these values although nothing hangs on them any more: Postgres wants to know their types. */
const naming = (text: string, ...values: string[]) =>
  `${text} AND (${values.map((value) => `${value} IS NOT NULL`).join(' OR ')})`

const newestOfAccount = `(account_id, purpose, subject_id) = (
  SELECT account_id, purpose, subject_id FROM codes WHERE account_id = $1 AND consumed_at IS NULL AND ended_at IS NULL
    AND ($2::text IS NOT NULL OR $3::uuid IS NOT NULL) ORDER BY issued_at DESC LIMIT 1)`

const factorTheme: Theme = { moves: signInFactorMoves, isWaiting: true, isRaised: true }
const passkeyTheme: Theme = { moves: passkeyMoves, isSignedIn: true, isRaised: true }
const signInPasskeyTheme: Theme = { moves: signInPasskeyMoves, isWaiting: true, isRaised: true }
const noPasskeySeen = {
  'accounts.find-profile': without('a.factors', `array_remove(a.factors, 'passkey') AS factors`),
}
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
    theme: { moves: [signIn, ...additionMoves], isSignedIn: true },
  },
  {
    name: 'a link that puts an address back again and again',
    statements: {
      'change-identifier.find-undo': without('AND used_at IS NULL'),
      'change-identifier.spend-undo': without('AND used_at IS NULL'),
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
    name: 'a token of the app that opens without its key',
    statements: { 'sessions.find': without('s.device_key', 'NULL::bytea AS device_key') },
    theme: { moves: [signIn, ...sessionMoves], isSignedIn: true },
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

/** The product with that hole in it. */
export function withHole(deps: Deps, mutant: Mutant): Deps {
  const { name, statements, bound } = mutant
  const { db, keys } = deps
  const change = <Row>(original: Statement<Row>): Statement<Row> => {
    const make = statements[original.name]
    // Prepared statements go by name, and other servers share the connections.
    return make ? { name: `${original.name}, ${name}`.slice(0, 63), text: make(original.text) } : original
  }
  const queryable = (inner: Queryable): Queryable => ({
    query: (original, values) => inner.query(change(original), values),
    execute: (original, values) => inner.execute(change(original), values),
  })
  const changed: Db = {
    ...db,
    ...queryable(db),
    inOrder: (work) => db.inOrder((one) => work(queryable(one))),
    transaction: (work) => db.transaction((tx) => work(queryable(tx))),
    transactionIf: (work) => db.transactionIf((tx) => work(queryable(tx))),
  }
  const fieldsOf = (purpose: string, fields: readonly Field[]) => (bound && purpose === 'code' ? bound(fields) : fields)
  const loose: Deps['keys'] = {
    ...keys,
    mac: (purpose, fields) => keys.mac(purpose, fieldsOf(purpose, fields)),
    macs: (purpose, fields) => keys.macs(purpose, fieldsOf(purpose, fields)),
    seal: (purpose, plain, context) => keys.seal(purpose, lasting(mutant, plain, context), contextOf(mutant, context)),
    open: (purpose, sealed, context) => keys.open(purpose, sealed, contextOf(mutant, context)),
  }
  return { ...deps, db: changed, keys: loose }
}

const CHALLENGE = 'passkey_challenge'
/** Of a challenge: its id, then when it ends. */
const ENDS_AT = 16

function contextOf({ challengeFor }: Mutant, context: readonly string[]): readonly string[] {
  const [word, purpose = '', account = '', within = '', ...act] = context
  return challengeFor && word === CHALLENGE ? [word, ...challengeFor({ purpose, account, within, act })] : context
}

function lasting({ challengeMs = 0 }: Mutant, plain: Uint8Array, [word]: readonly string[]): Uint8Array {
  if (word !== CHALLENGE || challengeMs === 0) return plain
  const longer = Buffer.from(plain)
  longer.writeBigUInt64BE(longer.readBigUInt64BE(ENDS_AT) + BigInt(challengeMs), ENDS_AT)
  return longer
}
