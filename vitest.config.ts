import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    pool: 'forks',
    // A test that waits leaves its core to the third.
    maxWorkers: 3,
    // The server's modules are loaded, and become fast, once for each worker instead of for each file: a third of the time. What a
    // file changes in them it has to put back.
    isolate: false,
    // A machine that is busy with something else too is slow, and a test that fails twice is broken.
    testTimeout: 120_000,
    retry: process.env.CI ? 1 : 0,
    hookTimeout: 300_000,
    globalSetup: ['test/support/postgres.ts'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['{server,web,scripts,bench}/**/*.test.{ts,tsx}'] } },
      {
        extends: true,
        test: {
          name: 'races',
          include: ['test/{races,start,promises}/**/*.test.ts'],
          exclude: ['test/promises/state-machine*.test.ts'],
          testTimeout: 300_000,
        },
      },
      // By itself: products with holes are played there, by parts of it that are put in the place of others. After the rest: it
      // takes the whole machine for minutes, and what waits for a server or a clock beside it would run out of time.
      {
        extends: true,
        test: {
          name: 'model',
          include: ['test/promises/state-machine*.test.ts'],
          isolate: true,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
