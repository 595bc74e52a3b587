/**
 * How many codes of an authenticator may be wrong. Only whoever has proven something else already can try one: a password, a
 * session, a mailbox. Unknown devices share allowances of 30 days that no success gives back: one for whoever has proven the
 * password alone, one for whoever has proven a mailbox, and a few before the latter's for whoever has proven both and opens a frozen
 * account. Nobody who has one of the two can use up what the other opens. Each known device has its own, which none of them can use
 * up (promises P3, P12; NIST SP 800-63B-4 §3.2.2).
 */
import { listDevices } from '../devices/known-devices.ts'
import { type Attempt, beginAttempt, beginAttemptOrNothing } from '../limits/begin-attempt.ts'
import {
  type Budget,
  countSpending,
  findSpent,
  refundBudget,
  spendBudgetQuietly,
  spendOrNothing,
} from '../limits/spend-budget.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'

export interface TotpTryer {
  accountId: string
  /** The known device it comes from. */
  deviceId: string | undefined
  /** What a stranger has proven before; absent: the password alone. `thaw`: password and mailbox, of a frozen account. */
  behind?: Door
}

const doors = ['password', 'mailbox', 'thaw'] as const
type Door = (typeof doors)[number]

export interface TotpTry extends Attempt {
  /** Which wrong one it is, if it is: 1 for the first. */
  number: number
  /** How many there are. */
  most: number
  /** What they are counted for. */
  subject: readonly string[]
}

/**
 * Counts a try before it is made, in its own commit.
 *
 * @throws Refusal `too_many_attempts` (with the seconds to wait), `totp_used_up`
 */
export async function beginTotpTry(deps: Deps, tryer: TotpTryer): Promise<TotpTry> {
  // Nearly always nobody else is under way and some are left: both are counted in one commit then, with one wait for the disk.
  const atOnce = await deps.db.atOnce((tx) => beginTotpTryOrNothing(deps, tx, tryer))
  if (atOnce) return atOnce
  const from = fromOf(tryer)
  const counted = await countInTurn(deps, from)
  if (!('waitSeconds' in counted)) return tryOf(deps, from, counted)
  if (!from.next) throw new Refusal('totp_used_up', { retryAfterSeconds: counted.waitSeconds })
  const next = await beginTotpTry(deps, { ...tryer, behind: from.next })
  return { ...next, number: from.budget.most + next.number, most: from.budget.most + next.most }
}

/**
 * The same for `Db.atOnce`, whose transaction has to be over before the code is looked at: nothing of it is kept where the try
 * would have to wait, or none is left.
 */
export async function beginTotpTryOrNothing(deps: Deps, tx: Queryable, tryer: TotpTryer): Promise<TotpTry> {
  const from = fromOf(tryer)
  const { budget, subject } = from
  const [attempt, spent] = await Promise.all([
    beginAttemptOrNothing(deps, tx, keyOf(deps, subject)),
    spendOrNothing({ ...deps, db: tx }, budget, subject),
  ])
  return tryOf(deps, from, { attempt, spent })
}

/**
 * Gives strangers at the sign-in a few tries back. Call it in the transaction of a new password whose owner proved the second factor:
 * the owner's other devices are strangers after that, and whoever had the old password and burnt the tries would keep them out
 * for a month. So few in thirty days, by however many new passwords, that the odds of all who guess stay as promised (P3).
 */
export async function giveStrangersTries(tx: Queryable, deps: Deps, accountId: string): Promise<void> {
  const { budget, subject } = fromOf({ accountId, deviceId: undefined })
  const inTx = { ...deps, db: tx }
  let burnt = await findSpent(inTx, budget, subject)
  // Of the time when the share was twice as large: nobody gets a try by what lies above it.
  for (; burnt > budget.most; burnt--) await refundBudget(tx, deps, budget, subject)
  for (; burnt > 0; burnt--) {
    if ((await spendBudgetQuietly(inTx, gifts, [accountId])) !== undefined) return
    await refundBudget(tx, deps, budget, subject)
  }
}

/**
 * Begins all counts of an account anew. Call it in the transaction that puts an authenticator in: it has other codes, and whoever
 * brought it has proven more than a guess could.
 */
export async function renewTotpTries(tx: Queryable, deps: Deps, accountId: string): Promise<void> {
  const devices = await listDevices({ ...deps, db: tx }, accountId)
  const strangers = doors.map((behind) => fromOf({ accountId, deviceId: undefined, behind }))
  const known = devices.map((each) => fromOf({ accountId, deviceId: each.device_id }))
  const given = { budget: gifts, subject: [accountId] }
  for (const { budget, subject } of [...strangers, ...known, given])
    await refundBudget(tx, deps, budget, subject, { all: true })
}

/** What a try is counted in. */
interface From {
  budget: Budget
  subject: readonly string[]
  isKnown: boolean
  /** Where it is counted once these are used up. */
  next?: Door | undefined
}

/** Not by the version of the credentials: what raises that, as freezing and opening again do, gives nobody a guess more. */
function fromOf({ accountId, deviceId, behind = 'password' }: TotpTryer): From {
  if (deviceId !== undefined) return { budget: ofDevice, subject: [accountId, deviceId], isKnown: true }
  const subject = [accountId, behind === 'password' ? 'strangers' : `strangers-behind-${behind}`]
  return { budget: ofStrangers[behind], subject, isKnown: false, next: behind === 'thaw' ? 'mailbox' : undefined }
}

function tryOf(deps: Deps, { budget, subject, isKnown }: From, { attempt, spent }: Counted): TotpTry {
  const giveBack = (tx: Queryable, all: boolean) => refundBudget(tx, deps, budget, subject, { all })
  return {
    number: spent,
    most: budget.most,
    subject,
    async succeed(tx = deps.db) {
      await Promise.all([attempt.succeed(tx), giveBack(tx, isKnown)])
    },
    fail: () => attempt.fail(),
    async abandon() {
      await Promise.all([attempt.abandon(), giveBack(deps.db, false)])
    },
  }
}

interface Counted {
  attempt: Attempt
  spent: number
}

const keyOf = ({ keys }: Pick<Deps, 'keys'>, subject: readonly string[]) =>
  keys.mac('index', ['attempt', 'totp', ...subject])

async function countInTurn(deps: Deps, { budget, subject }: From): Promise<Counted | { waitSeconds: number }> {
  const attempt = await beginAttempt(deps, keyOf(deps, subject))
  const turn = await countSpending(deps, budget, subject)
  if ('spent' in turn) return { attempt, spent: turn.spent }
  await attempt.abandon()
  return turn
}

const window = { windowSeconds: policy.totpFailureWindowSeconds, rolls: true } as const
const ofStrangers: Record<Door, Budget> = {
  password: { name: 'totp-strangers', most: policy.totpFailuresBehindPassword, ...window },
  mailbox: { name: 'totp-strangers', most: policy.totpFailuresBehindMailbox, ...window },
  thaw: { name: 'totp-strangers', most: policy.totpFailuresOfThaw, ...window },
}
const ofDevice: Budget = { name: 'totp-device', most: policy.totpFailuresOfDevice, ...window }
/** What strangers were given back. */
const gifts: Budget = { name: 'totp-given-back', most: policy.totpTriesGivenBack, ...window }
