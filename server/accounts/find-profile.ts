import { openWith, unwrapDataKey } from '../platform/data-keys.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { type Account, NOBODY, toAccount } from './find-account.ts'
import { maskIdentifier } from './mask.ts'
import * as queries from './queries.ts'

export interface StoredIdentifier {
  identifierId: string
  kind: 'email' | 'phone'
  /** In clear: for messages to its owner, never for a log or another person. */
  address: string
  masked: string
  verifiedAt: Date
  /** Since when the account has had an address of this kind without a break, whatever it was changed to meanwhile. */
  kindSince: Date
}

export interface Profile extends Account {
  /** Oldest first. Opens what is sealed: work that tells an account from none, so only for whoever has proven themselves. */
  openIdentifiers(): StoredIdentifier[]
}

/** An account with its identifiers, in one question; the same question when no account is known. */
export async function findProfile(
  { keys }: Pick<Deps, 'keys'>,
  db: Queryable,
  accountId: string | undefined,
): Promise<Profile | undefined> {
  const rows = await db.query(queries.findProfile, [accountId ?? NOBODY])
  const [account] = rows
  return account && accountId
    ? { ...toAccount(account), openIdentifiers: () => openRows(keys, accountId, account.data_key, rows) }
    : undefined
}

function openRows(
  keys: Deps['keys'],
  accountId: string,
  wrapped: Buffer,
  rows: queries.ProfileRow[],
): StoredIdentifier[] {
  const dataKey = unwrapDataKey(keys, wrapped, accountId)
  return rows.flatMap((row) => {
    const { identifier_id: identifierId, kind, verified_at: verifiedAt, kind_since: kindSince } = row
    if (identifierId === null) return []
    const address = openWith(dataKey, row.sealed, ['identifier', accountId, identifierId]).toString()
    return {
      identifierId,
      kind,
      address,
      // Only where it is shown: working it out takes longer than opening the address.
      get masked() {
        return maskIdentifier({ kind, address })
      },
      verifiedAt,
      kindSince,
    }
  })
}
