// Before the journeys: the pages are built and one server runs for all of them, on a database of its own.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { startServer } from './journey-server.ts'

/** Playwright's global set-up. Workers learn the address by JOURNEYS_URL, and where an operator's commands find it by JOURNEYS_DATA_DIR. */
export default async function setUp(): Promise<() => Promise<void>> {
  execFileSync(process.execPath, [join(import.meta.dirname, '..', '..', 'scripts', 'build.ts'), '--if-stale'])
  // A proxy is believed, so that strangers can come from anywhere; browsers name none and come from here.
  const server = await startServer('server/main.js', { TRUSTED_PROXIES: '127.0.0.1 ::1' })
  process.env.JOURNEYS_URL = server.url
  process.env.JOURNEYS_DATA_DIR = server.dataDir
  return server.stop
}
