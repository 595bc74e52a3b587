import { openWith, sealWith } from '../platform/data-keys.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { insertIdentifier, type Standing } from './create-account.ts'
import { type Account, toAccount } from './find-account.ts'
import { getDataKey } from './get-data-key.ts'
import type { Identifier } from './identifier.ts'
import * as queries from './queries.ts'

/**
 * Locks an account until the transaction ends, so that nothing changes under what is proven of it. Call it first.
 *
 * @returns undefined when there is none
 */
export async function lockAccount(tx: Queryable, accountId: string): Promise<Account | undefined> {
  const [row] = await tx.query(queries.findForUpdate, [accountId])
  return row && toAccount(row)
}

/**
 * Takes an identifier away. Its row goes before its claims, so that a rotation of keys makes none anew.
 *
 * @param reservedUntil until then nobody else can have the address, though it finds nobody; absent: anybody may at once
 * @returns false when the account has it no more: abandon the transaction then
 */
export async function removeIdentifier(
  tx: Queryable,
  accountId: string,
  identifierId: string,
  reservedUntil?: Date,
): Promise<boolean> {
  if ((await tx.execute(queries.deleteIdentifier, [accountId, identifierId])) === 0) return false
  if (reservedUntil) await tx.execute(queries.reserveClaims, [accountId, identifierId, reservedUntil])
  else await tx.execute(queries.deleteClaims, [accountId, identifierId])
  return true
}

/**
 * Gives an account an identifier in the place of one just removed.
 *
 * @param standing of an address that comes back: when it was proven then; of any: since when there was one of its kind
 * @returns `taken` (by another account, or kept for one) or `kind_taken`: abandon the transaction then
 */
export async function putIdentifier(
  tx: Queryable,
  deps: Deps,
  accountId: string,
  identifier: Identifier,
  standing: Standing,
): Promise<'added' | 'taken' | 'kind_taken'> {
  return insertIdentifier(tx, deps, accountId, await getDataKey(tx, deps, accountId), identifier, standing)
}

/** Seals under the account's data key; `context` names the row. */
export async function sealForAccount(
  tx: Queryable,
  deps: Pick<Deps, 'keys'>,
  accountId: string,
  plain: string,
  context: readonly string[],
): Promise<Buffer> {
  return sealWith(await getDataKey(tx, deps, accountId), Buffer.from(plain), context)
}

/** @throws when the value was changed, or belongs to another row or account */
export async function openForAccount(
  db: Queryable,
  deps: Pick<Deps, 'keys'>,
  accountId: string,
  sealed: Uint8Array,
  context: readonly string[],
): Promise<string> {
  return openWith(await getDataKey(db, deps, accountId), sealed, context).toString()
}

/** Ends reservations whose time is over, a thousand a call. @returns how many */
export async function sweepReservations({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  return db.execute(queries.sweepReservations, [clock.now()])
}
