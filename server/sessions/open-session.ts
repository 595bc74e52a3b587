import { secondsAfter } from '../platform/clock.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import * as queries from './queries.ts'
import type { Client, Device, Session } from './session.ts'
import { sessionLife } from './session.ts'
import { formatToken, hashSecret, newSecret } from './token.ts'

export interface NewSession {
  accountId: string
  /** The account's credential version when its proof began. */
  credentialVersion: number
  client: Client
  device: Device
  /** The known device it is opened on: what its row is found by, from this transaction on at the latest. */
  deviceLookup?: Uint8Array
  amr: string[]
  /** 2: a proof of the second kind was given just now. */
  aal: number
  /** A code to an address of the account was given on the way here. */
  provesAddress?: boolean
  /** Its id, where what is written beside it names it too. */
  sessionId?: string
}

export interface OpenedSession {
  session: Session
  /** For the client alone; we keep its hash. */
  token: string
}

/**
 * Opens a session with a token of its own.
 *
 * @returns undefined when the account's credentials changed since the proof began
 */
export async function openSession(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  opening: NewSession,
): Promise<OpenedSession | undefined> {
  const { accountId, client, device, deviceLookup = null, amr, aal, sessionId = newId() } = opening
  const secret = newSecret()
  const now = clock.now()
  // A cookie is the browser's to send, which signs nothing.
  const deviceKey = client === 'app' ? device.key : undefined
  const life = sessionLife(client)
  const idleEndsAt = secondsAfter(now, life.idleSeconds)
  const endsAt = secondsAfter(now, life.absoluteSeconds)
  const addressProvenAt = opening.provesAddress ? now : undefined
  const [opened] = await tx.query(queries.insert, [
    accountId,
    sessionId,
    hashSecret(secret),
    opening.credentialVersion,
    client,
    device.browser,
    device.system,
    amr,
    aal,
    now,
    idleEndsAt,
    endsAt,
    deviceLookup,
    device.place ?? '',
    aal > 1 ? now : null,
    device.network?.asn ?? null,
    device.network?.name ?? '',
    deviceKey ?? null,
    addressProvenAt ?? null,
  ])
  if (!opened) return undefined
  const factorAt = aal > 1 ? now : undefined
  const { factors, device_id: deviceId } = opened
  const on = { client, deviceId: deviceId ?? undefined, deviceKey }
  const proven = { amr, aal, authenticatedAt: now, factorAt, addressProvenAt, factors }
  const session = { accountId, sessionId, ...on, ...proven, idleEndsAt, endsAt }
  return { session, token: formatToken({ accountId, sessionId, secret }) }
}
