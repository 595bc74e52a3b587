import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/** Deletes the sessions of an account that is being deleted, and tells every server. */
export async function forgetSessions(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.forget, [accountId])
  await tx.execute(queries.announce, [accountId])
}
