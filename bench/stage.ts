// What several figures need: one Postgres, one crowd of accounts, one load generator; made when first asked for.
import { randomBytes } from 'node:crypto'
import { type BenchPostgres, startPostgres } from './database.ts'
import type { Load, LoadResult } from './load-worker.ts'
import { type BenchDeps, openDeps, type People, settle } from './people.ts'
import { type BenchServer, startServer } from './server.ts'
import { startWorker } from './worker.ts'

export interface Stage {
  /** Everything scaled down: shows that each measurement runs, not what it gives. */
  smoke: boolean
  /** A figure's full size, or its size in smoke. */
  size(full: number, smoke: number): number
  postgres(): Promise<BenchPostgres>
  crowd(): Promise<Crowd>
  load(load: Load): Promise<LoadResult>
  /** A server of the crowd on the server's core, stopped after `work`. */
  withServer<T>(env: Record<string, string>, work: (server: BenchServer) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface Crowd {
  url: string
  rootKey: string
  people: People
  bench: BenchDeps
}

export function openStage(smoke: boolean): Stage {
  const closers: (() => Promise<void>)[] = []
  const rootKey = randomBytes(32).toString('hex')
  const size = (full: number, small: number) => (smoke ? small : full)

  const postgres = lazily(async () => {
    const started = await startPostgres()
    closers.push(() => started.stop())
    return started
  })
  const crowd = lazily(async () => {
    const url = await (await postgres()).createDatabase('crowd')
    const bench = await openDeps(url, rootKey)
    closers.push(() => bench.close())
    return { url, rootKey, bench, people: await settle(bench, size(10_000, 200)) }
  })
  const generator = lazily(async () => {
    const worker = startWorker<Load, LoadResult>('load-worker.ts', 'other cores')
    closers.push(() => worker.close())
    return worker
  })

  return {
    smoke,
    size,
    postgres,
    crowd,
    load: async (load) => (await generator()).run(load),
    async withServer(env, work) {
      const { url } = await crowd()
      const server = await startServer({
        place: 'server core',
        env: { DATABASE_URL: url, ROOT_KEY: rootKey, HASH_SLOTS: '1', ...env },
      })
      try {
        return await work(server)
      } finally {
        await server.stop()
      }
    },
    async close() {
      for (const close of closers.reverse()) await close()
    },
  }
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
