import { openWith, unwrapDataKey } from '../platform/data-keys.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { NOBODY } from './find-account.ts'
import { maskIdentifier } from './mask.ts'
import * as queries from './queries.ts'

export interface StoredIdentifier {
  identifierId: string
  kind: 'email' | 'phone'
  /** In clear: for messages to its owner, never for a log or another person. */
  address: string
  masked: string
  verifiedAt: Date
}

/** The account's identifiers, oldest first; none, after the same questions, when no account is known. */
export async function listIdentifiers(
  { keys }: Pick<Deps, 'keys'>,
  db: Queryable,
  accountId: string | undefined,
): Promise<StoredIdentifier[]> {
  const [accounts, rows] = await Promise.all([
    db.query(queries.find, [accountId ?? NOBODY]),
    db.query(queries.listIdentifiers, [accountId ?? NOBODY]),
  ])
  const account = accounts[0]
  if (!account || !accountId) return []
  const dataKey = unwrapDataKey(keys, account.data_key, accountId)
  return rows.map((row) => {
    const address = openWith(dataKey, row.sealed, ['identifier', accountId, row.identifier_id]).toString()
    const { kind, identifier_id: identifierId, verified_at: verifiedAt } = row
    return { identifierId, kind, address, masked: maskIdentifier({ kind, address }), verifiedAt }
  })
}
