import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import * as queries from './queries.ts'

/**
 * Ends one session of the account, from its commit on, on every node within 250 ms (promise P10).
 *
 * @returns whether it was in force
 */
export async function revokeSession(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  accountId: string,
  sessionId: string,
): Promise<boolean> {
  const revoked = await tx.query(queries.revoke, [accountId, sessionId, clock.now()])
  await tx.execute(queries.announce, [accountId])
  return revoked.length > 0
}

/** Ends every session of the account but the one kept. @returns how many */
export async function revokeOtherSessions(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  accountId: string,
  keptSessionId: string,
): Promise<number> {
  const revoked = await tx.query(queries.revokeOthers, [accountId, keptSessionId, clock.now()])
  await tx.execute(queries.announce, [accountId])
  return revoked.length
}

/** Ends every session of the account. @returns how many */
export async function revokeAllSessions(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  accountId: string,
): Promise<number> {
  const revoked = await tx.execute(queries.revokeAll, [accountId, clock.now()])
  await tx.execute(queries.announce, [accountId])
  return revoked
}

/** Ends the sessions that were opened on one known device. */
export async function revokeSessionsOfDevice(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  accountId: string,
  deviceId: string,
): Promise<void> {
  await tx.execute(queries.revokeOfDevice, [accountId, deviceId, clock.now()])
  await tx.execute(queries.announce, [accountId])
}
