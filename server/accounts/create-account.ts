import type { DataKey } from '../platform/data-keys.ts'
import { newDataKey, sealWith, wrapDataKey } from '../platform/data-keys.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { identifierLookups } from './find-account.ts'
import type { Identifier } from './identifier.ts'
import * as queries from './queries.ts'

/** The version of the credentials a new account begins with. */
export const FIRST_CREDENTIAL_VERSION = 1

export interface NewAccount {
  accountId: string
  identifier: Identifier
  locale: string
}

/**
 * Creates an account that is found by one proven identifier.
 *
 * @returns false when the identifier belongs to an account already: abandon the transaction then
 */
export async function createAccount(tx: Queryable, deps: Deps, account: NewAccount): Promise<boolean> {
  const { keys, clock } = deps
  const { accountId, identifier, locale } = account
  const dataKey = newDataKey()
  await tx.execute(queries.insertAccount, [accountId, wrapDataKey(keys, dataKey, accountId), locale, clock.now()])
  return (await insertIdentifier(tx, deps, accountId, dataKey, identifier)) === 'added'
}

/** Since when an account has had an address, see `StoredIdentifier`; now, where nothing is known. */
export interface Standing {
  verifiedAt?: Date | undefined
  kindSince?: Date | undefined
}

/**
 * Writes an identifier, sealed under the account's data key, and its claims under every live index key.
 *
 * @returns `taken` (by another account) or `kind_taken` (by this one, be it by the same address): abandon the transaction then
 */
export async function insertIdentifier(
  tx: Queryable,
  { keys, clock }: Deps,
  accountId: string,
  dataKey: DataKey,
  identifier: Identifier,
  standing: Standing = {},
): Promise<'added' | 'taken' | 'kind_taken'> {
  const identifierId = newId()
  const lookups = identifierLookups(keys, identifier)
  await tx.execute(queries.endReservations, [lookups, accountId, clock.now()])
  if ((await tx.execute(queries.claim, [lookups, accountId, identifierId])) < lookups.length) {
    const own = await tx.query(queries.claimsOf, [lookups, accountId, identifierId])
    return own.length > 0 ? 'kind_taken' : 'taken'
  }
  const sealed = sealWith(dataKey, Buffer.from(identifier.address), ['identifier', accountId, identifierId])
  const { verifiedAt = clock.now(), kindSince = verifiedAt } = standing
  const values = [accountId, identifierId, identifier.kind, sealed, verifiedAt, kindSince]
  return (await tx.execute(queries.insertIdentifier, values)) === 1 ? 'added' : 'kind_taken'
}
