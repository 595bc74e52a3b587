import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '../server.ts'
import type { Stage } from '../stage.ts'
import { median } from '../statistics.ts'
import { judge, type Row, seconds } from '../table.ts'

const FRESH = { floor: 6, goal: 2.5, want: 'less', show: seconds } as const
const EXISTING = { floor: 2, goal: 1, want: 'less', show: seconds } as const

const commands = {
  'node server/main.js': [process.execPath, 'server/main.js'],
  'npm start': ['npm', 'start', '--silent'],
} as const satisfies Record<string, [string, ...string[]]>

/** From the command to the sign-in page, the embedded database with it; pages already built. */
export async function measureStart(stage: Stage): Promise<Row[]> {
  spawnSync(process.execPath, ['scripts/build.ts', '--if-stale'], { stdio: 'inherit' })
  const rows: Row[] = []
  for (const [name, command] of Object.entries(commands)) {
    const fresh: number[] = []
    const existing: number[] = []
    for (let round = 0; round < stage.size(5, 1); round++) {
      const dataDir = await mkdtemp(join(tmpdir(), 'portvakt-start-'))
      try {
        fresh.push(await timeStart(command, dataDir))
        for (let again = 0; again < stage.size(2, 1); again++) existing.push(await timeStart(command, dataDir))
      } finally {
        await rm(dataDir, { recursive: true, force: true })
      }
    }
    rows.push(judge(`first start, ${name}`, median(fresh), FRESH, `of ${fresh.length}`))
    rows.push(judge(`later start, ${name}`, median(existing), EXISTING, `of ${existing.length}`))
  }
  return rows
}

async function timeStart(command: readonly [string, ...string[]], dataDir: string): Promise<number> {
  const server = await startServer({ place: 'anywhere', command, env: { DATA_DIR: dataDir } })
  await server.stop()
  return server.startSeconds
}
