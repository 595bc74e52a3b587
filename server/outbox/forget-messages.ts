import type { Queryable } from '../platform/db.ts'
import { forget } from './queries.ts'

/**
 * Deletes every message to an account that is being deleted, sent or not. One that is being handed over in this moment
 * still goes out.
 */
export async function forgetMessages(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(forget, [accountId])
}
