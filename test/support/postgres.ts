// One Postgres for a whole vitest run: DATABASE_URL's, or an embedded one in a temporary folder.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {} from 'vitest'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres.ts'

const KEY = Symbol.for('portvakt.test-postgres')

declare module 'vitest' {
  interface ProvidedContext {
    /** A role that may make databases. */
    postgresUrl: string
  }
}

/** vitest's global set-up; a test learns the address by `inject('postgresUrl')`. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = process.env.DATABASE_URL ? { url: process.env.DATABASE_URL, release: async () => {} } : await share()
  project.provide('postgresUrl', postgres.url)
  return postgres.release
}

interface Shared {
  users: number
  starting: Promise<{ url: string; stop(): Promise<void> }>
}

/** vitest sets up each of its projects, and loads this file for each: they share what stands in the process. */
const shared: { [KEY]?: Shared } = globalThis as object

async function share(): Promise<{ url: string; release(): Promise<void> }> {
  shared[KEY] ??= { users: 0, starting: startTemporary() }
  const mine = shared[KEY]
  mine.users += 1
  const { url, stop } = await mine.starting
  return {
    url,
    async release() {
      mine.users -= 1
      if (mine.users > 0) return
      delete shared[KEY]
      await stop()
    },
  }
}

async function startTemporary(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'portvakt-test-'))
  // Nothing here outlives the run, so nothing need reach the disk; what must is tested by test/start on servers of its own.
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }
  const postgres = await startEmbeddedPostgres({ dataDir, log: console, settings })
  return {
    url: postgres.adminUrl,
    async stop() {
      await postgres.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
