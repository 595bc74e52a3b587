/** What a rotation of keys has to bring under the new one in the tables of accounts. */
import { openWith, unwrapDataKey, wrapDataKey } from '../platform/data-keys.ts'
import type { Db } from '../platform/db.ts'
import type { Keys } from '../platform/keys.ts'
import { attemptEach, FIRST, type Rewrap, rewrapColumn } from '../platform/rewrap.ts'
import { uint32 } from '../platform/sealing.ts'
import { lookupForm } from './identifier.ts'
import * as queries from './queries.ts'

/** accounts.data_key: the data keys stay, their wrapping changes; what they sealed is not touched. */
export const rewrapDataKeys = (db: Db, keys: Keys): Rewrap =>
  rewrapColumn(db, {
    purpose: 'account',
    what: 'data keys',
    underOldKey: queries.dataKeysUnderOldKey,
    replaceMany: queries.replaceDataKeys,
    of: ({ account_id: id, data_key: sealed }) => ({ id, sealed }),
    renew: ({ account_id, data_key }) => wrapDataKey(keys, unwrapDataKey(keys, data_key, account_id), account_id),
  })

/**
 * identifier_claims: the address is opened, and claimed under the new index key too. While both keys live every look-up
 * asks for both. The old claims are deleted once their key is destroyed: nobody can compute them any more.
 */
export function rewrapClaims(db: Db, keys: Keys): Rewrap {
  return {
    purpose: 'index',
    what: 'claims',
    async next(after, limit, kid) {
      const accounts = await db.query(queries.dataKeysAfter, [after ?? FIRST, limit])
      const dataKeys = new Map(accounts.map((row) => [row.account_id, row.data_key]))
      const range = [uint32(kid), uint32(kid + 1)]
      const rows = await db.query(queries.identifiersWithoutClaim, [[...dataKeys.keys()], ...range])
      const { done, broken } = attemptEach(rows, (row) => lookupOf(keys, row, dataKeys.get(row.account_id)))
      const moved = await claimAll(db, done)
      const last = accounts.length < limit ? undefined : accounts.at(-1)?.account_id
      return { last, moved: moved.size, broken: [...broken, ...unmoved(done, moved)] }
    },
    async tidy(kid) {
      while ((await db.execute(queries.deleteClaimsBelow, [uint32(kid), 1_000])) > 0);
    },
  }
}

function lookupOf(keys: Keys, row: queries.UnclaimedRow, wrapped: Buffer | undefined): Buffer {
  if (!wrapped) throw new Error('an identifier without an account')
  const dataKey = unwrapDataKey(keys, wrapped, row.account_id)
  const address = openWith(dataKey, row.sealed, ['identifier', row.account_id, row.identifier_id]).toString()
  return keys.mac('index', [row.kind, lookupForm(row.kind, address)])
}

type Claim = [row: queries.UnclaimedRow, lookup: Buffer]

async function claimAll(db: Db, claims: Claim[]): Promise<Set<string>> {
  const columns = [
    claims.map(([, lookup]) => lookup),
    claims.map(([row]) => row.account_id),
    claims.map(([row]) => row.identifier_id),
  ]
  return new Set((await db.query(queries.claimMany, columns)).map((row) => row.identifier_id))
}

/** Claimed by another account, or removed a moment ago: the next pass tells which. */
function unmoved(claims: Claim[], moved: Set<string>): string[] {
  return claims.flatMap(([row]) => (moved.has(row.identifier_id) ? [] : [row.account_id]))
}
