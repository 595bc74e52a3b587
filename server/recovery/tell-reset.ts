import { tellOwner } from '../notices/tell-owner.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import type { Device } from '../sessions/session.ts'

/** Tells every address of the account that its password was replaced, and from where (SECURITY P16). */
export async function tellReset(tx: Tx, deps: Deps, accountId: string, device: Device): Promise<void> {
  await tellOwner(tx, deps, { accountId, event: 'password_reset', device })
}
