import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/** Deletes what was proven to sign in to an account that is being deleted. */
export async function forgetProofs(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.forget, [accountId])
}
