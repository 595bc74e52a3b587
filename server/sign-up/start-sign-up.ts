import { identifierLookups } from '../accounts/find-account.ts'
import type { Owner } from '../accounts/find-owner.ts'
import { findOwner } from '../accounts/find-owner.ts'
import type { Identifier } from '../accounts/identifier.ts'
import type { Locale } from '../accounts/schema.ts'
import type { IssuedCode } from '../codes/issue-code.ts'
import { issueCode, requireResendDue } from '../codes/issue-code.ts'
import { spendCodeBudget } from '../codes/spend-code-budget.ts'
import { enqueueMessage } from '../outbox/enqueue-message.ts'
import { admitNewNumber, chargeNewNumber, type NumberAsker } from '../paid-messages/new-number.ts'
import type { PaidAs } from '../paid-messages/paid-message.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import { hashSecret, newSecret } from '../sessions/token.ts'
import type { SignUpFlow } from './flow.ts'
import { codeSubject, formatFlow, getFlow, requireAction, sealIdentifier } from './flow.ts'
import * as queries from './queries.ts'

export interface StartedSignUp {
  flow: SignUpFlow
  code: Pick<IssuedCode, 'expiresAt' | 'resendAt'>
}

/**
 * Begins a sign-up: sends a code to the address. Reserves nothing. Whether the address is taken shows neither in the answer
 * nor in the work done: its owner is then told instead, and the code that was made is known to nobody.
 *
 * @throws Refusal `bot_check_required`, `sms_country_closed`, `sms_limited`, `too_many_codes`
 */
export async function startSignUp(
  deps: Deps,
  identifier: Identifier,
  locale: Locale,
  asker: NumberAsker,
): Promise<StartedSignUp> {
  const paidAs = await admit(deps, identifier, asker)
  const owner = await findOwner(deps, identifier)
  const accountId = newId()
  const secret = newSecret()
  const now = deps.clock.now()
  const code = await deps.db.transaction(async (tx) => {
    const sealed = sealIdentifier(deps, accountId, identifier)
    const expiresAt = secondsAfter(now, policy.flowTtlSeconds)
    await tx.execute(queries.insert, [accountId, hashSecret(secret), identifier.kind, sealed, locale, now, expiresAt])
    return sendCode(tx, deps, { accountId, identifier, locale }, owner, paidAs)
  })
  if (!code) throw new Refusal('code_too_soon', { retryAfterSeconds: policy.codeResendSeconds })
  return { flow: { accountId, flow: formatFlow(accountId, secret), state: 'code', identifier, locale }, code }
}

/**
 * Sends a new code; the one before is dead.
 *
 * @throws Refusal `flow_ended`, `wrong_state`, `code_too_soon`, `bot_check_required`, `sms_country_closed`, `sms_limited`,
 *   `too_many_codes`
 */
export async function resendSignUpCode(deps: Deps, token: string, asker: NumberAsker): Promise<StartedSignUp> {
  const flow = await getFlow(deps, token)
  requireAction(flow, 'resend')
  await requireResendDue(deps, codeSubject(flow.accountId, flow.identifier))
  const paidAs = await admit(deps, flow.identifier, asker)
  const owner = await findOwner(deps, flow.identifier)
  const code = await deps.db.transaction((tx) => sendCode(tx, deps, flow, owner, paidAs))
  if (!code) throw new Refusal('code_too_soon', { retryAfterSeconds: policy.codeResendSeconds })
  return { flow, code }
}

/** All that may stand in the way, before anything is looked up: it depends on the typed address alone. */
async function admit(deps: Deps, identifier: Identifier, asker: NumberAsker): Promise<PaidAs | undefined> {
  await admitNewNumber(deps, identifier, asker)
  await spendCodeBudget(deps, { purpose: 'sign_up', address: identifier.canonical, network: asker.network })
  return chargeNewNumber(deps, identifier)
}

async function sendCode(
  tx: Tx,
  deps: Deps,
  { accountId, identifier, locale }: Pick<SignUpFlow, 'accountId' | 'identifier' | 'locale'>,
  owner: Owner | undefined,
  paidAs: PaidAs | undefined,
): Promise<IssuedCode | undefined> {
  const issued = await issueCode(tx, deps, codeSubject(accountId, identifier), { paidAs })
  if (!issued) return undefined
  const channel = identifier.kind === 'email' ? ('email' as const) : ('sms' as const)
  const [destinationLookup] = identifierLookups(deps.keys, identifier)
  const common = { channel, destinationLookup, expiresAt: issued.expiresAt, isPaid: paidAs !== undefined }
  if (owner) {
    const data = { signInUrl: `${deps.config.origin}/log-in` }
    const { accountId, address: to, locale, phrase } = owner
    await enqueueMessage(tx, deps, { ...common, accountId, to, locale, phrase, template: 'sign_up_taken', data })
  } else {
    const data = { code: issued.code }
    await enqueueMessage(tx, deps, {
      ...common,
      accountId,
      to: identifier.address,
      locale,
      template: 'sign_up_code',
      data,
    })
  }
  return issued
}
