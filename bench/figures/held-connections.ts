import { setTimeout as sleep } from 'node:timers/promises'
import type { Load, LoadResult } from '../load-worker.ts'
import type { Stage } from '../stage.ts'
import { quantile } from '../statistics.ts'
import { judge, milliseconds, type Row } from '../table.ts'
import { startWorker } from '../worker.ts'

const NONE = { floor: 0, goal: 0, want: 'less', show: (value: number) => `${value} of 2` } as const
const STILL_ANSWERED = { floor: 200, goal: 100, want: 'less', show: milliseconds } as const
/** Longer than any transaction of ours takes, shorter than a sign-in waits here. */
const HELD_MS = 300

/** A pool of two connections and 64 sign-ins under way: were one held while its password is hashed, nobody else got through. */
export async function measureHeldConnections(stage: Stage): Promise<Row[]> {
  const { people, url } = await stage.crowd()
  const postgres = await stage.postgres()
  const storm = startWorker<Load, LoadResult>('load-worker.ts', 'other cores')
  try {
    return await stage.withServer({ DATABASE_POOL: '2' }, async ({ port }) => {
      const ms = stage.size(6_000, 2_000)
      const signingIn = storm.run({ port, requests: people.signIns.slice(0, 160), connections: 64, milliseconds: ms })
      await sleep(300)
      const checking = stage.load({
        port,
        requests: people.sessionChecks.slice(0, 100),
        perSecond: 50,
        milliseconds: ms - 500,
      })
      let most = 0
      const end = performance.now() + ms - 500
      while (performance.now() < end) {
        const [row] = await postgres.run<{ held: number }>(
          url,
          `SELECT count(*)::int AS held FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
             AND clock_timestamp() - xact_start > interval '${HELD_MS} ms'`,
        )
        most = Math.max(most, row?.held ?? 0)
        await sleep(50)
      }
      const { statuses, latencies } = await checking
      const signedIn = (await signingIn).statuses[200] ?? 0
      const unanswered = Object.entries(statuses).filter(([status]) => status !== '200')
      if (signedIn === 0 || unanswered.length > 0)
        throw new Error(`sign-ins: ${signedIn}; checks not answered: ${JSON.stringify(unanswered)}`)
      return [
        judge('database connections held while 64 passwords are hashed, pool of 2', most, NONE),
        judge(
          'session checks meanwhile, p99',
          quantile(latencies, 0.99),
          STILL_ANSWERED,
          `${latencies.length} asked and answered`,
        ),
      ]
    })
  } finally {
    await storm.close()
  }
}
