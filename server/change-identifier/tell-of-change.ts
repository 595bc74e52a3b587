import type { Identifier } from '../accounts/identifier.ts'
import type { StoredIdentifier } from '../accounts/list-identifiers.ts'
import { maskIdentifier } from '../accounts/mask.ts'
import { limitLinks } from '../notices/links.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import type { Device } from '../sessions/session.ts'
import { makeUndoLink } from '../undo-links/undo-links.ts'

interface Told {
  accountId: string
  old: StoredIdentifier
  next: Identifier | undefined
  device: Device
}

/** Tells every address of a change or a removal; the old one with a link that puts it back. */
export async function tellOfChange(tx: Tx, deps: Deps, { accountId, old, next, device }: Told): Promise<void> {
  await limitLinks(tx, deps, accountId)
  const undo = await makeUndoLink(tx, deps, accountId, old)
  const facts = next ? { masked: maskIdentifier(next), previous: old.masked } : { masked: old.masked, previous: '' }
  const event = next ? ('identifier_changed' as const) : ('identifier_removed' as const)
  await tellOwner(tx, deps, {
    accountId,
    event,
    device,
    facts,
    extra: [{ kind: old.kind, address: old.address, undo }],
  })
}
