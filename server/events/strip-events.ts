import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/**
 * Takes everything out of the events of an account that is being deleted but their type and time. Whoever gives events their
 * places is waited for first: both change rows of the account.
 */
export async function stripEvents(tx: Queryable, accountId: string): Promise<void> {
  await tx.query(queries.lockFeed)
  await tx.execute(queries.strip, [accountId])
}
