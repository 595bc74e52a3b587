import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/** Deletes the resets under way of an account that is being deleted. */
export async function forgetRecoveries(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.forget, [accountId])
}
