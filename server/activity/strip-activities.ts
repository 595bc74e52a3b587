import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/** Takes everything out of the record of an account that is being deleted but what happened and when. */
export async function stripActivities(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.strip, [accountId])
}
