// What a code to an address of the account proves in a session: neither the password nor a factor, and only while that is its address.
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import type { OpenedSession } from './open-session.ts'
import * as queries from './queries.ts'
import { exchangeToken } from './renew-session.ts'
import type { Session } from './session.ts'

/**
 * Marks that such a code was given in the session, which goes on under a new token; the old one is dead.
 *
 * @returns undefined when the session ended or another request renewed it first
 */
export async function proveAddressInSession(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  session: Session,
  token: string,
): Promise<OpenedSession | undefined> {
  const now = clock.now()
  const renewed = await exchangeToken(tx, queries.proveAddress, session, token, [now])
  if (!renewed) return undefined
  return { session: { ...session, addressProvenAt: now }, token: renewed }
}

/** Whether one was given in the session that still counts, however long ago: the address may have been given up meanwhile. */
export async function hasAddressProof(tx: Queryable, { accountId, sessionId }: Session): Promise<boolean> {
  return (await tx.query(queries.findAddressProof, [accountId, sessionId])).length > 0
}

/**
 * Takes that back in every session, in the transaction that gives an address up: somebody else may read what is sent there.
 * `announceChange` tells the servers.
 */
export async function forgetAddressProofs(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.forgetAddressProofs, [accountId])
}
