import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'
import type { Factor } from './schema.ts'

/** From now on the account is not opened by codes and password alone. Call it in the transaction of the enrolment. */
export async function bindFactor(tx: Queryable, accountId: string, factor: Factor): Promise<void> {
  await tx.execute(queries.bindFactor, [accountId, factor])
}

/** Call it in the transaction that removes the last credential of this kind. */
export async function unbindFactor(tx: Queryable, accountId: string, factor: Factor): Promise<void> {
  await tx.execute(queries.unbindFactor, [accountId, factor])
}
