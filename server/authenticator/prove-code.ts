import { consumeCode, giveBackTry, verifyCode } from '../codes/verify-code.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { Refusal } from '../platform/refusals.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import { failCode } from '../step-up/fail-code.ts'
import { newTotpKey } from '../totp/totp.ts'
import { type TotpProof, verifyTotp } from '../totp/verify-totp.ts'
import { type Applying, apply, requireUnchanged } from './apply-change.ts'
import { type Change, codeSubject, getChange, pendingEnd, sealPending } from './change.ts'
import * as queries from './queries.ts'

export interface ProveCode extends Omit<Applying, 'change'> {
  changeId: string
  /** Eight digits, from the address. */
  code: string
  /** Six digits of the authenticator there is: to change or remove it. */
  totp: string | undefined
}

/**
 * Takes a change a step on with the code that was sent, and to change or remove with a code of the authenticator too: neither
 * replaces the other. A removal is done with that; else a key is made, which opens nothing yet.
 *
 * @returns the change in its next state, or the session that goes on when it is done
 * @throws Refusal `flow_ended`, `wrong_state`, `request_invalid` (field `totp`: `required`), `code_wrong`, `code_replaced`,
 *   `code_expired`, `code_spent`, `code_used`, `totp_wrong`, `totp_late`, `totp_used`, `totp_used_up`, `totp_not_enrolled`,
 *   `too_many_attempts`
 */
export async function proveCode(deps: Deps, asked: ProveCode): Promise<Change | OpenedSession> {
  const { session, changeId, code } = asked
  const change = await getChange(deps, session, changeId, 'code')
  if (change.kind !== 'bind' && asked.totp === undefined)
    throw new Refusal('request_invalid', { fields: [{ field: 'totp', code: 'required' }] })
  const codeId = await verifyCode(deps, codeSubject(change), code)
  const proof = await proveAuthenticator(deps, asked, change, codeId)
  try {
    return await deps.db.transaction((tx) => goOn(tx, deps, { ...asked, change }, codeId, proof))
  } catch (error) {
    await proof?.abandon()
    throw error
  }
}

/** A wrong code of the authenticator is not the other code's fault, which keeps its try. */
async function proveAuthenticator(
  deps: Deps,
  { session, totp, device, deviceId }: ProveCode,
  change: Change,
  codeId: string,
): Promise<TotpProof | undefined> {
  if (change.kind === 'bind' || totp === undefined) return undefined
  const { accountId } = change
  try {
    return await verifyTotp(deps, {
      tryer: { accountId, deviceId, behind: 'mailbox' },
      code: totp,
      onFailure: (failure) => failCode(deps, { session, device, failure }),
    })
  } catch (error) {
    await giveBackTry(deps, codeSubject(change), codeId)
    throw error
  }
}

async function goOn(
  tx: Tx,
  deps: Deps,
  applying: Applying,
  codeId: string,
  proof: TotpProof | undefined,
): Promise<Change | OpenedSession> {
  const { change } = applying
  await requireUnchanged(tx, deps, change)
  if (!(await consumeCode(tx, deps, codeSubject(change), codeId, 'signed-in'))) throw new Refusal('code_used')
  if (proof && !(await proof.accept(tx))) throw new Refusal('totp_used')
  return change.kind === 'remove' ? apply(tx, deps, applying) : showKey(tx, deps, change)
}

async function showKey(tx: Tx, deps: Deps, change: Change): Promise<Change> {
  const { accountId, changeId } = change
  const pending = { secretId: newId(), key: newTotpKey(), step: undefined }
  const expiresAt = pendingEnd(deps)
  const sealed = sealPending(deps, change, 'key', pending.key)
  const values = [accountId, changeId, pending.secretId, sealed, deps.clock.now(), expiresAt]
  if ((await tx.execute(queries.showKey, values)) === 0) throw new Refusal('wrong_state', { state: 'key' })
  return { ...change, state: 'key', pending, expiresAt }
}
