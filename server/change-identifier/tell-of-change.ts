import type { Identifier } from '../accounts/identifier.ts'
import { maskIdentifier } from '../accounts/mask.ts'
import { sealForAccount } from '../accounts/replace-identifier.ts'
import { formatLinkToken, hashLinkSecret, newLinkToken } from '../notices/link-token.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import type { Device } from '../sessions/session.ts'
import * as queries from './queries.ts'

interface Told {
  accountId: string
  old: Identifier
  next: Identifier | undefined
  device: Device
}

/** What an address that can be put back is bound to. */
export const undoContext = (accountId: string, secretHash: Buffer) => [
  'identifier_undo',
  accountId,
  secretHash.toString('hex'),
]

/**
 * Tells every address of a change or a removal; the old one with a link that puts it back. The secret stands behind the #,
 * which browsers send to nobody.
 */
export async function tellOfChange(tx: Tx, deps: Deps, { accountId, old, next, device }: Told): Promise<void> {
  const now = deps.clock.now()
  const token = newLinkToken(accountId)
  const secretHash = hashLinkSecret(token)
  const sealed = await sealForAccount(tx, deps, accountId, old.address, undoContext(accountId, secretHash))
  const expiresAt = secondsAfter(now, policy.identifierUndoSeconds)
  await tx.execute(queries.insertUndo, [accountId, secretHash, old.kind, sealed, now, expiresAt])
  const undoUrl = `${deps.config.origin}/undo-change#${formatLinkToken(token)}`
  const facts = next
    ? { masked: maskIdentifier(next), previous: maskIdentifier(old) }
    : { masked: maskIdentifier(old), previous: '' }
  const event = next ? ('identifier_changed' as const) : ('identifier_removed' as const)
  await tellOwner(tx, deps, { accountId, event, device, facts, extra: [{ ...old, undoUrl }] })
}
