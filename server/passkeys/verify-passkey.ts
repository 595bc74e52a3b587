import { getDataKey } from '../accounts/get-data-key.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { Device } from '../sessions/session.ts'
import { type Challenge, type ChallengeSubject, readChallenge, spendChallenge } from './challenge.ts'
import { readAssertion, type Signed } from './library.ts'
import { accountIdOf, isCopied, readClientData } from './passkey.ts'
import { beginPasskeyTry, type PasskeyTryer } from './passkey-tries.ts'
import type { PasskeyRow } from './queries.ts'
import * as queries from './queries.ts'
import type { Assertion } from './schema.ts'
import { openPublicKey } from './stored-passkey.ts'
import { suspendPasskey } from './suspend-passkey.ts'

/** A signature that is right, and not used yet. Settle it once. */
export interface PasskeyProof {
  passkeyId: string
  /**
   * Uses it up, in the transaction of what it allows.
   *
   * @returns false when the passkey was used, suspended or removed meanwhile
   */
  accept(tx: Queryable): Promise<boolean>
  /** Nothing came of it, for another reason. */
  abandon(): Promise<void>
}

export interface VerifyPasskey {
  /** What the challenge must have been made for. */
  subject: Extract<ChallengeSubject, { accountId: string } | { purpose: 'sign_in' }>
  assertion: Assertion
  tryer: PasskeyTryer
  /** For the notice, should it turn out to be copied. */
  device: Device
}

/**
 * Tells whether `assertion` is signed by a passkey of the account for this challenge (WebAuthn L3 §7.2). The try is counted and
 * the challenge spent first, each in its own commit: one challenge is worth one look. A passkey whose counter went back is
 * suspended, and with it ends all that its copy may have opened, the flow or session of this very answer too.
 *
 * @throws Refusal `passkey_wrong`, `passkey_unknown` (the account has none such), `passkey_suspended` (told to whoever has it
 *   alone), `too_many_attempts`
 */
export async function verifyPasskey(deps: Deps, request: VerifyPasskey): Promise<PasskeyProof> {
  const { tryer, device } = request
  const turn = await beginPasskeyTry(deps, tryer)
  let verdict: Verdict
  try {
    verdict = await judge(deps, request)
    if (verdict.is === 'copied') await suspendPasskey(deps, tryer.accountId, verdict.passkeyId, device)
  } catch (error) {
    await turn.abandon()
    throw error
  }
  if (verdict.is === 'right') return proofOf(deps, tryer.accountId, verdict, turn)
  const isHeld = verdict.is === 'copied' || verdict.is === 'suspended'
  await (isHeld ? turn.abandon() : turn.fail())
  throw new Refusal(isHeld ? 'passkey_suspended' : verdict.is === 'unknown' ? 'passkey_unknown' : 'passkey_wrong')
}

type Verdict =
  | { is: 'right'; row: PasskeyRow; signed: Signed }
  | { is: 'copied'; passkeyId: string }
  | { is: 'suspended' | 'unknown' | 'wrong' }

async function judge(deps: Deps, { subject, assertion, tryer: { accountId } }: VerifyPasskey): Promise<Verdict> {
  const clientData = readClientData(assertion.response.clientDataJSON)
  const challenge = clientData && readChallenge(deps, clientData.challenge, subject)
  if (!challenge || clientData.isCrossOrigin || !(await spendChallenge(deps, challenge))) return { is: 'wrong' }
  // An authenticator that was told whose passkeys it may use need not say whose it used.
  const { userHandle } = assertion.response
  if (userHandle ? accountIdOf(userHandle) !== accountId : subject.purpose === 'sign_in') return { is: 'wrong' }
  const credentialId = Buffer.from(assertion.id, 'base64url')
  const [row] = await deps.db.query(queries.findByCredential, [accountId, credentialId])
  if (!row) return { is: 'unknown' }
  const { passkey_id: passkeyId, backup_eligible: backupEligible } = row
  const dataKey = await getDataKey(deps.db, deps, accountId)
  const publicKey = openPublicKey(dataKey, { accountId, passkeyId, credentialId, backupEligible }, row.key_sealed)
  const signed = await readAssertion({ config: deps.config, challenge: clientData.challenge }, assertion, publicKey)
  if (!signed || signed.backupEligible !== backupEligible) return { is: 'wrong' }
  if (row.suspended_at) return { is: 'suspended' }
  if (!isCopied(signed.counter, Number(row.sign_count))) return { is: 'right', row, signed }
  return wasOvertaken(row, challenge) ? { is: 'wrong' } : { is: 'copied', passkeyId }
}

/** Of two ceremonies at once the later one may arrive first: that is no copy, and suspends nothing. */
function wasOvertaken({ last_used_at: usedAt }: PasskeyRow, { endsAt }: Challenge): boolean {
  return usedAt !== null && usedAt >= secondsAfter(endsAt, -policy.passkeyCeremonySeconds)
}

function proofOf(
  { clock }: Deps,
  accountId: string,
  { row, signed }: Extract<Verdict, { is: 'right' }>,
  turn: Awaited<ReturnType<typeof beginPasskeyTry>>,
): PasskeyProof {
  const { passkey_id: passkeyId } = row
  return {
    passkeyId,
    async accept(tx) {
      const values = [accountId, passkeyId, signed.counter, signed.backedUp, clock.now()]
      if ((await tx.execute(queries.use, values)) === 0) return false
      await turn.succeed(tx)
      return true
    },
    abandon: () => turn.abandon(),
  }
}
