import { unwrapDataKey } from '../platform/data-keys.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { insertIdentifier } from './create-account.ts'
import type { Identifier } from './identifier.ts'
import * as queries from './queries.ts'

/**
 * Adds a proven identifier to an account.
 *
 * @returns `taken` (by another account) or `kind_taken` (by this one): abandon the transaction then
 * @throws Refusal `session_required` when the account is gone
 */
export async function addIdentifier(
  tx: Queryable,
  deps: Deps,
  accountId: string,
  identifier: Identifier,
): Promise<'added' | 'taken' | 'kind_taken'> {
  const [account] = await tx.query(queries.findForShare, [accountId])
  if (!account) throw new Refusal('session_required') // deleted a moment ago
  return insertIdentifier(tx, deps, accountId, unwrapDataKey(deps.keys, account.data_key, accountId), identifier)
}
