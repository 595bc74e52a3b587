import { unmarkForDeletion } from '../accounts/deletion.ts'
import { findAccount } from '../accounts/find-account.ts'
import type { IdentifierKind } from '../accounts/identifier.ts'
import { listIdentifiers, type StoredIdentifier } from '../accounts/list-identifiers.ts'
import { maskIdentifier } from '../accounts/mask.ts'
import { raiseCredentialVersion } from '../accounts/raise-credential-version.ts'
import { lockAccount, putIdentifier, removeIdentifier } from '../accounts/replace-identifier.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { endAdditions } from '../add-identifier/end-additions.ts'
import { endCodes } from '../codes/verify-code.ts'
import { noteStop } from '../deletion/note-stop.ts'
import { endDevices } from '../devices/known-devices.ts'
import { recordEvent } from '../events/record-event.ts'
import { startHold } from '../holds/holds.ts'
import { parseLinkToken } from '../notices/link-token.ts'
import { endLinks } from '../notices/links.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { revokeAllSessions } from '../sessions/revoke-sessions.ts'
import type { Device } from '../sessions/session.ts'
import { findUndoing, spendUndoLink, type Undoing } from '../undo-links/undo-links.ts'
import { asIdentifier, isSame } from './change.ts'
import * as queries from './queries.ts'

export interface Look {
  /** The address that would be put back, or that stays where an addition is undone. */
  kind: 'email' | 'phone'
  masked: string
  /** The address that was added, and would be taken away. */
  takesAway?: string
  /** Every address that would stop working, masked. */
  ends: string[]
  /** When what would be undone was done. */
  at: Date
}

/**
 * What the link would undo. Changes nothing: mail programs and their guards open links before people do.
 *
 * @throws Refusal `link_ended`
 */
export async function lookAtUndo(deps: Deps, text: string): Promise<Look> {
  const token = parseLinkToken(text)
  const undoing = await findUndoing(deps, token)
  if (!undoing || !(await findAccount(deps, token.accountId))) throw new Refusal('link_ended')
  const { old, takesAway, at } = undoing
  const unwanted = unwantedOf(await listIdentifiers(deps, deps.db, token.accountId), undoing)
  const ends = unwanted.filter((each) => !isSame(asIdentifier(each), old)).map(({ masked }) => masked)
  const found = { kind: old.kind, masked: maskIdentifier(old), ends, at }
  const [added] = unwanted
  return takesAway && added ? { ...found, takesAway: added.masked, at: added.verifiedAt } : found
}

/**
 * Undoes what the link was sent for, once: puts the address back that was changed or removed, whatever stands in its place now,
 * and takes away what was added; and ends every session, device, code and flow, since whoever did it may hold them; a deletion
 * is stopped, since they may have asked for it.
 *
 * @returns the account's id, for what this server remembers of its sessions
 * @throws Refusal `link_ended`, `identifier_taken`
 */
export async function undoChange(deps: Deps, text: string, device: Device): Promise<string> {
  const token = parseLinkToken(text)
  const { accountId } = token
  await deps.db.transaction(async (tx) => {
    const account = await lockAccount(tx, accountId)
    const undoing = account && (await spendUndoLink(tx, deps, token))
    if (!undoing) throw new Refusal('link_ended')
    await raiseCredentialVersion(tx, accountId, account.credentialVersion)
    await endLinks(tx, deps, token)
    const unwanted = unwantedOf(await listIdentifiers(deps, tx, accountId), undoing)
    for (const { identifierId } of unwanted) await removeIdentifier(tx, accountId, identifierId)
    if (!undoing.takesAway) await putBack(tx, deps, accountId, undoing, unwanted, device)
    // What stood in the place of an address that is back, its own notice tells of.
    const added = unwanted.filter(({ kind }) => kind !== undoing.old.kind)
    for (const gone of added) await tellOfRemoval(tx, deps, accountId, gone, device)
    await endAll(tx, deps, accountId, device)
  })
  return accountId
}

/**
 * What is the account's now and would be no more: what stands in the place of the address that comes back, and what came to
 * the account beside it; or what was added.
 *
 * @throws Refusal `link_ended` where an addition is gone already, or the address the link was sent to is: then a link of its
 *   own puts that one back, and takes the other away
 */
function unwantedOf(all: StoredIdentifier[], { old, takesAway, newcomersAfter }: Undoing): StoredIdentifier[] {
  if (!takesAway)
    return all.filter(({ kind, kindSince }) => kind === old.kind || (newcomersAfter && kindSince > newcomersAfter))
  const added = all.filter(({ kind }) => kind === takesAway)
  if (added.length === 0 || !all.some((each) => isSame(asIdentifier(each), old))) throw new Refusal('link_ended')
  return added
}

async function tellOfRemoval(
  tx: Tx,
  deps: Deps,
  accountId: string,
  gone: StoredIdentifier,
  device: Device,
): Promise<void> {
  const { kind, address, masked } = gone
  await note(tx, deps, accountId, kind, 'identifier_removed', device)
  const extra = [{ kind, address, hasNoLink: true }]
  await tellOwner(tx, deps, { accountId, event: 'identifier_removed', device, facts: { masked, previous: '' }, extra })
}

async function putBack(
  tx: Tx,
  deps: Deps,
  accountId: string,
  { old, standing }: Undoing,
  gone: StoredIdentifier[],
  device: Device,
): Promise<void> {
  if ((await putIdentifier(tx, deps, accountId, old, standing)) !== 'added') throw new Refusal('identifier_taken')
  await note(tx, deps, accountId, old.kind, 'identifier_restored', device)
  const replaced = gone.find(({ kind }) => kind === old.kind)
  const facts = { masked: maskIdentifier(old), previous: replaced?.masked ?? '' }
  const extra = replaced ? [{ kind: replaced.kind, address: replaced.address, hasNoLink: true }] : []
  const event = replaced ? ('identifier_changed' as const) : ('identifier_added' as const)
  await tellOwner(tx, deps, { accountId, event, device, facts, extra })
}

async function note(
  tx: Tx,
  deps: Deps,
  accountId: string,
  kind: IdentifierKind,
  what: 'identifier_removed' | 'identifier_restored',
  device: Device,
): Promise<void> {
  await recordEvent(tx, deps, accountId, { type: 'account.identifiers.changed', data: { kinds: [kind] } })
  await recordActivity(tx, deps, { accountId, kind: what, device })
}

async function endAll(tx: Tx, deps: Deps, accountId: string, device: Device): Promise<void> {
  await revokeAllSessions(tx, deps, accountId)
  await endDevices(tx, deps, accountId)
  await endCodes(tx, deps, accountId)
  await endAdditions(tx, accountId)
  await tx.execute(queries.removeAll, [accountId])
  await startHold(tx, deps, accountId, 'identifier_changed')
  if (!(await unmarkForDeletion(tx, accountId))) return
  await noteStop(tx, deps, accountId, device)
  await tellOwner(tx, deps, { accountId, event: 'account_deletion_cancelled', device })
}
