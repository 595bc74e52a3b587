import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/** Counts a wrong code of the authenticator by whoever holds a session, until a factor is proven in it. @returns how many in a row */
export async function noteWrongCode(db: Queryable, accountId: string, sessionId: string): Promise<number> {
  const [row] = await db.query(queries.noteWrongCode, [accountId, sessionId])
  return row?.wrong_codes_in_a_row ?? 0
}

/** For a proof of a factor that leaves the session's token as it is. */
export async function forgiveWrongCodes(tx: Queryable, accountId: string, sessionId: string): Promise<void> {
  await tx.execute(queries.forgiveWrongCodes, [accountId, sessionId])
}
