/**
 * The challenge of a ceremony (WebAuthn L3 §13.4.3): random, good for one purpose of one account and session for five minutes,
 * and answered once. It travels sealed, and what it is good for is what it is bound to: for anything else it does not open. So
 * asking for a million leaves no row.
 */
import { randomBytes } from 'node:crypto'
import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { idFromBytes } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import * as queries from './queries.ts'

/** What a challenge is good for, and nothing else. */
export type ChallengeSubject =
  /** A new passkey, by the session that asked. */
  | { purpose: 'enrol'; accountId: string; sessionId: string }
  /** A whole sign-in: whose, the passkey tells. */
  | { purpose: 'sign_in' }
  /** A sign-in whose password was right. */
  | { purpose: 'factor'; accountId: string; flowId: string }
  /** A forgotten password whose mailbox was proven. */
  | { purpose: 'reset'; accountId: string; flowId: string }
  /** A frozen account whose password and mailbox were proven. */
  | { purpose: 'thaw'; accountId: string; flowId: string }
  | { purpose: 'step_up'; accountId: string; sessionId: string }
  /** One act, by the session that looks at it. */
  | { purpose: 'approve'; accountId: string; sessionId: string; approvalId: string }
  /** A member of the staff, by an invitation; and one who is in already. */
  | { purpose: 'staff_join'; invitationId: string }
  | { purpose: 'staff_sign_in' }
  /** One act of a member, by the session that asked; `act` says which, and to whom. */
  | { purpose: 'staff_act'; staffId: string; sessionId: string; act: string }

export interface Challenge {
  challengeId: string
  endsAt: Date
}

const ID_BYTES = 16

/** @returns base64url of what the authenticator signs */
export function newChallenge({ keys, clock }: Pick<Deps, 'keys' | 'clock'>, subject: ChallengeSubject): string {
  const endsAt = Buffer.alloc(8)
  endsAt.writeBigUInt64BE(BigInt(secondsAfter(clock.now(), policy.passkeyCeremonySeconds).getTime()))
  const plain = Buffer.concat([randomBytes(ID_BYTES), endsAt])
  return keys.seal('code', plain, context(subject)).toString('base64url')
}

/** @returns undefined for what we did not make, made for something else, or made too long ago */
export function readChallenge(
  { keys, clock }: Pick<Deps, 'keys' | 'clock'>,
  text: string,
  subject: ChallengeSubject,
): Challenge | undefined {
  try {
    const plain = keys.openBrought('code', Buffer.from(text, 'base64url'), context(subject))
    const endsAt = new Date(Number(plain.readBigUInt64BE(ID_BYTES)))
    return endsAt > clock.now() ? { challengeId: idFromBytes(plain.subarray(0, ID_BYTES)), endsAt } : undefined
  } catch {
    return undefined
  }
}

/** Spends a challenge in its own commit, before its answer is looked at: each is worth one look. @returns false: it was spent */
export async function spendChallenge({ db }: Pick<Deps, 'db'>, { challengeId, endsAt }: Challenge): Promise<boolean> {
  return (await db.execute(queries.spendChallenge, [challengeId, endsAt])) === 1
}

/** Deletes challenges whose time is over, a thousand a call. @returns how many */
export async function sweepChallenges({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  return db.execute(queries.sweepChallenges, [clock.now()])
}

function context(subject: ChallengeSubject): string[] {
  const accountId = 'accountId' in subject ? subject.accountId : ''
  const within = 'sessionId' in subject ? subject.sessionId : 'flowId' in subject ? subject.flowId : ''
  const more = moreOf(subject)
  return ['passkey_challenge', subject.purpose, accountId, within, ...more]
}

function moreOf(subject: ChallengeSubject): string[] {
  if (subject.purpose === 'approve') return [subject.approvalId]
  if (subject.purpose === 'staff_join') return [subject.invitationId]
  return subject.purpose === 'staff_act' ? [subject.staffId, subject.act] : []
}
