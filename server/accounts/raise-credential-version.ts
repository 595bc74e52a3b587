import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/**
 * Ends every session, proof and flow that began under the account's credentials as they were (promise P14). Call it
 * first in the transaction of the change: the account's row stays locked, so that of two changes at once one is made.
 *
 * @param expected the version when the proof of this change began
 * @returns false when the credentials changed since: abandon the transaction then
 */
export async function raiseCredentialVersion(tx: Queryable, accountId: string, expected: number): Promise<boolean> {
  return (await tx.execute(queries.raiseCredentialVersion, [accountId, expected])) === 1
}
