import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/** Deletes the links of notices to an account that is being deleted. */
export async function forgetLinks(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.forget, [accountId])
}
