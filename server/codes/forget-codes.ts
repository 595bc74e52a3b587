import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/** Deletes the codes of an account that is being deleted. */
export async function forgetCodes(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.forget, [accountId])
}
