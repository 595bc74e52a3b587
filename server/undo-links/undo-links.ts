/**
 * Links that undo what was done to an account's addresses: sent to an address that the account had before, good for 72 hours,
 * once. What each would bring back is sealed under the account's data key.
 */

import type { Standing } from '../accounts/create-account.ts'
import type { Identifier, IdentifierKind } from '../accounts/identifier.ts'
import { lookupForm } from '../accounts/identifier.ts'
import type { StoredIdentifier } from '../accounts/list-identifiers.ts'
import { openForAccount, sealForAccount } from '../accounts/replace-identifier.ts'
import { hashLinkSecret, type LinkToken, newLinkToken } from '../notices/link-token.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import * as queries from './queries.ts'

export interface Undoing {
  /** The address the link was sent to. Of a change or a removal: the account has it again afterwards, whatever is there now. */
  old: Identifier
  /** An addition: the account has none of that kind afterwards, as before. */
  takesAway: IdentifierKind | undefined
  /**
   * Of a change or a removal: addresses of a kind that the account has had only since after this go when the old one comes
   * back. Whoever takes an address away may have added one of their own first, to come in by. It is the older one's word
   * against the younger one's, as where an addition is undone, and for as long: what was there 72 hours before stays, or
   * whoever reads an address that its owner left would have the account to themselves.
   */
  newcomersAfter: Date | undefined
  /** Of the old address, which comes back as old as it was; empty: a link of before it was written down. */
  standing: Standing
  /** When what would be undone was done. */
  at: Date
}

/**
 * Makes a link, in the transaction of what it undoes.
 *
 * @param takesAway what it takes away; absent: it puts the address back that it will be sent to
 */
export async function makeUndoLink(
  tx: Tx,
  deps: Deps,
  accountId: string,
  { kind, address, verifiedAt, kindSince }: StoredIdentifier,
  takesAway?: IdentifierKind,
): Promise<LinkToken> {
  const now = deps.clock.now()
  const token = newLinkToken(accountId)
  const secretHash = hashLinkSecret(token)
  const sealed = await sealForAccount(tx, deps, accountId, address, context(accountId, secretHash))
  const expiresAt = secondsAfter(now, policy.identifierUndoSeconds)
  const values = [accountId, secretHash, kind, sealed, verifiedAt, kindSince, takesAway, now, expiresAt]
  await tx.execute(queries.insert, values)
  return token
}

/** What a link would undo; undefined: nothing (any more). Changes nothing. */
export async function findUndoing(deps: Deps, token: LinkToken): Promise<Undoing | undefined> {
  const secretHash = hashLinkSecret(token)
  const [row] = await deps.db.query(queries.find, [token.accountId, secretHash, deps.clock.now()])
  return row && open(deps.db, deps, token.accountId, secretHash, row)
}

/**
 * Uses a link up, once, in the transaction of its undoing. Later links are worth nothing from then on where they are about
 * what it restores or takes away, and neither is one that would take away what was added beside it.
 *
 * @returns undefined when it was used, overtaken, or its time is over
 */
export async function spendUndoLink(tx: Tx, deps: Deps, token: LinkToken): Promise<Undoing | undefined> {
  const { accountId } = token
  const secretHash = hashLinkSecret(token)
  const now = deps.clock.now()
  const [row] = await tx.query(queries.spend, [accountId, secretHash, now])
  if (!row) return undefined
  const undoing = await open(tx, deps, accountId, secretHash, row)
  const kinds = [row.kind, ...(row.takes_away ? [row.takes_away] : [])]
  await tx.execute(queries.overtake, [accountId, kinds, row.created_at, now, undoing.newcomersAfter])
  return undoing
}

/** Deletes links whose time is over, a thousand a call. @returns how many */
export async function sweepUndoLinks({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  return db.execute(queries.sweep, [clock.now()])
}

/** Deletes what could put addresses back of an account that is being deleted. */
export async function forgetUndoLinks(tx: Queryable, accountId: string): Promise<void> {
  await tx.execute(queries.forget, [accountId])
}

/** What an address that can be put back is bound to. */
const context = (accountId: string, secretHash: Buffer) => ['identifier_undo', accountId, secretHash.toString('hex')]

async function open(
  db: Queryable,
  deps: Deps,
  accountId: string,
  secretHash: Buffer,
  row: queries.UndoRow,
): Promise<Undoing> {
  const { kind, verified_at: verifiedAt, kind_since: kindSince, created_at: at } = row
  const address = await openForAccount(db, deps, accountId, row.sealed, context(accountId, secretHash))
  const old = { kind, address, canonical: lookupForm(kind, address) }
  const takesAway = row.takes_away ?? undefined
  const undoable = secondsAfter(at, -policy.identifierUndoSeconds)
  // A link that an older server made does not say since when: then the address comes back as the older one, too.
  const standing = { verifiedAt: verifiedAt ?? undefined, kindSince: kindSince ?? undoable }
  const newcomersAfter = takesAway ? undefined : laterOf(verifiedAt ?? undoable, undoable)
  return { old, takesAway, newcomersAfter, standing, at }
}

const laterOf = (one: Date, other: Date): Date => (one > other ? one : other)
