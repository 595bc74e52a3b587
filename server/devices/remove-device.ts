import { recordActivity } from '../activity/record-activity.ts'
import type { Deps } from '../platform/deps.ts'
import { revokeSessionsOfDevice } from '../sessions/revoke-sessions.ts'
import { distrustDevice, endDevice } from './known-devices.ts'

export interface RemoveDevice {
  accountId: string
  /** The session that asks. */
  sessionId: string
  deviceId: string
}

/** Forgets a device: it is signed out, and a stranger from then on. @returns false when it was none of the account's */
export async function removeDevice(deps: Deps, { accountId, sessionId, deviceId }: RemoveDevice): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    if (!(await endDevice(tx, deps, accountId, deviceId))) return false
    await revokeSessionsOfDevice(tx, deps, accountId, deviceId)
    await recordActivity(tx, deps, { accountId, kind: 'device_removed', sessionId })
    return true
  })
}

/** From its next sign-in on the device is asked for the second proof again. @returns false when it was not trusted */
export async function endTrust(deps: Deps, { accountId, sessionId, deviceId }: RemoveDevice): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    if (!(await distrustDevice(tx, accountId, deviceId))) return false
    await recordActivity(tx, deps, { accountId, kind: 'device_trust_ended', sessionId })
    return true
  })
}
