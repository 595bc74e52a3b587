import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/** Ends every addition that is under way for an account. */
export async function endAdditions(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.removeAll, [accountId])
}
