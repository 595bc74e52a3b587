import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/** Deletes what the owner of an account that is being deleted was asked to approve. */
export async function forgetApprovals(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.forget, [accountId])
}
