import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import * as queries from './queries.ts'

/**
 * Freezes an account: from the commit on nothing opens a session for it, whatever began under its credentials as they
 * were has ended, and a deletion that was asked for is stopped. Call it first in the transaction; the row stays locked.
 *
 * @returns whether it stopped a deletion; undefined when the account was frozen already
 */
export async function markFrozen(
  tx: Queryable,
  { clock }: Pick<Deps, 'clock'>,
  accountId: string,
): Promise<{ stoppedDeletion: boolean } | undefined> {
  const [row] = await tx.query(queries.freeze, [accountId, clock.now()])
  return row && { stoppedDeletion: row.stopped_deletion }
}

/**
 * Ends the freezing of an account, and with it every other attempt to end it.
 *
 * @param expected the credential version when the proof of this began
 * @returns false when the account is not frozen, or its credentials changed since: abandon the transaction then
 */
export async function markThawed(tx: Queryable, accountId: string, expected: number): Promise<boolean> {
  return (await tx.execute(queries.thaw, [accountId, expected])) === 1
}
