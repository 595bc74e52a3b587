import { lockAccount } from '../accounts/replace-identifier.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Deps } from '../platform/deps.ts'
import { revokeSessionsOfDevice } from '../sessions/revoke-sessions.ts'
import type { Device } from '../sessions/session.ts'
import { distrustDevice, endDevice } from './known-devices.ts'

export interface EndTrust {
  accountId: string
  /** The session that asks. */
  sessionId: string
  deviceId: string
}

export interface RemoveDevice extends EndTrust {
  /** What asks. */
  device: Device
}

/**
 * Forgets a device: it is signed out, and a stranger from then on. Every address is told, since it may be the owner's own.
 *
 * @returns false when it was none of the account's
 */
export async function removeDevice(deps: Deps, removing: RemoveDevice): Promise<boolean> {
  const { accountId, sessionId, deviceId, device } = removing
  return deps.db.transaction(async (tx) => {
    await lockAccount(tx, accountId)
    if (!(await endDevice(tx, deps, accountId, deviceId))) return false
    await revokeSessionsOfDevice(tx, deps, accountId, deviceId)
    await recordActivity(tx, deps, { accountId, kind: 'device_removed', sessionId, device })
    await tellOwner(tx, deps, { accountId, event: 'device_removed', device })
    return true
  })
}

/** From its next sign-in on the device is asked for the second proof again. @returns false when it was not trusted */
export async function endTrust(deps: Deps, { accountId, sessionId, deviceId }: EndTrust): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    if (!(await distrustDevice(tx, accountId, deviceId))) return false
    await recordActivity(tx, deps, { accountId, kind: 'device_trust_ended', sessionId })
    return true
  })
}
