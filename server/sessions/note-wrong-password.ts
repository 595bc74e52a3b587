import type { Queryable } from '../platform/db.ts'
import * as queries from './queries.ts'

/** Counts a wrong password of whoever holds a session, until it is proven anew. @returns how many in a row */
export async function noteWrongPassword(db: Queryable, accountId: string, sessionId: string): Promise<number> {
  const [row] = await db.query(queries.noteWrong, [accountId, sessionId])
  return row?.wrong_in_a_row ?? 0
}
