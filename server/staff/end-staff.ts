import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import * as queries from './queries.ts'

/** Ends a membership, and with it every session and every invitation of it, at once. @returns whether there was one */
export async function endStaff(db: Queryable, { clock }: Pick<Deps, 'clock'>, staffId: string): Promise<boolean> {
  return (await db.execute(queries.end, [staffId, clock.now()])) === 1
}
