import type { Db } from '../platform/db.ts'
import type { Keys } from '../platform/keys.ts'
import { type Rewrap, rewrapColumn } from '../platform/rewrap.ts'
import { totpContext } from './enrol-totp.ts'
import * as queries from './queries.ts'

/** totp_secrets.sealed: nobody has to sign in for it, the key inside stays as it is. */
export const rewrapTotp = (db: Db, keys: Keys): Rewrap =>
  rewrapColumn(db, {
    purpose: 'totp',
    what: 'authenticator keys',
    underOldKey: queries.underOldKey,
    replaceMany: queries.replaceMany,
    of: ({ account_id: id, sealed }) => ({ id, sealed }),
    renew({ account_id, secret_id, sealed }) {
      const context = totpContext(account_id, secret_id)
      return keys.seal('totp', keys.open('totp', sealed, context), context)
    },
  })
