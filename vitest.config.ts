import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // A machine that is busy with something else too is slow, and a test that fails twice is broken.
    testTimeout: 120_000,
    retry: process.env.CI ? 1 : 0,
    hookTimeout: 300_000,
    globalSetup: ['test/support/postgres.ts'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['{server,web,scripts,bench}/**/*.test.{ts,tsx}'] } },
      {
        extends: true,
        test: { name: 'races', include: ['test/{races,start,promises}/**/*.test.ts'], testTimeout: 300_000 },
      },
    ],
  },
})
