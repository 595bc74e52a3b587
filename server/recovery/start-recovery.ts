import { findAccountId } from '../accounts/find-account.ts'
import { findProfile } from '../accounts/find-profile.ts'
import type { Identifier } from '../accounts/identifier.ts'
import type { Locale } from '../accounts/schema.ts'
import { noteForBotCheck, requireBotCheck } from '../bot-check/require-bot-check.ts'
import type { IssuedCode } from '../codes/issue-code.ts'
import { spendNetworkBudget } from '../codes/spend-code-budget.ts'
import { type StartedProof, startProof } from '../mailbox-proof/start-proof.ts'
import type { NumberAsker } from '../paid-messages/new-number.ts'
import { secondsAfter } from '../platform/clock.ts'
import type { Deps } from '../platform/deps.ts'
import { newId } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import { hashSecret, newSecret } from '../sessions/token.ts'
import { charge } from './charge.ts'
import { loadOwner, type Owner } from './find-owner.ts'
import type { RecoveryFlow } from './flow.ts'
import { formatFlow, sealAddresses } from './flow.ts'
import * as queries from './queries.ts'
import { sendCode } from './send-code.ts'
import { findShown, type Shown, spendShare } from './shares.ts'

export interface ResetAsker extends NumberAsker {
  /** What the device brought along to be known by. */
  deviceSecret?: Uint8Array | undefined
  /** Of the page, for messages. */
  locale: Locale
}

export interface StartedRecovery {
  flow: RecoveryFlow
  code: Pick<IssuedCode, 'expiresAt' | 'resendAt'>
}

/** The mailbox has to be proven first. */
export interface AskedForMailbox {
  mailbox: StartedProof
}

/**
 * Begins a reset: sends a code to the account's own address. For an address that no account has, the same rows are written
 * for nobody and nothing is sent: neither the answer nor the work tells (ASVS 6.3.8). Where strangers have used up what the
 * address is sent, or what is looked at, its mailbox is proven first: nobody is refused for what others do.
 *
 * @throws Refusal `bot_check_required`, `too_many_codes` (of the network), `busy`
 */
export async function startRecovery(
  deps: Deps,
  identifier: Identifier,
  asker: ResetAsker,
): Promise<StartedRecovery | AskedForMailbox> {
  await admitReset(deps, asker)
  const found = await findAccountId(deps, identifier)
  const shown = await findShown(deps, { accountId: found }, asker.deviceSecret)
  await spendNetworkBudget(deps, asker.network, shown && found)
  const share = await spendShare(deps, 'recovery', identifier.canonical, shown)
  if ('waitSeconds' in share) return askForMailbox(deps, identifier, found, asker)
  return beginRecovery(deps, await loadOwner(deps, found), { identifier, locale: asker.locale }, shown)
}

/**
 * Goes on with the proof of the mailbox.
 *
 * @param accountId whose the address is now
 * @throws Refusal `too_many_codes` (of the network), `busy`
 */
export async function askForMailbox(
  deps: Deps,
  identifier: Identifier,
  accountId: string | undefined,
  asker: ResetAsker,
): Promise<AskedForMailbox> {
  const profile = await findProfile(deps, deps.db, accountId)
  return { mailbox: await startProof(deps, 'recovery_mailbox', identifier, profile, asker) }
}

/** Writes the reset down and sends its code. */
export async function beginRecovery(
  deps: Deps,
  owner: Owner | undefined,
  beginning: Pick<RecoveryFlow, 'identifier' | 'locale' | 'isProven'>,
  shown: Shown | undefined,
): Promise<StartedRecovery> {
  const { identifier, locale } = beginning
  const accountId = owner?.accountId ?? newId()
  const recoveryId = newId()
  const secret = newSecret()
  const now = deps.clock.now()
  const flow: RecoveryFlow = {
    ...beginning,
    accountId,
    recoveryId,
    flow: formatFlow(deps, accountId, recoveryId, secret),
    state: 'code',
    destination: { kind: identifier.kind, canonical: identifier.canonical },
    toOther: false,
    credentialVersion: owner?.credentialVersion ?? 1,
  }
  const expiresAt = secondsAfter(now, policy.flowTtlSeconds)
  const { to, paidAs } = await charge(deps, flow, owner, shown)
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
