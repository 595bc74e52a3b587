import { type DataKey, unwrapDataKey } from '../platform/data-keys.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import * as queries from './queries.ts'

/** The account's own data key, for one piece of work. @throws when there is no such account */
export async function getDataKey(db: Queryable, { keys }: Pick<Deps, 'keys'>, accountId: string): Promise<DataKey> {
  const [account] = await db.query(queries.find, [accountId])
  if (!account) throw new Error('there is no such account')
  return unwrapDataKey(keys, account.data_key, accountId)
}
