import { addIdentifier } from '../accounts/add-identifier.ts'
import { listIdentifiers, type StoredIdentifier } from '../accounts/list-identifiers.ts'
import { maskIdentifier } from '../accounts/mask.ts'
import { refusalOfTaken } from '../accounts/refusal-of-taken.ts'
import { lockAccount } from '../accounts/replace-identifier.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { consumeCode, verifyCode } from '../codes/verify-code.ts'
import { distrustDevices } from '../devices/known-devices.ts'
import { recordEvent } from '../events/record-event.ts'
import { type Hold, listHolds, startHold } from '../holds/holds.ts'
import { tellOwner } from '../notices/tell-owner.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { announceChange } from '../sessions/announce-change.ts'
import { isSessionInForce } from '../sessions/find-session.ts'
import type { Device, Session } from '../sessions/session.ts'
import { makeUndoLink } from '../undo-links/undo-links.ts'
import { codeSubject, getAddition } from './addition.ts'
import * as queries from './queries.ts'

/**
 * Adds the identifier that the code proves. Withdrawals pause, no device is trusted any more, and every address the account has
 * is told, the one it had before with a link that takes the new one away.
 *
 * @throws Refusal `flow_ended`, `code_wrong`, `code_replaced`, `code_expired`, `code_spent`, `code_used`,
 *   `identifier_taken` and `identifier_kept` (proven, so this may be said), `identifier_kind_taken`, `session_required` (the account is
 *   gone, or the session ended meanwhile)
 */
export async function finishAddition(
  deps: Deps,
  session: Session,
  additionId: string,
  code: string,
  device: Device,
): Promise<{ identifiers: StoredIdentifier[]; holds: Hold[] }> {
  const addition = await getAddition(deps, session, additionId)
  const { accountId, sessionId } = session
  const subject = codeSubject(accountId, addition)
  const codeId = await verifyCode(deps, subject, code)
  const identifiers = await deps.db.transaction(async (tx) => {
    // First, as everywhere: whoever has the account in hand may want its codes.
    const account = await lockAccount(tx, accountId)
    if (!account) throw new Refusal('session_required')
    if (!(await consumeCode(tx, deps, subject, codeId, 'signed-in'))) throw new Refusal('code_used')
    if (account.credentialVersion !== addition.credentialVersion) throw new Refusal('flow_ended')
    if (!(await isSessionInForce(tx, deps, session))) throw new Refusal('session_required')
    const added = await addIdentifier(tx, deps, accountId, addition.identifier)
    if (added === 'taken') throw await refusalOfTaken(tx, deps, addition.identifier)
    if (added !== 'added') throw new Refusal('identifier_kind_taken')
    await tx.execute(queries.remove, [accountId, additionId])
    await distrustDevices(tx, accountId)
    await startHold(tx, deps, accountId, 'identifier_added')
    const { kind } = addition.identifier
    await recordEvent(tx, deps, accountId, { type: 'account.identifiers.changed', data: { kinds: [kind] } })
    await recordActivity(tx, deps, { accountId, kind: 'identifier_added', sessionId })
    await announceChange(tx, accountId)
    const identifiers = await listIdentifiers(deps, tx, accountId)
    const before = identifiers.find((each) => each.kind !== kind)
    const undo = before && { kind: before.kind, link: await makeUndoLink(tx, deps, accountId, before, kind) }
    const facts = { masked: maskIdentifier(addition.identifier) }
    await tellOwner(tx, deps, { accountId, event: 'identifier_added', device, facts, undo })
    return identifiers
  })
  return { identifiers, holds: await listHolds(deps, accountId) }
}
