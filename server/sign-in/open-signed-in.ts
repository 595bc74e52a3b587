import type { Account } from '../accounts/find-account.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { deviceLookup } from '../devices/device-secret.ts'
import { isTrusted, rememberDevice } from '../devices/known-devices.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import { openSession } from '../sessions/open-session.ts'
import type { Client, Device } from '../sessions/session.ts'
import type { Allowance } from './allowance.ts'
import * as queries from './queries.ts'

export interface SignedInOn {
  client: Client
  device: Device
  /** What the device is known by from now on. */
  secret: Uint8Array
}

export interface Opening extends SignedInOn {
  account: Account
  /** How the person proved themselves, and the level it reaches: 2 with a proof of the second kind. */
  amr: string[]
  aal: 1 | 2
  /** The try of the password that was right, if it is not settled yet. */
  allowance?: Pick<Allowance, 'succeed'>
  /** The session's id, where something beside names it. */
  sessionId?: string
  /** No second proof was asked for, because the device is trusted: it has to be still. */
  restsOnTrust?: boolean
}

/**
 * Opens the session of whoever has proven themselves, and remembers the device: one the account did not know is announced at
 * every address, in the same transaction.
 *
 * @returns undefined when the credentials changed meanwhile, the account was frozen or the trust in the device that it rests on
 *   was taken back: nothing of it may be kept then
 */
export async function openSignedIn(
  tx: Tx,
  deps: Deps,
  opening: Opening,
): Promise<(OpenedSession & { deviceId: string }) | undefined> {
  const { account, allowance, client, device, secret, amr, aal } = opening
  const { accountId, credentialVersion } = account
  const lookup = deviceLookup(accountId, secret)
  const sessionId = opening.sessionId ?? newId()
  const on = { accountId, credentialVersion, client, device }
  const session = { ...on, sessionId, deviceLookup: lookup, amr, aal }
  // Asked at once, so that they travel together; the device first, which the session names.
  const [known, opened] = await Promise.all([
    rememberDevice(tx, deps, { ...on, lookup }),
    openSession(tx, deps, session),
    allowance?.succeed(tx),
    recordActivity(tx, deps, { accountId, kind: 'signed_in', sessionId, device }),
  ])
  if (!known || !opened) return undefined
  if (opening.restsOnTrust && !isTrusted(known, credentialVersion, deps.clock.now())) return undefined
  const event = known.wasSeen ? ('device_returned' as const) : ('new_device' as const)
  if (known.isNew) await tellOwner(tx, deps, { accountId, event, device })
  return { ...opened, deviceId: known.deviceId }
}

/**
 * The same for `Db.atOnce`, on a device that the account is believed to know: nothing of it all is kept when something is
 * otherwise, be it the credentials, the account or the device.
 */
export async function openOnKnownDevice(
  tx: Tx,
  deps: Deps,
  opening: Opening,
  deviceId: string,
): Promise<OpenedSession> {
  const sessionId = newId()
  const [opened] = await Promise.all([
    openSignedIn(tx, deps, { ...opening, sessionId }),
    tx.query(queries.findOpened, [opening.account.accountId, sessionId, deviceId]),
  ])
  if (!opened) throw new Error('a session was opened and not told')
  return opened
}
