import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/** Deletes the sign-up that an account came from which is being deleted. */
export async function forgetSignUp(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.forget, [accountId])
}
