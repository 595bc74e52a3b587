import type { Db } from '../platform/db.ts'
import type { Keys } from '../platform/keys.ts'
import type { Rewrap } from '../platform/rewrap.ts'
import { attemptEach } from '../platform/rewrap.ts'
import { uint32 } from '../platform/sealing.ts'
import { resealMember } from './member.ts'
import * as queries from './queries.ts'

const FIRST = '00000000-0000-0000-0000-000000000000'

/** staff.sealed. Invitations are not: those that are open when their key is destroyed end with it. */
export function rewrapStaff(db: Db, keys: Keys): Rewrap {
  return {
    purpose: 'staff',
    what: 'members of the staff',
    async next(after, limit, kid) {
      const rows = await db.query(queries.underOldKey, [after ?? FIRST, limit, uint32(kid)])
      const named = rows.map((row) => ({ ...row, account_id: row.staff_id }))
      const { done, broken } = attemptEach(named, (row) => resealMember(keys, row))
      const columns = [
        done.map(([row]) => row.staff_id),
        done.map(([row]) => row.sealed),
        done.map(([, fresh]) => fresh),
      ]
      const moved = await db.execute(queries.replaceMany, columns)
      return { last: rows.length < limit ? undefined : rows.at(-1)?.staff_id, moved, broken }
    },
  }
}
