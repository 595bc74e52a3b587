import { recordActivity } from '../activity/record-activity.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Deps } from '../platform/deps.ts'
import type { Device } from '../sessions/session.ts'
import * as queries from './queries.ts'

/**
 * Suspends a passkey that seems to have been copied: from the commit on it proves nothing. It goes on counting as a factor of
 * the account, or its copy would have lowered what the account asks for.
 */
export async function suspendPasskey(deps: Deps, accountId: string, passkeyId: string, device: Device): Promise<void> {
  await deps.db.transaction(async (tx) => {
    if ((await tx.execute(queries.suspend, [accountId, passkeyId, deps.clock.now()])) === 0) return
    await recordActivity(tx, deps, { accountId, kind: 'passkey_suspended', device })
    await tellOwner(tx, deps, { accountId, event: 'passkey_suspended', device })
  })
}
