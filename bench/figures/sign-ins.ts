import type { BareHashing, BareHashResult } from '../bare-hash-worker.ts'
import type { LeastServer } from '../least-server-worker.ts'
import type { LoadResult } from '../load-worker.ts'
import type { Stage } from '../stage.ts'
import { median, quantile } from '../statistics.ts'
import { judge, milliseconds, percent, perSecond, type Row, shown } from '../table.ts'
import { startWorker } from '../worker.ts'

const RATE = { floor: 0.9, goal: 0.95, want: 'more', show: percent } as const
const ADDED_MEDIAN = { floor: 5, goal: 2.5, want: 'less', show: milliseconds } as const
const ADDED_P99 = { floor: 10, goal: 6, want: 'less', show: milliseconds } as const

/**
 * Password sign-ins against bare hashing on the same core, in turns so that both meet the same machine; and beside them the
 * least that a server can do for one, which shows what this machine leaves to win.
 */
export async function measureSignIns(stage: Stage): Promise<Row[]> {
  const { people } = await stage.crowd()
  // Enough that two sign-ins of one account are never under way at once.
  const requests = people.signIns.slice(0, 160)
  const bare = startWorker<BareHashing, BareHashResult>('bare-hash-worker.ts', 'server core')
  const LEAST_DATABASE = await (await stage.postgres()).createDatabase('least')
  const least = startWorker<object, LeastServer>('least-server-worker.ts', 'server core', { LEAST_DATABASE })
  try {
    const floor = await least.run({})
    return await stage.withServer({}, async ({ port }) => {
      const signIn = (connections: number, ms: number) => stage.load({ port, requests, connections, milliseconds: ms })
      const signInToLeast = (connections: number, ms: number) => stage.load({ ...floor, connections, milliseconds: ms })
      // Until the compiler has done its work: it waits for code to have run some thousand times, and until then everything
      // beside the hash takes two to three times as long.
      await signIn(8, stage.size(60_000, 500))
      await signInToLeast(8, stage.size(30_000, 500))
      const rows: Row[] = []
      for (const connections of [1, 8, 64]) {
        // With many in line the first round, which is not counted, takes a while itself.
        const ms = stage.size(3_000, 700) + connections * stage.size(30, 20)
        const rounds = await takeTurns(stage.size(8, 1), {
          bare: () => bare.run({ milliseconds: stage.size(3_000, 700), concurrency: 1 }),
          product: () => signIn(connections, ms),
          least: () => signInToLeast(connections, ms),
        })
        rows.push(...rowsOf(connections, rounds))
      }
      return rows
    })
  } finally {
    await least.close()
    await bare.close()
  }
}

type Round = { bare: BareHashResult; product: LoadResult; least: LoadResult }
type Measure = { [Of in keyof Round]: () => Promise<Round[Of]> }

async function takeTurns(count: number, measure: Measure): Promise<Round[]> {
  const rounds: Round[] = []
  for (let round = 0; round < count; round++) {
    const order = ['bare', 'product', 'least'] as const
    const measured: Partial<Round> = {}
    // Whoever goes first changes with every round: a machine that slows down favours nobody.
    for (const of of round % 2 === 0 ? order : order.toReversed())
      Object.assign(measured, { [of]: await measure[of]() })
    rounds.push(measured as Round)
  }
  return rounds
}

function rowsOf(connections: number, rounds: Round[]): Row[] {
  const name = `sign-ins, ${connections} at a time`
  const rate = (of: keyof Round) => median(rounds.map((round) => round[of].rate))
  const share = (of: 'product' | 'least') => median(rounds.map((round) => round[of].rate / round.bare.rate))
  const statuses = rounds.flatMap(({ product, least }) => Object.keys({ ...product.statuses, ...least.statuses }))
  const refused = statuses.filter((status) => status !== '200')
  if (refused.length > 0) return [{ ...shown(name, `answers other than 200: ${refused.join(' ')}`), verdict: 'broken' }]
  const beside = (of: 'product' | 'least', at: number) =>
    median(rounds.map((round) => quantile(round[of].latencies, at) - quantile(round.bare.latencies, at)))
  const note = `${perSecond(rate('product'))} of bare ${perSecond(rate('bare'))}`
  const rows = [
    judge(`${name}, share of bare Argon2id`, share('product'), RATE, note),
    shown(`${name}, the same by the least server`, `${percent(share('least'))} (${perSecond(rate('least'))})`),
  ]
  if (connections > 1) return rows
  return [
    ...rows,
    judge('sign-in beside the hash, median', beside('product', 0.5), ADDED_MEDIAN),
    judge('sign-in beside the hash, p99', beside('product', 0.99), ADDED_P99),
    shown(
      'the least server beside the hash, median and p99',
      `${milliseconds(beside('least', 0.5))}, ${milliseconds(beside('least', 0.99))}`,
    ),
  ]
}
