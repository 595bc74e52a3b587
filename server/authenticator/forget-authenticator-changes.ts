import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/** Deletes the changes under way of the authenticator of an account that is being deleted. */
export async function forgetAuthenticatorChanges(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.forget, [accountId])
}
