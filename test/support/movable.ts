// Journeys that take time, or meet a server that is full: on a server whose clock and load the test moves.
import type { Page } from '@playwright/test'
import { test as base } from './browser.ts'
import { type RunningServer, startServer } from './journey-server.ts'
import { tellServer } from './tell-server.ts'

interface Movable {
  /** Lets time pass, for the server and for the page. */
  pass(page: Page, seconds: number): Promise<void>
  /** What the server's clock shows. */
  now(): Date
  /** A key for approvals, by the name of a program that asks. */
  apiKey(name: string): Promise<string>
  /** Fills the queue for passwords, or frees it. */
  fill(isFull: boolean): Promise<void>
}

export const test = base.extend<Movable, { movableServer: RunningServer }>({
  movableServer: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a destructured first argument
    async ({}, use) => {
      const server = await startServer('test/support/movable-server-process.ts')
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ movableServer }, use) => use(movableServer.url),
  page: async ({ page }, use) => {
    await page.clock.install()
    await use(page)
  },
  now: async ({ movableServer }, use) => use(() => new Date(Date.now() + (ahead.get(movableServer) ?? 0) * 1000)),
  pass: async ({ movableServer }, use) =>
    use(async (page, seconds) => {
      ahead.set(movableServer, (ahead.get(movableServer) ?? 0) + seconds)
      await tellServer(movableServer, { advance: seconds })
      await page.clock.fastForward(seconds * 1000)
    }),
  apiKey: async ({ movableServer }, use) => use((name) => tellServer(movableServer, { apiKey: name })),
  fill: async ({ movableServer }, use) => {
    await use(async (isFull) => void (await tellServer(movableServer, { busy: isFull })))
    await tellServer(movableServer, { busy: false })
  },
})

/** Seconds that each server's clock is ahead of ours. */
const ahead = new WeakMap<RunningServer, number>()
