import { addIdentifier } from '../accounts/add-identifier.ts'
import { identifierLookups } from '../accounts/find-account.ts'
import { lookupForm } from '../accounts/identifier.ts'
import { listIdentifiers, type StoredIdentifier } from '../accounts/list-identifiers.ts'
import type { Locale } from '../accounts/schema.ts'
import { recordActivity } from '../activity/record-activity.ts'
import { consumeCode, verifyCode } from '../codes/verify-code.ts'
import { type Hold, listHolds, startHold } from '../holds/holds.ts'
import { enqueueMessage } from '../outbox/enqueue-message.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import type { Session } from '../sessions/session.ts'
import { codeSubject, getAddition } from './addition.ts'
import * as queries from './queries.ts'

/**
 * Adds the identifier that the code proves. Withdrawals pause, and every address the account has is told.
 *
 * @throws Refusal `flow_ended`, `code_wrong`, `code_replaced`, `code_expired`, `code_spent`,
 *   `identifier_taken` (proven, so this may be said), `identifier_kind_taken`
 */
export async function finishAddition(
  deps: Deps,
  session: Session,
  additionId: string,
  code: string,
  locale: Locale,
): Promise<{ identifiers: StoredIdentifier[]; holds: Hold[] }> {
  const addition = await getAddition(deps, session, additionId)
  const { accountId, sessionId } = session
  const subject = codeSubject(accountId, addition)
  const codeId = await verifyCode(deps, subject, code)
  const identifiers = await deps.db.transaction(async (tx) => {
    if (!(await consumeCode(tx, deps, subject, codeId))) throw new Refusal('code_spent')
    const added = await addIdentifier(tx, deps, accountId, addition.identifier)
    if (added !== 'added') throw new Refusal(added === 'taken' ? 'identifier_taken' : 'identifier_kind_taken')
    await tx.execute(queries.remove, [accountId, additionId])
    await startHold(tx, deps, accountId, 'identifier_added')
    await recordActivity(tx, deps, { accountId, kind: 'identifier_added', sessionId })
    const identifiers = await listIdentifiers(deps, tx, accountId)
    await tellEveryAddress(tx, deps, accountId, identifiers, addition.identifier.address, locale)
    return identifiers
  })
  return { identifiers, holds: await listHolds(deps, accountId) }
}

async function tellEveryAddress(
  tx: Tx,
  deps: Deps,
  accountId: string,
  identifiers: StoredIdentifier[],
  address: string,
  locale: Locale,
): Promise<void> {
  const added = identifiers.find((identifier) => identifier.address === address)
  const data = { masked: added?.masked ?? '', at: deps.clock.now().toISOString() }
  for (const { kind, address: to } of identifiers) {
    const channel = kind === 'email' ? ('email' as const) : ('sms' as const)
    const [destinationLookup] = identifierLookups(deps.keys, { kind, canonical: lookupForm(kind, to) })
    await enqueueMessage(tx, deps, {
      accountId,
      channel,
      to,
      destinationLookup,
      locale,
      template: 'identifier_added',
      data,
    })
  }
}
