import { findAccountId } from '../accounts/find-account.ts'
import type { Identifier } from '../accounts/identifier.ts'
import type { Locale } from '../accounts/schema.ts'
import { noteForBotCheck, requireBotCheck } from '../bot-check/require-bot-check.ts'
import type { IssuedCode } from '../codes/issue-code.ts'
import { spendAccountBudgetQuietly, spendCodeBudget } from '../codes/spend-code-budget.ts'
import { findKnownDevice } from '../devices/known-devices.ts'
import type { NumberAsker } from '../paid-messages/new-number.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import { hashSecret, newSecret } from '../sessions/token.ts'
import { charge } from './charge.ts'
import { loadOwner } from './find-owner.ts'
import type { RecoveryFlow } from './flow.ts'
import { formatFlow, sealAddresses } from './flow.ts'
import * as queries from './queries.ts'
import { sendCode } from './send-code.ts'

export interface ResetAsker extends NumberAsker {
  /** What the device brought along to be known by. */
  deviceSecret?: Uint8Array | undefined
}

export interface StartedRecovery {
  flow: RecoveryFlow
  code: Pick<IssuedCode, 'expiresAt' | 'resendAt'>
}

/**
 * Begins a reset: sends a code to the account's own address. For an address that no account has, the same rows are written
 * for nobody and nothing is sent: neither the answer nor the work tells (ASVS 6.3.8).
 *
 * @param locale of the page, for the message
 * @throws Refusal `bot_check_required`, `too_many_codes`
 */
export async function startRecovery(
  deps: Deps,
  identifier: Identifier,
  locale: Locale,
  asker: ResetAsker,
): Promise<StartedRecovery> {
  await admitReset(deps, asker)
  const { network, deviceSecret } = asker
  const request = { purpose: 'recovery', address: identifier.canonical, network } as const
  await spendCodeBudget(deps, request, async () => {
    if (!deviceSecret) return undefined // whoever has none learns nothing from the time of a refusal
    return (await findKnownDevice(deps, await findAccountId(deps, identifier), deviceSecret))?.deviceId
  })
  const found = await findAccountId(deps, identifier)
  const isKnown = (await findKnownDevice(deps, found, deviceSecret)) !== undefined
  const owner = await loadOwner(deps, found)
  const accountId = owner?.accountId ?? newId()
  // The address stands in for the account that nobody has: a count that is raised, as an account's is.
  const budgeted = owner?.accountId ?? identifier.canonical
  const isSpent = (await spendAccountBudgetQuietly(deps, 'recovery', budgeted, { isKnown })) !== undefined
  const recoveryId = newId()
  const secret = newSecret()
  const now = deps.clock.now()
  const flow: RecoveryFlow = {
    accountId,
    recoveryId,
    flow: formatFlow(deps, accountId, recoveryId, secret),
    state: 'code',
    identifier,
    destination: { kind: identifier.kind, canonical: identifier.canonical },
    toOther: false,
    locale,
    credentialVersion: owner?.credentialVersion ?? 1,
  }
  const expiresAt = secondsAfter(now, policy.flowTtlSeconds)
  const { to, paidAs } = await charge(deps, flow, isSpent ? undefined : owner)
  const code = await deps.db.transaction(async (tx) => {
    const sealed = sealAddresses(deps, flow)
    const values = [hashSecret(secret), sealed, locale, flow.credentialVersion, now, expiresAt]
    await tx.execute(queries.insert, [accountId, recoveryId, ...values])
    return sendCode(tx, deps, flow, to, paidAs)
  })
  return { flow, code }
}

/**
 * Asks for a proof of work where a network asks for many resets.
 *
 * @throws Refusal `bot_check_required`
 */
export async function admitReset(deps: Deps, { network, botCheck: solution }: NumberAsker): Promise<void> {
  const purpose = 'reset_password' as const
  await requireBotCheck(deps, { purpose, network, solution })
  await noteForBotCheck(deps, purpose, network)
}
