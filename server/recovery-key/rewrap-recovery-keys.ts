import type { Db } from '../platform/db.ts'
import type { Keys } from '../platform/keys.ts'
import { attemptEach, FIRST, type Rewrap } from '../platform/rewrap.ts'
import { uint32 } from '../platform/sealing.ts'
import * as queries from './queries.ts'
import { checkContext } from './recovery-key.ts'

/** recovery_keys.sealed: the check value inside stays as it is, so nobody has to find their paper for it. */
export function rewrapRecoveryKeys(db: Db, keys: Keys): Rewrap {
  const renew = (sealed: Buffer, accountId: string, recoveryKeyId: string) => {
    const context = checkContext(accountId, recoveryKeyId)
    return keys.seal('recovery_key', keys.open('recovery_key', sealed, context), context)
  }
  return {
    purpose: 'recovery_key',
    what: 'check values of recovery keys',
    async next(after, limit, kid) {
      const rows = await db.query(queries.underOldKey, [after ?? FIRST, limit, uint32(kid)])
      const { done, broken } = attemptEach(rows, (row) => ({
        fresh: renew(row.sealed, row.account_id, row.recovery_key_id),
        replaced: row.replaced_sealed && row.replaced_id && renew(row.replaced_sealed, row.account_id, row.replaced_id),
      }))
      const moved = await db.execute(queries.replaceMany, [
        done.map(([row]) => row.account_id),
        done.map(([row]) => row.sealed),
        done.map(([, { fresh }]) => fresh),
        done.map(([, { replaced }]) => replaced || null),
      ])
      return { last: rows.length < limit ? undefined : rows.at(-1)?.account_id, moved, broken }
    },
  }
}
