import { unbindFactor } from '../accounts/factors.ts'
import type { Tx } from '../platform/db.ts'
import * as queries from './queries.ts'

/**
 * Ends all passkeys of an account: a lost phone may hold one of them, and nobody can tell which. Call it in a transaction that
 * has locked the account, and where another factor stays bound.
 *
 * @returns whether there were any
 */
export async function endPasskeys(tx: Tx, accountId: string): Promise<boolean> {
  if ((await tx.execute(queries.removeAll, [accountId])) === 0) return false
  await unbindFactor(tx, accountId, 'passkey')
  return true
}
