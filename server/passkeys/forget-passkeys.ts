import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/** Deletes the passkeys of an account that is being deleted. */
export async function forgetPasskeys(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.removeAll, [accountId])
}
