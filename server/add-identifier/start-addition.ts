import { findAccount, identifierLookups } from '../accounts/find-account.ts'
import type { Owner } from '../accounts/find-owner.ts'
import { findOwner } from '../accounts/find-owner.ts'
import type { Identifier } from '../accounts/identifier.ts'
import { listIdentifiers } from '../accounts/list-identifiers.ts'
import type { Locale } from '../accounts/schema.ts'
import type { IssuedCode } from '../codes/issue-code.ts'
import { issueCode, requireResendDue } from '../codes/issue-code.ts'
import { spendAccountBudget, spendCodeBudget } from '../codes/spend-code-budget.ts'
import { enqueueMessage } from '../outbox/enqueue-message.ts'
import { admitNewNumber, chargeNewNumber, type NumberAsker } from '../paid-messages/new-number.ts'
import type { PaidAs } from '../paid-messages/paid-message.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { Session } from '../sessions/session.ts'
import type { Addition } from './addition.ts'
import { codeSubject, getAddition, sealAddition } from './addition.ts'
import * as queries from './queries.ts'

export interface StartedAddition extends Addition {
  code: Pick<IssuedCode, 'expiresAt' | 'resendAt'>
}

/**
 * Begins to add an identifier: sends a code to it. As at sign-up, whether the address is another's shows nowhere; its owner
 * is told instead.
 *
 * @throws Refusal `identifier_kind_taken`, `bot_check_required`, `sms_country_closed`, `sms_limited`, `too_many_codes`,
 *   `session_required` (the account is gone)
 */
export async function startAddition(
  deps: Deps,
  session: Session,
  identifier: Identifier,
  locale: Locale,
  asker: NumberAsker,
): Promise<StartedAddition> {
  const [account, mine] = await Promise.all([
    findAccount(deps, session.accountId),
    listIdentifiers(deps, deps.db, session.accountId),
  ])
  if (!account) throw new Refusal('session_required')
  if (mine.some(({ kind }) => kind === identifier.kind)) throw new Refusal('identifier_kind_taken')
  const paidAs = await admit(deps, session, identifier, asker)
  const owner = await findOwner(deps, identifier)
  const { accountId, sessionId } = session
  const addition = { additionId: newId(), identifier, credentialVersion: account.credentialVersion }
  const expiresAt = secondsAfter(deps.clock.now(), policy.flowTtlSeconds)
  const code = await deps.db.transaction(async (tx) => {
    const sealed = sealAddition(deps, accountId, addition)
    await tx.execute(queries.insert, [accountId, addition.additionId, sessionId, identifier.kind, sealed, expiresAt])
    return sendCode(tx, deps, accountId, addition, { owner, locale, paidAs })
  })
  return { ...addition, code: orTooSoon(code) }
}

/**
 * Sends a new code; the one before is dead.
 *
 * @throws Refusal `flow_ended`, `code_too_soon`, `bot_check_required`, `sms_country_closed`, `sms_limited`, `too_many_codes`
 */
export async function resendAdditionCode(
  deps: Deps,
  session: Session,
  additionId: string,
  locale: Locale,
  asker: NumberAsker,
): Promise<StartedAddition> {
  const addition = await getAddition(deps, session, additionId)
  await requireResendDue(deps, codeSubject(session.accountId, addition))
  const paidAs = await admit(deps, session, addition.identifier, asker)
  const owner = await findOwner(deps, addition.identifier)
  const to = { owner, locale, paidAs }
  const code = await deps.db.transaction((tx) => sendCode(tx, deps, session.accountId, addition, to))
  return { ...addition, code: orTooSoon(code) }
}

/** All that may stand in the way. One's own account may be named in a refusal. */
async function admit(
  deps: Deps,
  { accountId }: Session,
  identifier: Identifier,
  asker: NumberAsker,
): Promise<PaidAs | undefined> {
  const purpose = 'add_identifier'
  await admitNewNumber(deps, identifier, asker)
  await spendCodeBudget(deps, { purpose, address: identifier.canonical, network: asker.network })
  await spendAccountBudget(deps, accountId)
  return chargeNewNumber(deps, identifier)
}

async function sendCode(
  tx: Tx,
  deps: Deps,
  accountId: string,
  addition: Addition,
  { owner, locale, paidAs }: { owner: Owner | undefined; locale: Locale; paidAs: PaidAs | undefined },
): Promise<IssuedCode | undefined> {
  const issued = await issueCode(tx, deps, codeSubject(accountId, addition), { paidAs })
  if (!issued) return undefined
  const { kind, address } = addition.identifier
  const channel = kind === 'email' ? ('email' as const) : ('sms' as const)
  const [destinationLookup] = identifierLookups(deps.keys, addition.identifier)
  const common = { channel, destinationLookup, expiresAt: issued.expiresAt, isPaid: paidAs !== undefined }
  if (owner) {
    const to = { accountId: owner.accountId, to: owner.address, locale: owner.locale, phrase: owner.phrase }
    await enqueueMessage(tx, deps, { ...common, ...to, template: 'identifier_taken', data: {} })
  } else {
    const data = { code: issued.code }
    await enqueueMessage(tx, deps, { ...common, accountId, to: address, locale, template: 'identifier_code', data })
  }
  return issued
}

function orTooSoon(code: IssuedCode | undefined): IssuedCode {
  if (!code) throw new Refusal('code_too_soon', { retryAfterSeconds: policy.codeResendSeconds })
  return code
}
