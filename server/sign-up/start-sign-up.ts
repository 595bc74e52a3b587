import { identifierLookups } from '../accounts/find-account.ts'
import type { Owner } from '../accounts/find-owner.ts'
import { findOwner } from '../accounts/find-owner.ts'
import type { Identifier } from '../accounts/identifier.ts'
import type { Locale } from '../accounts/schema.ts'
import type { IssuedCode } from '../codes/issue-code.ts'
import { issueCode, requireResendDue } from '../codes/issue-code.ts'
import { spendCodeBudget } from '../codes/spend-code-budget.ts'
import { enqueueMessage } from '../outbox/enqueue-message.ts'
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
 * @param network see `networkOf`
 * @throws Refusal `too_many_codes`
 */
export async function startSignUp(
  deps: Deps,
  identifier: Identifier,
  locale: Locale,
  network: string,
): Promise<StartedSignUp> {
  await spendCodeBudget(deps, { purpose: 'sign_up', address: identifier.canonical, network })
  const owner = await findOwner(deps, identifier)
  const accountId = newId()
  const secret = newSecret()
  const now = deps.clock.now()
  const code = await deps.db.transaction(async (tx) => {
    const sealed = sealIdentifier(deps, accountId, identifier)
    const expiresAt = secondsAfter(now, policy.flowTtlSeconds)
    await tx.execute(queries.insert, [accountId, hashSecret(secret), identifier.kind, sealed, locale, now, expiresAt])
    return sendCode(tx, deps, { accountId, identifier, locale }, owner)
  })
  if (!code) throw new Refusal('code_too_soon', { retryAfterSeconds: policy.codeResendSeconds })
  return { flow: { accountId, flow: formatFlow(accountId, secret), state: 'code', identifier, locale }, code }
}

/**
 * Sends a new code; the one before is dead.
 *
 * @throws Refusal `flow_ended`, `wrong_state`, `code_too_soon`, `too_many_codes`
 */
export async function resendSignUpCode(deps: Deps, token: string, network: string): Promise<StartedSignUp> {
  const flow = await getFlow(deps, token)
  requireAction(flow, 'resend')
  await requireResendDue(deps, codeSubject(flow.accountId, flow.identifier))
  await spendCodeBudget(deps, { purpose: 'sign_up', address: flow.identifier.canonical, network })
  const owner = await findOwner(deps, flow.identifier)
  const code = await deps.db.transaction((tx) => sendCode(tx, deps, flow, owner))
  if (!code) throw new Refusal('code_too_soon', { retryAfterSeconds: policy.codeResendSeconds })
  return { flow, code }
}

async function sendCode(
  tx: Tx,
  deps: Deps,
  { accountId, identifier, locale }: Pick<SignUpFlow, 'accountId' | 'identifier' | 'locale'>,
  owner: Owner | undefined,
): Promise<IssuedCode | undefined> {
  const issued = await issueCode(tx, deps, codeSubject(accountId, identifier))
  if (!issued) return undefined
  const channel = identifier.kind === 'email' ? ('email' as const) : ('sms' as const)
  const [destinationLookup] = identifierLookups(deps.keys, identifier)
  const common = { channel, destinationLookup, expiresAt: issued.expiresAt }
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
