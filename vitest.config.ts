import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ['test/support/postgres.ts'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['{server,web,scripts,bench}/**/*.test.{ts,tsx}'] } },
      {
        extends: true,
        test: { name: 'races', include: ['test/{races,start,promises}/**/*.test.ts'], testTimeout: 180_000 },
      },
    ],
  },
})
