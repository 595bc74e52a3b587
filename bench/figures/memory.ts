import { setTimeout as sleep } from 'node:timers/promises'
import type { BenchServer } from '../server.ts'
import type { Stage } from '../stage.ts'
import { judge, megabytes, notRun, type Row } from '../table.ts'

const IDLE = { floor: 140, goal: 90, want: 'less', show: megabytes } as const
const LOADED = { floor: 260, goal: 220, want: 'less', show: megabytes } as const

/** Resident memory of the server process, without Postgres: at rest, and the most while everything is asked of it. */
export async function measureMemory(stage: Stage): Promise<Row[]> {
  const { people } = await stage.crowd()
  return stage.withServer({}, async (server) => {
    await sleep(stage.size(10_000, 1_000))
    const idle = server.residentMegabytes()
    if (idle === undefined) return [notRun('memory', 'this system does not tell a process its resident memory (/proc)')]
    const { result: most } = await watch(server, async () => {
      const { port } = server
      for (let round = 0; round < stage.size(4, 1); round++) {
        const ms = stage.size(5_000, 700)
        await stage.load({ port, requests: people.signIns.slice(0, 160), connections: 64, milliseconds: ms })
        await stage.load({ port, requests: people.sessionChecks, connections: 64, milliseconds: ms })
      }
    })
    return [judge('memory at rest', idle, IDLE), judge('memory under load, at its most', most, LOADED)]
  })
}

async function watch(server: BenchServer, work: () => Promise<void>): Promise<{ result: number }> {
  let most = 0
  const timer = setInterval(() => {
    most = Math.max(most, server.residentMegabytes() ?? 0)
  }, 20)
  await work()
  clearInterval(timer)
  return { result: most }
}
