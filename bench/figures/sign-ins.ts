import type { BareHashing, BareHashResult } from '../bare-hash-worker.ts'
import type { LoadResult } from '../load-worker.ts'
import type { Stage } from '../stage.ts'
import { median, quantile } from '../statistics.ts'
import { judge, milliseconds, percent, perSecond, type Row, shown } from '../table.ts'
import { startWorker } from '../worker.ts'

const RATE = { floor: 0.9, goal: 0.95, want: 'more', show: percent } as const
const ADDED_MEDIAN = { floor: 5, goal: 2.5, want: 'less', show: milliseconds } as const
const ADDED_P99 = { floor: 10, goal: 6, want: 'less', show: milliseconds } as const

/** Password sign-ins against bare hashing on the same core, in pairs that take turns so that both meet the same machine. */
export async function measureSignIns(stage: Stage): Promise<Row[]> {
  const { people } = await stage.crowd()
  // Enough that two sign-ins of one account are never under way at once.
  const requests = people.signIns.slice(0, 160)
  const bare = startWorker<BareHashing, BareHashResult>('bare-hash-worker.ts', 'server core')
  try {
    return await stage.withServer({}, async ({ port }) => {
      const signIn = (connections: number, ms: number) => stage.load({ port, requests, connections, milliseconds: ms })
      // Until the compiler has done its work: it waits for code to have run some thousand times, and until then everything
      // beside the hash takes two to three times as long.
      await signIn(8, stage.size(60_000, 500))
      const rows: Row[] = []
      for (const connections of [1, 8, 64]) {
        const pairs = await takeTurns(
          stage.size(8, 1),
          () => bare.run({ milliseconds: stage.size(3_000, 700), concurrency: 1 }),
          // With many in line the first round, which is not counted, takes a while itself.
          () => signIn(connections, stage.size(3_000, 700) + connections * stage.size(30, 20)),
        )
        rows.push(...rowsOf(connections, pairs))
      }
      return rows
    })
  } finally {
    await bare.close()
  }
}

type Pair = { bare: BareHashResult; product: LoadResult }

async function takeTurns(
  count: number,
  measureBare: () => Promise<BareHashResult>,
  measureProduct: () => Promise<LoadResult>,
): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (let pair = 0; pair < count; pair++) {
    // Whoever goes first changes with every pair: a machine that slows down favours nobody.
    if (pair % 2 === 0) {
      const bare = await measureBare()
      pairs.push({ bare, product: await measureProduct() })
    } else {
      const product = await measureProduct()
      pairs.push({ bare: await measureBare(), product })
    }
  }
  return pairs
}

function rowsOf(connections: number, pairs: Pair[]): Row[] {
  const name = `sign-ins, ${connections} at a time`
  const bare = median(pairs.map((pair) => pair.bare.rate))
  const note = `${perSecond(median(pairs.map((pair) => pair.product.rate)))} of bare ${perSecond(bare)}`
  const ratio = median(pairs.map((pair) => pair.product.rate / pair.bare.rate))
  const refused = pairs.flatMap(({ product }) => Object.keys(product.statuses)).filter((status) => status !== '200')
  if (refused.length > 0) return [{ ...shown(name, `answers other than 200: ${refused.join(' ')}`), verdict: 'broken' }]
  const rows = [judge(`${name}, share of bare Argon2id`, ratio, RATE, note)]
  if (connections > 1) return rows
  const at = (share: number) =>
    median(pairs.map(({ bare, product }) => quantile(product.latencies, share) - quantile(bare.latencies, share)))
  return [
    ...rows,
    judge('sign-in beside the hash, median', at(0.5), ADDED_MEDIAN),
    judge('sign-in beside the hash, p99', at(0.99), ADDED_P99),
  ]
}
