import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/** Deletes the authenticator key of an account that is being deleted. */
export async function forgetTotp(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.remove, [accountId])
}
