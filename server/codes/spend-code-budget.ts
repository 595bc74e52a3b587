import { type Budget, spendBudget, spendBudgetQuietly } from '../limits/spend-budget.ts'
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
 * @param findDevice the known device that the request comes from; asked for where strangers have used the address's up, and
 *   has an allowance of its own then, so that they cannot keep the owner from one
 * @returns whether it was the device's
 * @throws Refusal `too_many_codes`
 */
export async function spendCodeBudget(
  deps: Deps,
  { purpose, address, network, ownerId }: CodeRequest,
  findDevice?: () => Promise<string | undefined>,
): Promise<{ isDevices: boolean }> {
  await spendNetworkBudget(deps, network)
  const subject = ownerId === undefined ? [address] : [ownerId, address]
  const wait = await spendQuietly(deps, budgetsOf(purpose), subject)
  if (wait === undefined) return { isDevices: false }
  const deviceId = await findDevice?.()
  if (deviceId === undefined || !(await spendDeviceBudgetQuietly(deps, purpose, deviceId)))
    throw new Refusal('too_many_codes', { retryAfterSeconds: wait })
  return { isDevices: true }
}

/** The network's share alone, for a code that is sent only to whoever has proven something already. */
export async function spendNetworkBudget(deps: Deps, network: string): Promise<void> {
  const demo = deps.config.mode === 'demo'
  const perNetwork = demo ? policy.codesPerNetworkHourDemo : policy.codesPerNetworkHour
  await spendBudget(deps, { name: 'codes-network', most: perNetwork, windowSeconds: HOUR }, [network], 'too_many_codes')
}

/** The address's share alone, for a code that goes elsewhere than was typed. @returns false when it is used up */
export async function spendAddressBudgetQuietly(deps: Deps, purpose: CodePurpose, address: string): Promise<boolean> {
  return (await spendQuietly(deps, budgetsOf(purpose), [address])) === undefined
}

/** The share of a device that the account knows. @returns false when it is used up */
export async function spendDeviceBudgetQuietly(deps: Deps, purpose: CodePurpose, deviceId: string): Promise<boolean> {
  return (await spendQuietly(deps, budgetsOf(purpose), ['device', deviceId])) === undefined
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
 * Spends one of the codes an account may be sent a day, over all its addresses and whatever asks. Quietly, because a
 * refusal would tell a stranger that two addresses are one account's: send nothing then, and answer as always.
 *
 * @param from whether a device that the account knows asks: whoever asks for resets from another leaves it what one address is
 *   sent a day
 * @returns seconds until there are more, when all are used up
 */
export async function spendAccountBudgetQuietly(
  deps: Deps,
  purpose: CodePurpose,
  accountId: string,
  from: { isKnown: boolean } = { isKnown: false },
): Promise<number | undefined> {
  const kept = purpose === 'recovery' && !from.isKnown ? policy.codesPerDay : 0
  const most = policy.codesPerAccountDay - kept
  const budget = { name: `codes-account${groupOf(purpose)}`, most, windowSeconds: DAY }
  return spendBudgetQuietly(deps, budget, [accountId])
}

function budgetsOf(purpose: CodePurpose): Budget[] {
  const group = groupOf(purpose)
  return [
    { name: `codes-hour${group}`, most: policy.codesPerHour, windowSeconds: HOUR },
    { name: `codes-day${group}`, most: policy.codesPerDay, windowSeconds: DAY },
  ]
}

/** What anybody may ask for has an allowance each: whoever signs up in somebody's name keeps them from no reset. */
const ASKED_BY_ANYBODY: readonly CodePurpose[] = ['sign_in', 'thaw', 'sign_up', 'recovery', 'recovery_mailbox']

const groupOf = (purpose: CodePurpose): string =>
  ASKED_BY_ANYBODY.includes(purpose) ? `-${purpose.replaceAll('_', '-')}` : ''
