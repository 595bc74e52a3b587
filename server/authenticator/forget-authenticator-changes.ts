import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/** Ends every change of the account's authenticator that is under way, in whatever session. */
export async function forgetAuthenticatorChanges(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.forget, [accountId])
}
