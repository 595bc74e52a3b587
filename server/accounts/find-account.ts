import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import type { Keys } from '../platform/keys.ts'
import type { Identifier } from './identifier.ts'
import * as queries from './queries.ts'
import type { Factor } from './schema.ts'

export interface Account {
  accountId: string
  locale: string
  credentialVersion: number
  /** Proofs besides codes and password that are bound to it: while there is one, no code alone may replace either. */
  factors: Factor[]
  /** Since when it signs nobody in; undefined: it is not frozen. */
  frozenAt: Date | undefined
  /** When it will be deleted; undefined: nobody asked for that. */
  deletesAt: Date | undefined
  createdAt: Date
}

/** What an identifier is looked up by: a keyed hash under each live index key, the active one first. */
export function identifierLookups(keys: Keys, { kind, canonical }: Pick<Identifier, 'kind' | 'canonical'>): Buffer[] {
  return keys.macs('index', [kind, canonical])
}

/** @returns the id of the account the identifier belongs to */
export async function findAccountId(
  { db, keys }: { db: Queryable; keys: Keys },
  identifier: Identifier,
): Promise<string | undefined> {
  // One question a live key, always all of them: of a list Postgres thinks it long, and reads whole small tables for it.
  const lookups = identifierLookups(keys, identifier)
  const claims = await Promise.all(lookups.map((lookup) => db.query(queries.findClaim, [lookup])))
  return claims.flat()[0]?.account_id
}

/** Asked about when no account is known, so that an unknown address costs the same questions. */
export const NOBODY = '00000000-0000-0000-0000-000000000000'

export async function findAccount(
  { db }: { db: Queryable },
  accountId: string | undefined,
): Promise<Account | undefined> {
  const [row] = await db.query(queries.find, [accountId ?? NOBODY])
  return row && toAccount(row)
}

/** The same, and the account is not deleted before the transaction ends: for what is written about it beside other locks. */
export async function keepAccount(tx: Queryable, accountId: string): Promise<Account | undefined> {
  const [row] = await tx.query(queries.findForKeyShare, [accountId])
  return row && toAccount(row)
}

export function toAccount(row: queries.AccountRow): Account {
  return {
    accountId: row.account_id,
    locale: row.locale,
    credentialVersion: row.credential_version,
    factors: row.factors,
    frozenAt: row.frozen_at ?? undefined,
    deletesAt: row.deletes_at ?? undefined,
    createdAt: row.created_at,
  }
}

export async function setLocale({ db }: Pick<Deps, 'db'>, accountId: string, locale: string): Promise<void> {
  await db.execute(queries.setLocale, [accountId, locale])
}
