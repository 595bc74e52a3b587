import { get } from '../http-connection.ts'
import type { LoadResult } from '../load-worker.ts'
import type { BenchServer } from '../server.ts'
import type { Stage } from '../stage.ts'
import { median } from '../statistics.ts'
import { judge, percent, perSecond, type Row, shown } from '../table.ts'
import { startWorker } from '../worker.ts'

const RATE = { floor: 0.4, goal: 0.7, want: 'more', show: percent } as const
const CONNECTIONS = 32

interface Round {
  base: LoadResult
  few: LoadResult
  many: LoadResult
  /** How busy the server's core was. */
  busy: number
}

/** `GET /api/v1/session` against an empty route of the same framework on the same core, in turns. */
export async function measureSessionChecks(stage: Stage): Promise<Row[]> {
  const { people } = await stage.crowd()
  const empty = startWorker<object, { port: number }>('empty-route-worker.ts', 'server core')
  try {
    const { port: emptyPort } = await empty.run({})
    return await stage.withServer({}, async (server) => {
      const few = people.sessionChecks.slice(0, 100)
      const ask = (port: number, requests: string[]) =>
        stage.load({ port, requests, connections: CONNECTIONS, milliseconds: stage.size(2_000, 500) })
      for (const requests of [few, people.sessionChecks]) await ask(server.port, requests)
      await ask(emptyPort, [get('/')])

      const rounds: Round[] = []
      for (let round = 0; round < stage.size(12, 1); round++) {
        const base = await ask(emptyPort, [get('/')])
        const busy = await busyDuring(server, () => ask(server.port, few))
        rounds.push({ base, few: busy.result, busy: busy.share, many: await ask(server.port, people.sessionChecks) })
      }
      const rate = (pick: (round: Round) => LoadResult) => median(rounds.map((round) => pick(round).rate))
      const ratio = (key: 'few' | 'many') => median(rounds.map((round) => round[key].rate / round.base.rate))
      const note = `${perSecond(rate((round) => round.few))} of ${perSecond(rate((round) => round.base))}, server's core ${percent(median(rounds.map(({ busy }) => busy)))} busy`
      const tokens = people.sessionChecks.length
      return [
        judge('session checks, 100 tokens in turn, share of an empty route', ratio('few'), RATE, note),
        shown(
          `session checks, ${tokens} tokens in turn`,
          `${percent(ratio('many'))} (${perSecond(rate((round) => round.many))})`,
        ),
      ]
    })
  } finally {
    await empty.close()
  }
}

/** How much of its core the server used: near 100 %, or the load generator was what was measured. */
async function busyDuring<T>(server: BenchServer, work: () => Promise<T>): Promise<{ result: T; share: number }> {
  const [begun, used] = [performance.now(), server.processorSeconds() ?? 0]
  const result = await work()
  return {
    result,
    share: ((server.processorSeconds() ?? 0) - used) / ((performance.now() - begun) / 1000),
  }
}
