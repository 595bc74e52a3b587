import type { Account } from '../accounts/find-account.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { rememberDevice } from '../devices/known-devices.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import { openSession } from '../sessions/open-session.ts'
import type { Client, Device } from '../sessions/session.ts'

export interface SignedInOn {
  client: Client
  device: Device
  /** What the device is known by from now on. */
  secret: Uint8Array
}

/**
 * Opens the session of whoever has proven themselves, and remembers the device: one the account did not know is announced at
 * every address, in the same transaction.
 *
 * @returns undefined when the credentials changed meanwhile, or the account was frozen
 */
export async function openSignedIn(
  tx: Tx,
  deps: Deps,
  { accountId, credentialVersion }: Account,
  { client, device, secret }: SignedInOn,
): Promise<OpenedSession | undefined> {
  const known = await rememberDevice(tx, deps, { accountId, credentialVersion, secret, client, device })
  if (!known) return undefined
  const { deviceId, isNew } = known
  const proof = { amr: ['pwd'], aal: 1 }
  const opened = await openSession(tx, deps, { accountId, credentialVersion, client, device, deviceId, ...proof })
  if (!opened) throw new Error('the account changed under its lock')
  await recordActivity(tx, deps, { accountId, kind: 'signed_in', sessionId: opened.session.sessionId, device })
  if (isNew) await tellOwner(tx, deps, { accountId, event: 'new_device', device })
  return opened
}
