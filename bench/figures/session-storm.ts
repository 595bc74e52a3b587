import type { Load, LoadResult } from '../load-worker.ts'
import type { Stage } from '../stage.ts'
import { median, quantile } from '../statistics.ts'
import { judge, milliseconds, type Row, shown } from '../table.ts'
import { startWorker } from '../worker.ts'

const P99 = { floor: 20, goal: 10, want: 'less', show: milliseconds } as const
/** One is hashed and 64 wait: with the queue's default length the next would be refused. */
const STORM = 65
const CHECKS_PER_SECOND = 200

/** Session checks at an even rate while sign-ins keep the hash queue full, all on one core. */
export async function measureSessionChecksInStorm(stage: Stage): Promise<Row[]> {
  const { people } = await stage.crowd()
  const storm = startWorker<Load, LoadResult>('load-worker.ts', 'other cores')
  try {
    return await stage.withServer({}, async ({ port }) => {
      const requests = people.sessionChecks.slice(0, 100)
      const check = (ms: number) => stage.load({ port, requests, perSecond: CHECKS_PER_SECOND, milliseconds: ms })
      await check(stage.size(3_000, 500))
      const rounds: { calm: number; stormy: number; median: number }[] = []
      for (let round = 0; round < stage.size(5, 1); round++) {
        const calm = await check(stage.size(3_000, 500))
        const ms = stage.size(8_000, 1_500)
        const signingIn = storm.run({
          port,
          requests: people.signIns.slice(0, 160),
          connections: STORM,
          milliseconds: ms,
        })
        await new Promise((resolve) => setTimeout(resolve, 300))
        const stormy = await check(ms - 500)
        const { statuses } = await signingIn
        if (!statuses[200]) throw new Error(`the storm was refused: ${JSON.stringify(statuses)}`)
        const broken = Object.entries(stormy.statuses).filter(([status]) => status !== '200')
        if (broken.length > 0) throw new Error(`session checks in the storm were answered ${JSON.stringify(broken)}`)
        rounds.push({
          calm: quantile(calm.latencies, 0.99),
          stormy: quantile(stormy.latencies, 0.99),
          median: median(stormy.latencies),
        })
      }
      const of = (key: 'calm' | 'stormy' | 'median') => median(rounds.map((round) => round[key]))
      return [
        judge(
          'session checks while the hash queue is full, p99',
          of('stormy'),
          P99,
          `median ${milliseconds(of('median'))}`,
        ),
        shown('the same without sign-ins, p99', milliseconds(of('calm'))),
      ]
    })
  } finally {
    await storm.close()
  }
}
