import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/** Deletes what could put addresses back of an account that is being deleted. */
export async function forgetUndos(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.forgetUndos, [accountId])
}
