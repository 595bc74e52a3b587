import { findKnownDevice, findSameDeviceOrNothing } from '../devices/known-devices.ts'
import type { Deps } from '../platform/deps.ts'
import { findSurroundings, type Surroundings } from '../sessions/describe-session.ts'
import { type BegunTotp, beginTotpOrNothing, findStoredTotp, type StoredTotp } from '../totp/verify-totp.ts'
import type { FactorFlow } from './factor-flow.ts'

export interface LookedUpTotp {
  /** With all that the answer tells, so that it waits for nothing more once the session is open. */
  surroundings: Surroundings
  /** The known device that the code comes from. */
  deviceId: string | undefined
  /** What the code is compared with, and the try where it is counted already: for a sign-in that waits still. */
  stored: { row: StoredTotp } | BegunTotp
}

/**
 * What a code for a sign-in that waits is looked at with. Nearly always it comes from the known device that brought the password,
 * and its try is counted in the same trip; the long way finds out whose it is, and leaves the counting to `verifyTotp`.
 */
export async function lookUpTotp(
  deps: Deps,
  flow: FactorFlow,
  deviceSecret: Uint8Array | undefined,
): Promise<LookedUpTotp> {
  return (await lookUpAndCount(deps, flow, deviceSecret)) ?? (await lookUpAlone(deps, flow, deviceSecret))
}

/**
 * Takes the flow's word for which device it is, and for which credentials, and has both looked up before the try is counted: where
 * somebody else came with the flow, or anything changed since, nothing of it is kept.
 */
async function lookUpAndCount(
  deps: Deps,
  { accountId, credentialVersion, deviceId }: FactorFlow,
  deviceSecret: Uint8Array | undefined,
): Promise<LookedUpTotp | undefined> {
  if (deviceId === undefined || !deviceSecret) return undefined
  const device = { accountId, credentialVersion, deviceId }
  return deps.db.atOnce(async (tx) => {
    // In this order: versions of credentials only rise, so that those found by the second were there at the first as well.
    const [surroundings, , stored] = await Promise.all([
      findSurroundings(deps, accountId, tx),
      findSameDeviceOrNothing(tx, device, deviceSecret),
      beginTotpOrNothing(deps, tx, device),
    ])
    return { surroundings, deviceId, stored }
  })
}

async function lookUpAlone(
  deps: Deps,
  { accountId }: FactorFlow,
  deviceSecret: Uint8Array | undefined,
): Promise<LookedUpTotp> {
  const [surroundings, known, row] = await deps.db.inOrder((db) =>
    Promise.all([
      findSurroundings(deps, accountId, db),
      findKnownDevice({ db }, accountId, deviceSecret),
      findStoredTotp(db, accountId),
    ]),
  )
  return { surroundings, deviceId: known?.deviceId, stored: { row } }
}
