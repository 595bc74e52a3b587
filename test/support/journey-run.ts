// Before the journeys: the pages are built and one server runs for all of them, on a database of its own.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { startServer } from './journey-server.ts'

/** Playwright's global set-up. Workers learn the address by JOURNEYS_URL. */
export default async function setUp(): Promise<() => Promise<void>> {
  execFileSync(process.execPath, [join(import.meta.dirname, '..', '..', 'scripts', 'build.ts'), '--if-stale'])
  const server = await startServer()
  process.env.JOURNEYS_URL = server.url
  return server.stop
}
