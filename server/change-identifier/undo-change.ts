import { unmarkForDeletion } from '../accounts/deletion.ts'
import { findAccount } from '../accounts/find-account.ts'
import { type Identifier, lookupForm } from '../accounts/identifier.ts'
import { listIdentifiers } from '../accounts/list-identifiers.ts'
import { maskIdentifier } from '../accounts/mask.ts'
import { raiseCredentialVersion } from '../accounts/raise-credential-version.ts'
import { lockAccount, openForAccount, putIdentifier, removeIdentifier } from '../accounts/replace-identifier.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { endAdditions } from '../add-identifier/end-additions.ts'
import { endCodes } from '../codes/verify-code.ts'
import { noteStop } from '../deletion/note-stop.ts'
import { endDevices } from '../devices/known-devices.ts'
import { recordEvent } from '../events/record-event.ts'
import { startHold } from '../holds/holds.ts'
import { hashLinkSecret, parseLinkToken } from '../notices/link-token.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { revokeAllSessions } from '../sessions/revoke-sessions.ts'
import type { Device } from '../sessions/session.ts'
import { asIdentifier, isSame } from './change.ts'
import type { UndoRow } from './queries.ts'
import * as queries from './queries.ts'
import { undoContext } from './tell-of-change.ts'

/**
 * Which address the link would put back. Changes nothing: mail programs and their guards open links before people do.
 *
 * @throws Refusal `link_ended`
 */
export async function lookAtUndo(
  deps: Deps,
  text: string,
): Promise<{ kind: 'email' | 'phone'; masked: string; at: Date }> {
  const token = parseLinkToken(text)
  const { accountId } = token
  const secretHash = hashLinkSecret(token)
  const [row] = await deps.db.query(queries.findUndo, [accountId, secretHash, deps.clock.now()])
  if (!row || !(await findAccount(deps, accountId))) throw new Refusal('link_ended')
  const old = await openUndo(deps.db, deps, accountId, secretHash, row)
  return { kind: old.kind, masked: maskIdentifier(old), at: row.created_at }
}

/**
 * Puts the address back that the link was sent to, once, whatever stands in its place now; and ends every session, device,
 * code and flow, since whoever made the change may hold them; a deletion is stopped, since they may have asked for it. The links of later changes are worth nothing then: the address
 * somebody else put there cannot come back by them.
 *
 * @returns the account's id, for what this server remembers of its sessions
 * @throws Refusal `link_ended`, `identifier_taken`
 */
export async function undoChange(deps: Deps, text: string, device: Device): Promise<string> {
  const token = parseLinkToken(text)
  const { accountId } = token
  const secretHash = hashLinkSecret(token)
  await deps.db.transaction(async (tx) => {
    const account = await lockAccount(tx, accountId)
    const now = deps.clock.now()
    const [row] = await tx.query(queries.spendUndo, [accountId, secretHash, now])
    if (!account || !row) throw new Refusal('link_ended')
    const old = await openUndo(tx, deps, accountId, secretHash, row)
    await tx.execute(queries.overtakeUndos, [accountId, row.kind, row.created_at, now])
    await raiseCredentialVersion(tx, accountId, account.credentialVersion)
    await restore(tx, deps, accountId, old, device)
  })
  return accountId
}

async function restore(tx: Tx, deps: Deps, accountId: string, old: Identifier, device: Device): Promise<void> {
  const current = (await listIdentifiers(deps, tx, accountId)).find(({ kind }) => kind === old.kind)
  if (!current || !isSame(asIdentifier(current), old)) {
    if (current) await removeIdentifier(tx, accountId, current.identifierId)
    if ((await putIdentifier(tx, deps, accountId, old)) !== 'added') throw new Refusal('identifier_taken')
  }
  await revokeAllSessions(tx, deps, accountId)
  await endDevices(tx, deps, accountId)
  await endCodes(tx, deps, accountId)
  await endAdditions(tx, accountId)
  await tx.execute(queries.removeAll, [accountId])
  await startHold(tx, deps, accountId, 'identifier_changed')
  await recordEvent(tx, deps, accountId, { type: 'account.identifiers.changed', data: { kinds: [old.kind] } })
  await recordActivity(tx, deps, { accountId, kind: 'identifier_restored', device })
  const facts = { masked: maskIdentifier(old), previous: current?.masked ?? '' }
  const extra = current ? [current] : []
  const event = current ? ('identifier_changed' as const) : ('identifier_added' as const)
  await tellOwner(tx, deps, { accountId, event, device, facts, extra })
  if (!(await unmarkForDeletion(tx, accountId))) return
  await noteStop(tx, deps, accountId, device)
  await tellOwner(tx, deps, { accountId, event: 'account_deletion_cancelled', device })
}

async function openUndo(
  db: Queryable,
  deps: Deps,
  accountId: string,
  secretHash: Buffer,
  { kind, sealed }: UndoRow,
): Promise<Identifier> {
  const address = await openForAccount(db, deps, accountId, sealed, undoContext(accountId, secretHash))
  return { kind, address, canonical: lookupForm(kind, address) }
}
