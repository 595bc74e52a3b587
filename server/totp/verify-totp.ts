import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { totpContext } from './enrol-totp.ts'
import * as queries from './queries.ts'
import { acceptedSteps, matchingStep } from './totp.ts'
import { beginTotpTry, beginTotpTryOrNothing, type TotpTry, type TotpTryer } from './totp-tries.ts'

/** A code that is right, and not used yet. Settle it once. */
export interface TotpProof {
  /**
   * Uses the code up, in the transaction of what it allows.
   *
   * @returns false when another request used this step first, or the key is not the account's any more
   */
  accept(tx: Queryable): Promise<boolean>
  /** The same for `Db.atOnce`, which keeps nothing where `accept` would say no. */
  acceptOrNothing(tx: Queryable): Promise<unknown>
  /** Nothing came of it, for another reason. */
  abandon(): Promise<void>
}

/** Which wrong one it was, of how many, by whom, of which authenticator. */
export interface TotpFailure extends Pick<TotpTry, 'number' | 'most' | 'subject'> {
  secretId: string
}

export interface VerifyTotp {
  tryer: TotpTryer
  /** Six ASCII digits. */
  code: string
  /** What its codes are compared with, when that was asked for already, and perhaps the try counted with it. */
  stored?: { row: StoredTotp } | BegunTotp
  /** Hears of a wrong code, so that the owner may be told. */
  onFailure?(failure: TotpFailure): Promise<void>
}

/** How far back a code is recognised as one of a slow clock. Codes to come are never recognised: they would be worth knowing. */
const LATE_STEPS = 20

/**
 * Tells whether `code` is one of the account's authenticator, of the present step or a neighbour (RFC 6238 §5.2). The try is
 * counted first, in its own commit, so that parallel guesses all count: here, or before by `beginTotpOrNothing`.
 *
 * @throws Refusal `totp_wrong`, `totp_late` (right some minutes ago), `totp_used`, `totp_not_enrolled`,
 *   `too_many_attempts`, `totp_used_up`
 */
export async function verifyTotp(deps: Deps, { tryer, code, stored, onFailure }: VerifyTotp): Promise<TotpProof> {
  const { accountId } = tryer
  const row = stored ? stored.row : await findStoredTotp(deps.db, accountId)
  if (!row || row.suspended_at) throw new Refusal('totp_not_enrolled')
  const turn = stored && 'turn' in stored ? stored.turn : await beginTotpTry(deps, tryer)
  const verdict = await compare(deps, accountId, row, code, turn)
  if (typeof verdict === 'number') return proofOf(accountId, row.secret_id, verdict, turn)
  if (verdict === 'totp_used') await turn.abandon()
  else {
    await turn.fail()
    await onFailure?.({ ...turn, secretId: row.secret_id })
  }
  throw new Refusal(verdict)
}

/** An account's key, sealed; undefined: it has none. */
export type StoredTotp = queries.TotpRow | undefined

export async function findStoredTotp(db: Queryable, accountId: string): Promise<StoredTotp> {
  const [row] = await db.query(queries.find, [accountId])
  return row
}

/** A try that was counted, and the key that its code is compared with. */
export interface BegunTotp {
  row: queries.TotpRow
  turn: TotpTry
}

/**
 * Counts a try in the transaction of `Db.atOnce` that reads the key: nothing of it is kept where there is none that is usable,
 * the try would have to wait, or none is left.
 */
export async function beginTotpOrNothing(deps: Deps, tx: Queryable, tryer: TotpTryer): Promise<BegunTotp> {
  const [[row], turn] = await Promise.all([
    tx.query(queries.findUsableOrNothing, [tryer.accountId]),
    beginTotpTryOrNothing(deps, tx, tryer),
  ])
  if (!row) throw new Error('a try was counted for a key that is not there')
  return { row, turn }
}

type No = 'totp_wrong' | 'totp_late' | 'totp_used'

async function compare(
  deps: Deps,
  accountId: string,
  row: queries.TotpRow,
  code: string,
  turn: TotpTry,
): Promise<number | No> {
  try {
    const key = deps.keys.open('totp', row.sealed, totpContext(accountId, row.secret_id))
    const step = judge(key, code, deps.clock.now(), Number(row.last_step))
    key.fill(0)
    return step
  } catch (error) {
    await turn.abandon()
    throw error
  }
}

function judge(key: Uint8Array, code: string, now: Date, lastStep: number): number | No {
  const { first, last } = acceptedSteps(now)
  const step = matchingStep(key, code, first, last)
  if (step !== undefined) return step > lastStep ? step : 'totp_used'
  return matchingStep(key, code, first - LATE_STEPS, first - 1) === undefined ? 'totp_wrong' : 'totp_late'
}

function proofOf(accountId: string, secretId: string, step: number, turn: TotpTry): TotpProof {
  const advance = [accountId, secretId, step]
  return {
    async accept(tx) {
      if ((await tx.execute(queries.advanceStep, advance)) === 0) return false
      await turn.succeed(tx)
      return true
    },
    acceptOrNothing: (tx) => Promise.all([tx.query(queries.advanceStepOrNothing, advance), turn.succeed(tx)]),
    abandon: () => turn.abandon(),
  }
}
