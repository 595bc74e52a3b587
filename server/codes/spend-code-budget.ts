import { type Budget, refundBudget, spendBudget, spendBudgetQuietly } from '../limits/spend-budget.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import type { CodePurpose } from './code.ts'

const HOUR = 3600
const DAY = 24 * HOUR

export interface CodeRequest {
  purpose: CodePurpose
  /** Canonical form, so that no other spelling is a fresh allowance (Authelia CVE-2025-24806). */
  address: string
  /** Where the request comes from, see `networkOf`. */
  network: string
  /** Who is signed in and asks for a code to an address of their own: nobody else can use those up. */
  ownerId?: string
}

/**
 * Spends one of the codes that a network may cause and an address may be sent, each in its own commit. Call it before
 * anything is looked up: what it refuses depends on nothing but the request.
 *
 * @throws Refusal `too_many_codes`
 */
export async function spendCodeBudget(deps: Deps, { purpose, address, network, ownerId }: CodeRequest): Promise<void> {
  await spendNetworkBudget(deps, network, ownerId)
  const subject = ownerId === undefined ? [address] : [ownerId, address]
  const wait = await spendQuietly(deps, budgetsOf(purpose), subject)
  if (wait !== undefined) throw new Refusal('too_many_codes', { retryAfterSeconds: wait })
}

/**
 * The network's share alone, for a code that is sent only to whoever has proven something already.
 *
 * @param ownerId whose account it is, where whoever asks is signed in, on a known device or past the mailbox, and so has as much apart:
 *   sixty sign-ups by a stranger behind the same gateway cost nothing, and nobody there would have a code for an hour
 * @throws Refusal `too_many_codes`
 */
export async function spendNetworkBudget(deps: Deps, network: string, ownerId?: string): Promise<void> {
  const demo = deps.config.mode === 'demo'
  const perNetwork = demo ? policy.codesPerNetworkHourDemo : policy.codesPerNetworkHour
  const subject = ownerId === undefined ? [network] : [network, ownerId]
  await spendBudget(deps, { name: 'codes-network', most: perNetwork, windowSeconds: HOUR }, subject, 'too_many_codes')
}

/** The address's share alone, where a refusal would tell what it must not. @returns seconds until there is more, when it is used up */
export async function spendAddressBudgetQuietly(
  deps: Deps,
  purpose: CodePurpose,
  address: string,
): Promise<number | undefined> {
  return spendQuietly(deps, budgetsOf(purpose), [address])
}

/** As much again, of all who have shown the same, as a mailbox that was proven. @returns as above */
export async function spendOwnBudgetQuietly(
  deps: Deps,
  purpose: CodePurpose,
  what: readonly string[],
): Promise<number | undefined> {
  return spendQuietly(deps, budgetsOf(purpose), what)
}

/** @returns seconds until there are more, when one of them is used up */
async function spendQuietly(
  deps: Deps,
  budgets: readonly Budget[],
  subject: readonly string[],
): Promise<number | undefined> {
  for (const budget of budgets) {
    const wait = await spendBudgetQuietly(deps, budget, subject)
    if (wait !== undefined) return wait
  }
  return undefined
}

/**
 * Spends one of the codes that whoever is signed in may have sent a day, to whatever addresses. What anybody may ask for in the
 * account's name draws on nothing of it, nor on anything else that is the account's alone: they would use it up.
 *
 * @throws Refusal `too_many_codes`
 */
export async function spendAccountBudget(deps: Deps, accountId: string): Promise<void> {
  await spendBudget(deps, ofAccount, [accountId], 'too_many_codes')
}

const ofAccount: Budget = { name: 'codes-account', most: policy.codesPerAccountDay, windowSeconds: DAY }

const ofRenewals: Budget = { name: 'codes-renewals', most: policy.codeRenewalsPerDay, windowSeconds: DAY, rolls: true }

/**
 * Begins anew what whoever is signed in may have sent. Call it in the transaction that ends all sessions by a new password: a thief who
 * was in may have used it up, and what the owner does first now takes a code. A few times a day: whoever has the mailbox could go on
 * resetting, and have a number sent as many SMS as they like.
 *
 * @param addresses canonical, of the account
 */
export async function renewAccountBudget(
  tx: Queryable,
  deps: Deps,
  accountId: string,
  addresses: readonly string[],
): Promise<void> {
  if ((await spendBudgetQuietly({ ...deps, db: tx }, ofRenewals, [accountId])) !== undefined) return
  await refundBudget(tx, deps, ofAccount, [accountId], { all: true })
  for (const address of addresses)
    for (const budget of budgetsOf('step_up')) await refundBudget(tx, deps, budget, [accountId, address], { all: true })
}

function budgetsOf(purpose: CodePurpose): Budget[] {
  const group = groupOf(purpose)
  return [
    { name: `codes-hour${group}`, most: policy.codesPerHour, windowSeconds: HOUR },
    { name: `codes-day${group}`, most: policy.codesPerDay, windowSeconds: DAY, rolls: true },
  ]
}

/** What anybody may ask for has an allowance each: whoever signs up in somebody's name keeps them from no reset. */
const ASKED_BY_ANYBODY: readonly CodePurpose[] = ['sign_in', 'thaw', 'sign_up', 'recovery', 'recovery_mailbox']

const groupOf = (purpose: CodePurpose): string =>
  ASKED_BY_ANYBODY.includes(purpose) ? `-${purpose.replaceAll('_', '-')}` : ''
