import type { Db } from '../platform/db.ts'
import type { Keys } from '../platform/keys.ts'
import { type Rewrap, rewrapColumn } from '../platform/rewrap.ts'
import * as queries from './queries.ts'

/** passwords.sealed: nobody has to sign in for it, the hash inside stays as it is. */
export const rewrapPasswords = (db: Db, keys: Keys): Rewrap =>
  rewrapColumn(db, {
    purpose: 'password',
    what: 'passwords',
    underOldKey: queries.underOldKey,
    replaceMany: queries.replaceMany,
    of: ({ account_id: id, sealed }) => ({ id, sealed }),
    renew({ account_id, sealed }) {
      const context = ['password', account_id]
      return keys.seal('password', keys.open('password', sealed, context), context)
    },
  })
