import { unmarkForDeletion } from '../accounts/deletion.ts'
import { findAccount } from '../accounts/find-account.ts'
import type { Identifier, IdentifierKind } from '../accounts/identifier.ts'
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
import { tellOwner } from '../notices/tell-owner.ts'
import type { Queryable, Tx } from '../platform/db.ts'
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
  const { old, at } = undoing
  const found = { kind: old.kind, masked: maskIdentifier(old), at }
  if (!undoing.takesAway) return found
  const unwanted = await findUnwanted(deps, deps.db, token.accountId, undoing)
  return { ...found, takesAway: unwanted.masked, at: unwanted.verifiedAt }
}

/**
 * Undoes what the link was sent for, once: puts the address back that was changed or removed, whatever stands in its place now,
 * or takes away what was added; and ends every session, device, code and flow, since whoever did it may hold them; a deletion
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
    if (undoing.takesAway) await takeAway(tx, deps, accountId, undoing, device)
    else await putBack(tx, deps, accountId, undoing.old, device)
    await endAll(tx, deps, accountId, device)
  })
  return accountId
}

/**
 * @throws Refusal `link_ended` where it is gone already, or the address the link was sent to is: then a link of its own puts
 *   that one back first
 */
async function findUnwanted(
  deps: Deps,
  db: Queryable,
  accountId: string,
  { old, takesAway }: Undoing,
): Promise<StoredIdentifier> {
  const all = await listIdentifiers(deps, db, accountId)
  const unwanted = all.find(({ kind }) => kind === takesAway)
  if (!unwanted || !all.some((each) => isSame(asIdentifier(each), old))) throw new Refusal('link_ended')
  return unwanted
}

async function takeAway(tx: Tx, deps: Deps, accountId: string, undoing: Undoing, device: Device): Promise<void> {
  const unwanted = await findUnwanted(deps, tx, accountId, undoing)
  await removeIdentifier(tx, accountId, unwanted.identifierId)
  await note(tx, deps, accountId, unwanted.kind, 'identifier_removed', device)
  const facts = { masked: unwanted.masked, previous: '' }
  await tellOwner(tx, deps, { accountId, event: 'identifier_removed', device, facts, extra: [unwanted] })
}

async function putBack(tx: Tx, deps: Deps, accountId: string, old: Identifier, device: Device): Promise<void> {
  const current = (await listIdentifiers(deps, tx, accountId)).find(({ kind }) => kind === old.kind)
  if (!current || !isSame(asIdentifier(current), old)) {
    if (current) await removeIdentifier(tx, accountId, current.identifierId)
    if ((await putIdentifier(tx, deps, accountId, old)) !== 'added') throw new Refusal('identifier_taken')
  }
  await note(tx, deps, accountId, old.kind, 'identifier_restored', device)
  const facts = { masked: maskIdentifier(old), previous: current?.masked ?? '' }
  const extra = current ? [current] : []
  const event = current ? ('identifier_changed' as const) : ('identifier_added' as const)
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
