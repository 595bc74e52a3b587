import type { Db } from '../platform/db.ts'
import type { Keys } from '../platform/keys.ts'
import type { Rewrap } from '../platform/rewrap.ts'
import { attemptEach } from '../platform/rewrap.ts'
import { uint32 } from '../platform/sealing.ts'
import * as queries from './queries.ts'

const FIRST = '00000000-0000-0000-0000-000000000000'

/** passwords.sealed: nobody has to sign in for it, the hash inside stays as it is. */
export function rewrapPasswords(db: Db, keys: Keys): Rewrap {
  return {
    purpose: 'password',
    what: 'passwords',
    async next(after, limit, kid) {
      const rows = await db.query(queries.underOldKey, [after ?? FIRST, limit, uint32(kid)])
      const { done, broken } = attemptEach(rows, ({ account_id, sealed }) => {
        const context = ['password', account_id]
        return keys.seal('password', keys.open('password', sealed, context), context)
      })
      const columns = [
        done.map(([row]) => row.account_id),
        done.map(([row]) => row.sealed),
        done.map(([, fresh]) => fresh),
      ]
      const moved = await db.execute(queries.replaceMany, columns)
      return { last: rows.length < limit ? undefined : rows.at(-1)?.account_id, moved, broken }
    },
  }
}
