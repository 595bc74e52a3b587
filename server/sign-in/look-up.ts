import { findAccountId } from '../accounts/find-account.ts'
import type { Identifier } from '../accounts/identifier.ts'
import { findKnownDevice, type KnownDevice } from '../devices/known-devices.ts'
import { findStoredPassword, type StoredPassword } from '../passwords/verify-password.ts'
import type { Deps } from '../platform/deps.ts'
import { findSurroundings, type Surroundings } from '../sessions/describe-session.ts'

export interface LookedUp extends Surroundings {
  /** The device the try comes from, if the account knows it. */
  known: KnownDevice | undefined
  stored: { row: StoredPassword }
}

/**
 * What an identifier leads to; the same questions for nobody. They run in the order asked, the password's last: it may prove
 * nothing for a credential version that was read after it (promise P14).
 */
export async function lookUp(
  deps: Deps,
  identifier: Identifier,
  deviceSecret: Uint8Array | undefined,
): Promise<LookedUp> {
  return deps.db.inOrder(async (db) => {
    const accountId = await findAccountId({ ...deps, db }, identifier)
    const [surroundings, known, row] = await Promise.all([
      findSurroundings(deps, accountId, db),
      findKnownDevice({ db }, accountId, deviceSecret),
      findStoredPassword(db, accountId),
    ])
    return { ...surroundings, known, stored: { row } }
  })
}
