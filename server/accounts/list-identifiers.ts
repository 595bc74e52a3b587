import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { findProfile, type StoredIdentifier } from './find-profile.ts'

export type { StoredIdentifier } from './find-profile.ts'

/** The account's identifiers, oldest first; none, after the same question, when no account is known. */
export async function listIdentifiers(
  deps: Pick<Deps, 'keys'>,
  db: Queryable,
  accountId: string | undefined,
): Promise<StoredIdentifier[]> {
  const profile = await findProfile(deps, db, accountId)
  return profile?.openIdentifiers() ?? []
}
