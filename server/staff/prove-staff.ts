import { type ChallengeSubject, readChallenge, spendChallenge } from '../passkeys/challenge.ts'
import { readAssertion } from '../passkeys/library.ts'
import { isCopied, readClientData } from '../passkeys/passkey.ts'
import { beginPasskeyTry } from '../passkeys/passkey-tries.ts'
import type { Assertion } from '../passkeys/schema.ts'
import { raiseAlarm } from '../platform/alarms.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import { type Member, type MemberWithKey, openMember, staffIdOf } from './member.ts'
import * as queries from './queries.ts'

export interface StaffProof {
  /** What the challenge must have been made for. */
  subject: Extract<ChallengeSubject, { purpose: 'staff_sign_in' | 'staff_act' }>
  assertion: Assertion
  /** See `networkOf`. */
  network: string
  /** Whose row the work writes besides: taken in one order, so that two who put each other out do not wait for ever. */
  alsoLocks?: string
}

/**
 * Does `work` for the member whose passkey signed, in the transaction that uses the signature up. The try is counted and the
 * challenge spent first, each in its own commit. A passkey whose counter went back may have a copy: it opens nothing from then
 * on, and operators are woken.
 *
 * @param work resolves to undefined when it cannot be done (any more): nothing is kept then
 * @throws Refusal `passkey_wrong`, `passkey_unknown` (the membership has ended, or it is another passkey than the member's), `passkey_suspended`, `too_many_attempts`
 */
export async function proveStaff<T>(
  deps: Deps,
  proof: StaffProof,
  work: (tx: Tx, member: Member) => Promise<T | undefined>,
): Promise<T> {
  const { subject, assertion, network, alsoLocks } = proof
  const staffId = staffIdOf(assertion.response.userHandle)
  const isTheirs = subject.purpose === 'staff_sign_in' || subject.staffId === staffId
  if (!staffId || !isTheirs) throw new Refusal('passkey_wrong')
  // Whoever is signed in already is no stranger of their network: nobody there keeps an administrator from putting somebody out.
  const from = subject.purpose === 'staff_act' ? { from: subject.sessionId } : { from: network, stranger: network }
  const turn = await beginPasskeyTry(deps, { accountId: staffId, ...from })
  let verdict: Verdict
  let done: T | undefined
  try {
    verdict = await judge(deps, staffId, proof)
    if (verdict.is === 'right') done = await use(deps, verdict, turn, alsoLocks, work)
  } catch (error) {
    await turn.abandon()
    throw error
  }
  if (done !== undefined) return done
  const isHeld = verdict.is === 'suspended'
  await (isHeld ? turn.abandon() : turn.fail())
  throw new Refusal(isHeld ? 'passkey_suspended' : verdict.is === 'unknown' ? 'passkey_unknown' : 'passkey_wrong')
}

type Verdict =
  | { is: 'right'; member: MemberWithKey; credentialId: Buffer; counter: number }
  | { is: 'suspended' | 'unknown' | 'wrong' }

async function judge(deps: Deps, staffId: string, { subject, assertion }: StaffProof): Promise<Verdict> {
  const clientData = readClientData(assertion.response.clientDataJSON)
  const challenge = clientData && readChallenge(deps, clientData.challenge, subject)
  if (!challenge || clientData.isCrossOrigin || !(await spendChallenge(deps, challenge))) return { is: 'wrong' }
  const credentialId = Buffer.from(assertion.id, 'base64url')
  const [row] = await deps.db.query(queries.find, [staffId])
  if (!row?.credential_id.equals(credentialId)) return { is: 'unknown' }
  const member = openMember(deps.keys, row)
  const signed = await readAssertion(
    { config: deps.config, challenge: clientData.challenge },
    assertion,
    member.publicKey,
  )
  if (!signed || signed.backupEligible !== member.backupEligible) return { is: 'wrong' }
  if (row.suspended_at) return { is: 'suspended' }
  const { counter } = signed
  if (!isCopied(counter, Number(row.sign_count))) return { is: 'right', member, credentialId, counter }
  // Of two ceremonies at once the later one may arrive first: that is no copy.
  const askedAt = secondsAfter(challenge.endsAt, -policy.passkeyCeremonySeconds)
  if (row.last_used_at && row.last_used_at >= askedAt) return { is: 'wrong' }
  await deps.db.execute(queries.suspend, [staffId, deps.clock.now()])
  raiseAlarm(deps.log, 'staff_passkey_copied', { staffId })
  return { is: 'suspended' }
}

async function use<T>(
  deps: Deps,
  { member, credentialId, counter }: Extract<Verdict, { is: 'right' }>,
  turn: Awaited<ReturnType<typeof beginPasskeyTry>>,
  alsoLocks: string | undefined,
  work: (tx: Tx, member: Member) => Promise<T | undefined>,
): Promise<T | undefined> {
  const { staffId, name, role } = member
  return deps.db.transactionIf(async (tx) => {
    if (alsoLocks) await tx.query(queries.lock, [[staffId, alsoLocks]])
    // Of several answers of one passkey at once, one; and none once the membership has ended.
    if ((await tx.execute(queries.use, [staffId, credentialId, counter, deps.clock.now()])) === 0) return undefined
    const done = await work(tx, { staffId, name, role })
    if (done !== undefined) await turn.succeed(tx)
    return done
  })
}
