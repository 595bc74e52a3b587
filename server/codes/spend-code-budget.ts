import { type Budget, spendBudget, spendBudgetQuietly } from '../limits/spend-budget.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import type { CodePurpose } from './code.ts'

const HOUR = 3600
const DAY = 24 * HOUR

export interface CodeRequest {
  purpose: CodePurpose
  /** Canonical form, so that no other spelling is a fresh allowance (Authelia CVE-2025-24806). */
  address: string
  /** Where the request comes from, see `networkOf`. */
  network: string
}

/**
 * Spends one of the codes that a network may cause and an address may be sent, each in its own commit. Call it before
 * anything is looked up: what it refuses depends on nothing but the request.
 *
 * @throws Refusal `too_many_codes`
 */
export async function spendCodeBudget(deps: Deps, { purpose, address, network }: CodeRequest): Promise<void> {
  await spendNetworkBudget(deps, network)
  for (const budget of addressBudgets(purpose)) await spendBudget(deps, budget, [address], 'too_many_codes')
}

/** The network's share alone, for a code that is sent only to whoever has proven something already. */
export async function spendNetworkBudget(deps: Deps, network: string): Promise<void> {
  const demo = deps.config.mode === 'demo'
  const perNetwork = demo ? policy.codesPerNetworkHourDemo : policy.codesPerNetworkHour
  await spendBudget(deps, { name: 'codes-network', most: perNetwork, windowSeconds: HOUR }, [network], 'too_many_codes')
}

/** The address's share alone, for a code that goes elsewhere than was typed. @returns false when it is used up */
export async function spendAddressBudgetQuietly(deps: Deps, purpose: CodePurpose, address: string): Promise<boolean> {
  for (const budget of addressBudgets(purpose))
    if ((await spendBudgetQuietly(deps, budget, [address])) !== undefined) return false
  return true
}

/**
 * Spends one of the codes an account may be sent a day, over all its addresses and whatever asks. Quietly, because a
 * refusal would tell a stranger that two addresses are one account's: send nothing then, and answer as always.
 *
 * @returns seconds until there are more, when all are used up
 */
export async function spendAccountBudgetQuietly(
  deps: Deps,
  purpose: CodePurpose,
  accountId: string,
): Promise<number | undefined> {
  const budget = { name: `codes-account${groupOf(purpose)}`, most: policy.codesPerAccountDay, windowSeconds: DAY }
  return spendBudgetQuietly(deps, budget, [accountId])
}

function addressBudgets(purpose: CodePurpose): Budget[] {
  const group = groupOf(purpose)
  return [
    { name: `codes-hour${group}`, most: policy.codesPerHour, windowSeconds: HOUR },
    { name: `codes-day${group}`, most: policy.codesPerDay, windowSeconds: DAY },
  ]
}

/** What opens an account has an allowance of its own: whoever asks for resets in somebody's name cannot use it up. */
function groupOf(purpose: CodePurpose): string {
  return purpose === 'sign_in' || purpose === 'thaw' ? `-${purpose.replace('_', '-')}` : ''
}
