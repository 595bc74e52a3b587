import type { Db } from '../platform/db.ts'
import type { Keys } from '../platform/keys.ts'
import { type Rewrap, rewrapColumn } from '../platform/rewrap.ts'
import { resealMember } from './member.ts'
import * as queries from './queries.ts'

/** staff.sealed. Invitations are not: those that are open when their key is destroyed end with it. */
export const rewrapStaff = (db: Db, keys: Keys): Rewrap =>
  rewrapColumn(db, {
    purpose: 'staff',
    what: 'members of the staff',
    underOldKey: queries.underOldKey,
    replaceMany: queries.replaceMany,
    of: ({ staff_id: id, sealed }) => ({ id, sealed }),
    renew: (row) => resealMember(keys, row),
  })
