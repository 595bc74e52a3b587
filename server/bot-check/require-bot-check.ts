import { type Budget, findSpent, spendBudgetQuietly } from '../limits/spend-budget.ts'
import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { Refusal } from '../platform/refusals.ts'
import { type BotCheckPurpose, type Level, levelOfNetwork } from './bot-check.ts'
import { makeChallenge, mostTries } from './make-challenge.ts'
import { spendSolution } from './spend-solution.ts'

export interface BotCheck {
  purpose: BotCheckPurpose
  /** Who asks, see `networkOf`. */
  network: string
  /** What the request brought along. */
  solution: string | undefined
  /** Asked of everybody; else only where a network has done too much of it this hour. */
  isAlways?: boolean
  /** Of what the request is about. */
  level?: Level
}

/**
 * Lets a request pass that needs no proof of work, or brings one. Call it before anything is looked up: what it refuses
 * depends on nothing but the request and its network.
 *
 * @throws Refusal `bot_check_required` with the challenge to be solved
 */
export async function requireBotCheck(deps: Deps, check: BotCheck): Promise<void> {
  const { purpose, network, solution, isAlways = false, level = 0 } = check
  const free = freeShare(deps)
  const count = await findSpent(deps, noted(deps, purpose), [network])
  if (!isAlways && count < free) return
  const wanted = Math.max(level, levelOfNetwork(count, free)) as Level
  // One level easier is fine still: the load may have risen while the proof was made.
  const least = mostTries(Math.max(0, wanted - 1) as Level)
  if (solution && (await spendSolution(deps, purpose, solution, least))) return
  throw new Refusal('bot_check_required', { challenge: await makeChallenge(deps, purpose, wanted) })
}

/** Notes that a network did what needs a proof when done too often: it asked for a code, or was wrong. */
export async function noteForBotCheck(deps: Deps, purpose: BotCheckPurpose, network: string): Promise<void> {
  await spendBudgetQuietly(deps, noted(deps, purpose), [network])
}

const HOUR = 3600

/** More than any level asks for: beyond that nobody counts. */
const noted = (deps: Deps, purpose: BotCheckPurpose): Budget => ({
  name: `bot-check-${purpose}`,
  most: freeShare(deps) * 5,
  windowSeconds: HOUR,
})

function freeShare({ config }: Pick<Deps, 'config'>): number {
  return config.mode === 'demo' ? policy.botCheckFreePerNetworkHourDemo : policy.botCheckFreePerNetworkHour
}
