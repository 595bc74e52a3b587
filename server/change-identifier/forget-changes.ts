import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/** Deletes the changes of addresses under way of an account that is being deleted. */
export async function forgetChanges(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.removeAll, [accountId])
}
