import type { Db } from '../platform/db.ts'
import type { Keys } from '../platform/keys.ts'
import type { Rewrap } from '../platform/rewrap.ts'
import { attemptEach } from '../platform/rewrap.ts'
import { uint32 } from '../platform/sealing.ts'
import { totpContext } from './enrol-totp.ts'
import * as queries from './queries.ts'

const FIRST = '00000000-0000-0000-0000-000000000000'

/** totp_secrets.sealed: nobody has to sign in for it, the key inside stays as it is. */
export function rewrapTotp(db: Db, keys: Keys): Rewrap {
  return {
    purpose: 'totp',
    what: 'authenticator keys',
    async next(after, limit, kid) {
      const rows = await db.query(queries.underOldKey, [after ?? FIRST, limit, uint32(kid)])
      const { done, broken } = attemptEach(rows, ({ account_id, secret_id, sealed }) => {
        const context = totpContext(account_id, secret_id)
        return keys.seal('totp', keys.open('totp', sealed, context), context)
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
