import { raiseCredentialVersion } from '../accounts/raise-credential-version.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { endCodes } from '../codes/verify-code.ts'
import { endOtherDevices } from '../devices/known-devices.ts'
import { startHold } from '../holds/holds.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import { endPasskeys } from '../passkeys/end-passkeys.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { Refusal } from '../platform/refusals.ts'
import { isStillRecoveryKey, verifyRecoveryKey } from '../recovery-key/verify-recovery-key.ts'
import { revokeAllSessions } from '../sessions/revoke-sessions.ts'
import type { Device } from '../sessions/session.ts'
import { hashSecret, newSecret } from '../sessions/token.ts'
import { suspendTotp } from '../totp/enrol-totp.ts'
import { newTotpKey } from '../totp/totp.ts'
import { finish, putCredentials, recordFactors, requireUnchanged } from './apply-change.ts'
import {
  type BegunBy,
  type Change,
  formatFlow,
  getReplacing,
  pendingEnd,
  type ReplacingFlow,
  sealPending,
} from './change.ts'
import { confirmed, renewPendingPhrase, type ShownPhrase, showPhrase } from './confirm-key.ts'
import { requireEnteredBack } from './confirm-phrase.ts'
import * as queries from './queries.ts'

/** A change with what the client names it by: there is no session it could belong to. */
export interface Replacing {
  change: Change
  flow: string
}

export interface ProvenPhrase {
  accountId: string
  recoveryKeyId: string
}

/**
 * Tells whether `phrase` is the account's, for whoever has proven a password or a mailbox before.
 *
 * @throws Refusal `recovery_key_mistyped` (costs no try), `recovery_key_wrong`, `recovery_key_spent`, `too_many_attempts`
 */
export async function provePhrase(
  deps: Deps,
  { accountId, phrase, device }: { accountId: string; phrase: string; device: Device },
): Promise<ProvenPhrase> {
  const onFailure = () =>
    deps.db.transaction((tx) => tellOwner(tx, deps, { accountId, event: 'recovery_key_failed', device }))
  return { accountId, recoveryKeyId: await verifyRecoveryKey(deps, { accountId, phrase, onFailure }) }
}

/**
 * What a phrase does at once where it stands in for a lost authenticator: from the commit on that one proves nothing, whoever
 * holds the phone, and the account has no passkey any more, for one may lie on the same phone; withdrawals pause, every address
 * is told. Call it in the transaction that raises the credential version.
 *
 * @throws Refusal `flow_ended`
 */
export async function usePhrase(
  tx: Tx,
  deps: Deps,
  { accountId, recoveryKeyId }: ProvenPhrase,
  device: Device,
): Promise<void> {
  if (!(await isStillRecoveryKey(tx, accountId, recoveryKeyId))) throw new Refusal('flow_ended')
  await suspendTotp(tx, deps, accountId)
  if (await endPasskeys(tx, accountId)) {
    await recordActivity(tx, deps, { accountId, kind: 'passkey_removed', device })
    await recordFactors(tx, deps, accountId)
  }
  await startHold(tx, deps, accountId, 'recovery_key_used')
  await recordActivity(tx, deps, { accountId, kind: 'recovery_key_used', device })
  await tellOwner(tx, deps, { accountId, event: 'recovery_key_used', device })
}

export interface BeginReplacing {
  proven: ProvenPhrase
  /** When the proofs began. */
  credentialVersion: number
  device: Device
  begunBy: BegunBy
}

/**
 * Begins to replace a lost authenticator, with its phrase proven: see `usePhrase`, and every session and every flow has ended.
 * The old phrase is spent at the end only, so that whoever is cut off can begin again with it.
 *
 * @throws Refusal `flow_ended`
 */
export async function beginReplacing(
  tx: Tx,
  deps: Deps,
  { proven, credentialVersion, device, begunBy }: BeginReplacing,
): Promise<Replacing> {
  const { accountId } = proven
  if (!(await raiseCredentialVersion(tx, accountId, credentialVersion))) throw new Refusal('flow_ended')
  await usePhrase(tx, deps, proven, device)
  await revokeAllSessions(tx, deps, accountId)
  await endCodes(tx, deps, accountId)
  return insertReplacing(tx, deps, proven, credentialVersion + 1, begunBy)
}

async function insertReplacing(
  tx: Tx,
  deps: Deps,
  { accountId, recoveryKeyId: provenId }: ProvenPhrase,
  credentialVersion: number,
  begunBy: BegunBy,
): Promise<Replacing> {
  const change: Change = {
    accountId,
    changeId: newId(),
    kind: 'replace',
    state: 'key',
    destination: undefined,
    pending: { secretId: newId(), key: newTotpKey(), step: undefined },
    provenId,
    phrase: undefined,
    credentialVersion,
    expiresAt: pendingEnd(deps),
  }
  const { changeId, pending, expiresAt } = change
  const secret = newSecret()
  const sealed = pending && sealPending(deps, change, 'key', pending.key)
  const key = [hashSecret(secret), pending?.secretId, sealed]
  const now = deps.clock.now()
  await tx.execute(queries.beginReplacing, [accountId, changeId, ...key, provenId, credentialVersion, now, expiresAt])
  return { change, flow: formatFlow(deps, change, secret, begunBy) }
}

/**
 * Confirms the new key with a code of it; the new phrase is shown, once.
 *
 * @throws Refusal `flow_ended`, `wrong_state`, `totp_wrong`, `totp_late`
 */
export async function confirmReplacingKey(deps: Deps, held: ReplacingFlow, code: string): Promise<ShownPhrase> {
  const change = confirmed(deps, await getReplacing(deps, held, 'key'), code)
  return deps.db.transaction(async (tx) => {
    await requireUnchanged(tx, deps, change)
    return showPhrase(tx, deps, change)
  })
}

/** Another phrase in the place of the pending one. @throws Refusal `flow_ended`, `wrong_state` */
export async function showOtherReplacingPhrase(deps: Deps, held: ReplacingFlow): Promise<ShownPhrase> {
  return renewPendingPhrase(deps.db, deps, await getReplacing(deps, held, 'new_phrase'))
}

/** The new phrase, entered back. @throws Refusal `flow_ended`, `wrong_state`, `recovery_key_mistyped`, `recovery_key_wrong` */
export async function proveReplacingPhrase(deps: Deps, held: ReplacingFlow, typed: string): Promise<Change> {
  const change = await getReplacing(deps, held, 'phrase')
  requireEnteredBack(change, typed)
  return change
}

/**
 * The new authenticator and the new phrase count from the commit on; the old ones are dead, and so is every passkey, every
 * session and every device but the one it is done on. Nobody is signed in by this alone.
 *
 * @returns the account's credential version from now on
 * @throws Refusal `flow_ended`
 */
export async function applyReplacing(
  tx: Tx,
  deps: Deps,
  change: Change,
  { device, secret }: { device: Device; secret: Uint8Array },
): Promise<number> {
  const { accountId, provenId, credentialVersion } = change
  await requireUnchanged(tx, deps, change)
  await finish(tx, deps, change)
  if (!provenId || !(await isStillRecoveryKey(tx, accountId, provenId))) throw new Refusal('flow_ended')
  if (!(await raiseCredentialVersion(tx, accountId, credentialVersion))) throw new Refusal('flow_ended')
  await putCredentials(tx, deps, change)
  await endPasskeys(tx, accountId) // those that the phrase did not end, where it was used before it did
  await revokeAllSessions(tx, deps, accountId)
  await endOtherDevices(tx, deps, accountId, secret)
  await endCodes(tx, deps, accountId)
  await startHold(tx, deps, accountId, 'recovery_key_used')
  await recordFactors(tx, deps, accountId)
  await recordActivity(tx, deps, { accountId, kind: 'authenticator_replaced', device })
  await tellOwner(tx, deps, { accountId, event: 'authenticator_replaced', device })
  return credentialVersion + 1
}
