// The journeys: real pages of a real server in the system's Chromium (CHROMIUM_PATH, else as scripts/find-chromium.ts finds it).
import { defineConfig } from '@playwright/test'
import { findChromium } from './scripts/find-chromium.ts'

const withoutChatter = ['--disable-background-networking', '--disable-component-update', '--disable-sync']

export default defineConfig({
  testDir: 'test/journeys',
  testMatch: '**/*.spec.ts',
  globalSetup: './test/support/journey-run.ts',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // A machine that is also busy with something else drops a press now and then; what fails three times is broken.
  retries: process.env.CI ? 2 : 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    locale: 'nb-NO',
    timezoneId: 'Europe/Oslo',
    viewport: { width: 1200, height: 900 },
    launchOptions: {
      executablePath: findChromium() ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', ...withoutChatter],
    },
    screenshot: 'only-on-failure',
  },
})
