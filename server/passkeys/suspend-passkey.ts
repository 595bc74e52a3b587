import { raiseCredentialVersion } from '../accounts/raise-credential-version.ts'
import { lockAccount } from '../accounts/replace-identifier.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { endCodes } from '../codes/verify-code.ts'
import { endDevices } from '../devices/known-devices.ts'
import { startHold } from '../holds/holds.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Deps } from '../platform/deps.ts'
import { revokeAllSessions } from '../sessions/revoke-sessions.ts'
import type { Device } from '../sessions/session.ts'
import * as queries from './queries.ts'

/**
 * Suspends a passkey that seems to have been copied: from the commit on it proves nothing. It goes on counting as a factor of
 * the account, or its copy would have lowered what the account asks for. Which of its answers were the copy's nobody can tell, so
 * all that might be the copy's ends, as by a freeze: sessions, codes, flows, what devices are known by. Withdrawals pause, and the
 * owner signs in again, another way.
 */
export async function suspendPasskey(deps: Deps, accountId: string, passkeyId: string, device: Device): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const account = await lockAccount(tx, accountId)
    if (!account || (await tx.execute(queries.suspend, [accountId, passkeyId, deps.clock.now()])) === 0) return
    await raiseCredentialVersion(tx, accountId, account.credentialVersion)
    await revokeAllSessions(tx, deps, accountId)
    await endCodes(tx, deps, accountId)
    await endDevices(tx, deps, accountId)
    await startHold(tx, deps, accountId, 'passkey_suspended')
    await recordActivity(tx, deps, { accountId, kind: 'passkey_suspended', device })
    await tellOwner(tx, deps, { accountId, event: 'passkey_suspended', device })
  })
}
