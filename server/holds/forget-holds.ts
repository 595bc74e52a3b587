import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/** Deletes the holds of an account that is being deleted: there is nothing left to withdraw by it. */
export async function forgetHolds(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.forget, [accountId])
}
