import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { identifierLookups } from './find-account.ts'
import type { Identifier } from './identifier.ts'
import * as queries from './queries.ts'

/**
 * Why an address cannot be had, for whoever has proven it, and nobody else: it is an account's, or one gave it up a moment ago
 * and may still take it back. Then there is nothing to sign in to, and only the time to be told.
 */
export async function refusalOfTaken(
  tx: Queryable,
  { keys }: Pick<Deps, 'keys'>,
  address: Identifier,
): Promise<Refusal> {
  const [row] = await tx.query(queries.findReservation, [identifierLookups(keys, address)])
  return row?.until
    ? new Refusal('identifier_kept', { until: row.until.toISOString() })
    : new Refusal('identifier_taken')
}
