import { lookupForm } from '../accounts/identifier.ts'
import { raiseCredentialVersion } from '../accounts/raise-credential-version.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { endAdditions } from '../add-identifier/end-additions.ts'
import { renewAccountBudget } from '../codes/spend-code-budget.ts'
import { endCodes } from '../codes/verify-code.ts'
import { endDevices } from '../devices/known-devices.ts'
import { recordEvent } from '../events/record-event.ts'
import { startHold } from '../holds/holds.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { HashedPassword } from '../passwords/set-password.ts'
import { replacePassword } from '../passwords/set-password.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import { revokeAllSessions } from '../sessions/revoke-sessions.ts'
import type { Device } from '../sessions/session.ts'
import { hasAddress, loadOwner, type Owner } from './find-owner.ts'
import type { RecoveryFlow } from './flow.ts'
import * as queries from './queries.ts'

/** Uses the last proof up, in the transaction of the reset. @returns false when it stands no more */
export type UseProof = (tx: Tx, owner: Owner) => Promise<boolean>

export interface ProvenReset {
  flow: RecoveryFlow
  hashed: HashedPassword
  device: Device
  use: UseProof
}

/**
 * Replaces the password, and with it everything the old one had opened: sessions, devices, codes, flows under way. All of it
 * or nothing. The account is locked first, so that of several resets at once one is made and the rest find it changed.
 *
 * @throws Refusal `flow_ended` when anything the proof rests on has changed since it began
 */
export async function resetPassword(tx: Tx, deps: Deps, reset: ProvenReset): Promise<void> {
  const { flow, hashed, device } = reset
  const { accountId } = flow
  const owner = await claimReset(tx, deps, reset)
  if (!owner) throw new Refusal('flow_ended')
  await replacePassword(tx, deps, accountId, hashed)
  await revokeAllSessions(tx, deps, accountId)
  await endCodes(tx, deps, accountId)
  const addresses = owner.identifiers.map(({ kind, address }) => lookupForm(kind, address))
  await renewAccountBudget(tx, deps, accountId, addresses)
  await endAdditions(tx, accountId)
  await endDevices(tx, deps, accountId)
  await startHold(tx, deps, accountId, 'password_reset')
  await recordEvent(tx, deps, accountId, { type: 'account.password.changed', data: {} })
  await recordActivity(tx, deps, { accountId, kind: 'password_reset', device })
  await tellOwner(tx, deps, { accountId, event: 'password_reset', device })
}

/**
 * Uses the proofs up: the account as it was when the reset began, open, with the address still its own, this flow in the state
 * it was found in. Everything is asked once more, now that nothing can change under it.
 */
async function claimReset(tx: Tx, deps: Deps, { flow, use }: ProvenReset): Promise<Owner | undefined> {
  const { accountId, recoveryId, credentialVersion, destination, state } = flow
  if (!(await raiseCredentialVersion(tx, accountId, credentialVersion))) return undefined
  const owner = await loadOwner(deps, accountId, tx)
  if (!owner || owner.frozenAt || !hasAddress(owner, destination)) return undefined
  const now = deps.clock.now()
  const until = secondsAfter(now, policy.flowTtlSeconds)
  if ((await tx.execute(queries.advance, [accountId, recoveryId, 'done', now, until, state])) === 0) return undefined
  return (await use(tx, owner)) ? owner : undefined
}
