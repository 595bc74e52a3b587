// A product with a hole in it, for the proof that the model finds holes: the real one, with statements of its database, what its
// codes and challenges are bound to, or how a signature is looked at changed on the way.
import type { verifyAuthenticationResponse } from '@simplewebauthn/server'
import type { Db, Queryable, Statement } from '../../../server/platform/db.ts'
import type { Deps } from '../../../server/platform/deps.ts'
import type { Field } from '../../../server/platform/sealing.ts'
import type { Theme } from './moves.ts'

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
export const without =
  (part: string, instead = '') =>
  (text: string): string => {
    if (!text.includes(part)) throw new Error(`there is no «${part}» to leave out of ${text}`)
    return text.replaceAll(part, instead)
  }

/** The product names these values although nothing hangs on them any more: Postgres wants to know their types. */
export const naming = (text: string, ...values: string[]) =>
  `${text} AND (${values.map((value) => `${value} IS NOT NULL`).join(' OR ')})`

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
