// Promise P8: what was acknowledged is there after kill -9, and what was not is whole or not there at all.
// The full run: PROMISES=full, or PORTVAKT_KILLS=50
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { check, ORIGIN, workUntil } from '../support/acknowledged.ts'
import { emptyDatabase } from '../support/empty-database.ts'
import { scale } from '../support/scale.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import { endServers } from '../support/spawned-server.ts'

const KILLS = scale('PORTVAKT_KILLS', { ci: 4, full: 50 })
const DATABASE_KILLS = KILLS < 50 ? 1 : Math.ceil(KILLS / 2.5)
/** Acknowledged before a kill, at the least. */
const ACTS = KILLS < 50 ? 100 : 150

afterEach(endServers) // whatever a failed test left running

test(
  `a server killed ${KILLS} times in the middle of what people do loses nothing it acknowledged`,
  async () => {
    const database = await emptyDatabase()
    const environment = {
      DATABASE_URL: database.url,
      ROOT_KEY: randomBytes(32).toString('hex'),
      TRUSTED_PROXIES: '127.0.0.1',
      ORIGIN,
    }
    let acknowledged = 0
    let server = await startServer(environment)
    for (let kills = 0; kills < KILLS; kills++) {
      const journal = await workUntil(server, ACTS, () => server.kill())
      acknowledged += journal.acknowledged
      server = await startServer(environment)
      await check(server, journal)
    }
    const halves = await database.query<{ n: number }>(
      `SELECT (SELECT count(*) FROM accounts a WHERE NOT EXISTS (SELECT FROM passwords p WHERE p.account_id = a.account_id)
               OR NOT EXISTS (SELECT FROM identifiers i WHERE i.account_id = a.account_id))::int
          + (SELECT count(*) FROM identifier_claims c WHERE NOT EXISTS
               (SELECT FROM identifiers i WHERE i.identifier_id = c.identifier_id))::int AS n`,
    )
    await server.kill()
    await database.drop()
    console.log(`${acknowledged} acknowledged acts, ${KILLS} kills, none lost`)
    expect(halves).toEqual([{ n: 0 }])
    expect(acknowledged).toBeGreaterThanOrEqual(KILLS * ACTS)
  },
  60_000 + KILLS * 30_000,
)

test(
  `a server and its own database, killed together ${DATABASE_KILLS} times, likewise`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'portvakt-kill-'))
    const dataDir = join(folder, 'data')
    const environment = { DATA_DIR: dataDir, TRUSTED_PROXIES: '127.0.0.1', ORIGIN }
    const killBoth = async (server: ServerProcess) => {
      const [pid = ''] = (await readFile(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8')).split('\n')
      process.kill(Number(pid), 'SIGKILL')
      await server.kill()
    }
    let acknowledged = 0
    let server = await startServer(environment)
    for (let kills = 0; kills < DATABASE_KILLS; kills++) {
      const journal = await workUntil(server, ACTS, () => killBoth(server))
      acknowledged += journal.acknowledged
      server = await startServer(environment)
      await check(server, journal)
    }
    await server.kill('SIGTERM')
    await rm(folder, { recursive: true, force: true })
    console.log(`${acknowledged} acknowledged acts, ${DATABASE_KILLS} kills of server and database, none lost`)
    expect(acknowledged).toBeGreaterThanOrEqual(DATABASE_KILLS * ACTS)
  },
  60_000 + DATABASE_KILLS * 30_000,
)
