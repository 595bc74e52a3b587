import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/**
 * Tells every server, at the commit, that what it remembers of the account's sessions is out of date: their answer names
 * identifiers, language and holds, and an exchange asks for the holds at every withdrawal.
 */
export async function announceChange(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.announce, [accountId])
}
