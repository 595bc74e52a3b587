import { NOBODY } from '../accounts/find-account.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import type { Client, Device, Session } from '../sessions/session.ts'
import { deviceLookup } from './device-secret.ts'
import type { DeviceRow, KnownRow } from './queries.ts'
import * as queries from './queries.ts'

export interface KnownDevice {
  deviceId: string
  /** Until when, and under which credentials, it need not give the second proof. */
  trust: { until: Date; credentialVersion: number } | undefined
}

/**
 * The same question is asked for nobody.
 *
 * @returns the account's known device that holds `secret`; undefined also for one that was wrong too often in a row, which is a
 *   stranger until somebody has signed in on it
 */
export async function findKnownDevice(
  { db }: { db: Queryable },
  accountId: string | undefined,
  secret: Uint8Array | undefined,
): Promise<KnownDevice | undefined> {
  if (!secret) return undefined
  const id = accountId ?? NOBODY
  const [row] = await db.query(queries.findKnown, [id, deviceLookup(id, secret), policy.wrongPasswordsOnKnownDevice])
  return row && knownDevice(row)
}

/**
 * Which known device a request with a session comes from: the one whose secret it brings along, or whose key the session's token
 * is bound to. That the session was opened on a device says nothing by itself: its cookie may be in somebody else's hands.
 */
export async function deviceBehind(
  deps: { db: Queryable },
  { accountId, deviceId, deviceKey }: Session,
  secret: Uint8Array | undefined,
): Promise<string | undefined> {
  const known = await findKnownDevice(deps, accountId, secret)
  return known?.deviceId ?? (deviceKey && deviceId)
}

/** Counts a wrong password on a known device, until somebody signs in on it. @returns how many in a row */
export async function noteWrongPassword(
  { db }: Pick<Deps, 'db'>,
  accountId: string,
  deviceId: string,
): Promise<number> {
  const [row] = await db.query(queries.noteWrong, [accountId, deviceId])
  return row?.wrong_in_a_row ?? 0
}

export interface SameDevice {
  accountId: string
  credentialVersion: number
  deviceId: string
}

/**
 * For `Db.atOnce`: nothing of that transaction is kept unless what holds `secret` is that very device, known to the account
 * still, which is not frozen and has these credentials.
 */
export async function findSameDeviceOrNothing(
  tx: Queryable,
  { accountId, credentialVersion, deviceId }: SameDevice,
  secret: Uint8Array,
): Promise<void> {
  await tx.query(queries.findSameOrNothing, [accountId, deviceLookup(accountId, secret), deviceId, credentialVersion])
}

function knownDevice({ device_id: deviceId, trusted_until: until, trusted_version: version }: KnownRow): KnownDevice {
  return { deviceId, trust: until && version ? { until, credentialVersion: version } : undefined }
}

/** Whether a device was trusted under these credentials and still is: any change of them ends it. */
export function isTrusted(device: KnownDevice | undefined, credentialVersion: number, now: Date): boolean {
  return device?.trust !== undefined && device.trust.credentialVersion === credentialVersion && device.trust.until > now
}

export interface TrustDevice {
  accountId: string
  deviceId: string
  credentialVersion: number
  until: Date
}

/** From now on the device need not give the second proof. Call it in the transaction of a sign-in that gave it. */
export async function trustDevice(tx: Queryable, trusted: TrustDevice): Promise<void> {
  const { accountId, deviceId, until, credentialVersion } = trusted
  await tx.execute(queries.trust, [accountId, deviceId, until, credentialVersion])
}

/** @returns false when it was not trusted */
export async function distrustDevice(tx: Queryable, accountId: string, deviceId: string): Promise<boolean> {
  return (await tx.execute(queries.distrust, [accountId, deviceId])) === 1
}

/** For a change of credentials or addresses that raises no version and so ends no trust by itself: every device is asked again. */
export async function distrustDevices(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.distrustAll, [accountId])
}

export interface SeenDevice {
  accountId: string
  /** The account's credential version when its proof began. */
  credentialVersion: number
  /** See `deviceLookup`. */
  lookup: Uint8Array
  client: Client
  device: Device
}

/**
 * Notes that the account was signed in to on this device, from now on a known one. Call it in the transaction of the sign-in.
 *
 * @returns `isNew`: it was none of the known ones until now, and `wasSeen`: but it had been one before; undefined when the
 *   credentials changed since the proof began, or the account is frozen
 */
export async function rememberDevice(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  { accountId, credentialVersion, lookup, client, device }: SeenDevice,
): Promise<(KnownDevice & { isNew: boolean; wasSeen: boolean }) | undefined> {
  const fresh = newId()
  const { browser, system, place = '', network } = device
  const last = [clock.now(), credentialVersion, network?.asn ?? null, network?.name ?? '']
  const values = [accountId, fresh, lookup, client, browser, system, place, ...last]
  const [row] = await tx.query(queries.remember, values)
  return row && { ...knownDevice(row), isNew: row.device_id === fresh, wasSeen: row.seen_before }
}

/** The account's known devices, last used first, at most 200. */
export async function listDevices(
  { db, clock }: Pick<Deps, 'clock'> & { db: Queryable },
  accountId: string,
): Promise<DeviceRow[]> {
  return db.query(queries.list, [accountId, clock.now()])
}

/** From then on the device is a stranger. @returns false when it was none of the account's known ones */
export async function endDevice(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  accountId: string,
  deviceId: string,
): Promise<boolean> {
  return (await tx.execute(queries.end, [accountId, deviceId, clock.now()])) === 1
}

/** From then on every device is a stranger to the account, but the one of id `kept`. */
export async function endDevices(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  accountId: string,
  kept?: string,
): Promise<void> {
  await tx.execute(queries.endAll, [accountId, clock.now(), kept ?? null])
}

/** From then on every device is a stranger to the account, but the one that holds `secret`. */
export async function endOtherDevices(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  accountId: string,
  secret: Uint8Array,
): Promise<void> {
  await tx.execute(queries.endOthers, [accountId, deviceLookup(accountId, secret), clock.now()])
}

/** Deletes devices whose cookie has run out since they were last seen, a thousand a call. @returns how many */
export async function sweepDevices({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  return db.execute(queries.sweep, [secondsAfter(clock.now(), -policy.deviceSeconds)])
}
