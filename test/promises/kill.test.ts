// Promise P8: what was acknowledged is there after kill -9, and what was not is whole or not there at all.
// The full run: PROMISES=full, or PORTVAKT_KILLS=50
import { randomBytes, randomInt } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { call, type Reply, readCode } from '../support/client.ts'
import { emptyDatabase } from '../support/empty-database.ts'
import { scale } from '../support/scale.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import { endServers } from '../support/spawned-server.ts'

const KILLS = scale('PORTVAKT_KILLS', { ci: 4, full: 50 })
const DATABASE_KILLS = KILLS < 50 ? 1 : Math.ceil(KILLS / 2.5)
const CLIENTS = 6
/** Acknowledged before a kill, at the least; at the most twice that. */
const ACTS = KILLS < 50 ? 40 : 150
const PASSWORD = 'riktig hest batteri stift'

afterEach(endServers) // whatever a failed test left running

/** What the clients were told, and so must find again. */
interface Journal {
  /** Addresses that were told a code is on its way. */
  sent: string[]
  /** Flows whose code was taken. */
  proven: string[]
  accounts: { address: string; token: string }[]
  /** Sessions that were told their account has a second address now, and a hold. */
  extended: string[]
  revoked: string[]
  /** Asked, and never answered. */
  unsure: Map<string, string>
  acknowledged: number
}

const newJournal = (): Journal => ({
  sent: [],
  proven: [],
  accounts: [],
  extended: [],
  revoked: [],
  unsure: new Map(),
  acknowledged: 0,
})

/** One person after another signs up, adds a number, signs in once more and out again, until the server is gone. */
async function client(server: ServerProcess, journal: Journal): Promise<void> {
  const ask = async (
    expected: number,
    ...request: [method: string, path: string, body?: unknown, token?: string]
  ): Promise<Reply> => {
    const [method, path, body, token] = request
    const reply = await call(server, method, path, body, token ? { token } : {})
    if (reply.status !== expected)
      throw new Error(`${method} ${path} answered ${reply.status} ${JSON.stringify(reply.body)}`)
    journal.acknowledged += 1
    return reply
  }
  for (;;) {
    const address = `person.${randomBytes(8).toString('hex')}@example.com`
    const phone = `+479${randomInt(1e7).toString().padStart(7, '0')}`
    const { flow } = (await ask(200, 'POST', 'sign-up', { identifier: address })).body
    journal.sent.push(address)
    await ask(200, 'POST', 'sign-up/code', { flow, code: await readCode(server, address) })
    journal.proven.push(flow)
    journal.unsure.set(flow, address)
    const finished = await ask(201, 'POST', 'sign-up/password', {
      flow,
      password: PASSWORD,
      acceptTerms: true,
      client: 'app',
    })
    journal.unsure.delete(flow)
    const { token } = finished.body
    journal.accounts.push({ address, token })
    const adding = (await ask(200, 'POST', 'account/identifiers', { identifier: phone }, token)).body.flow
    await ask(201, 'POST', 'account/identifiers/code', { flow: adding, code: await readCode(server, phone) }, token)
    journal.extended.push(token)
    const again = await ask(200, 'POST', 'sign-in', { identifier: phone, password: PASSWORD, client: 'app' })
    await ask(204, 'DELETE', 'session', undefined, again.body.session.token)
    journal.revoked.push(again.body.session.token)
  }
}

/** Lets clients work and ends the server in their midst. */
async function workAndKill(server: ServerProcess, kill: () => Promise<void>): Promise<Journal> {
  const journal = newJournal()
  let isDead = false
  const clients = Array.from({ length: CLIENTS }, () =>
    client(server, journal).catch((error: Error) => {
      if (!isDead) throw error
    }),
  )
  const failed = Promise.all(clients)
  const enough = ACTS + randomInt(ACTS)
  const isEnough = async () => {
    while (journal.acknowledged < enough) await sleep(5)
    await sleep(randomInt(30))
  }
  await Promise.race([failed, isEnough()])
  isDead = true
  await kill()
  await failed
  return journal
}

/** Everything the journal was told is so. */
async function check(server: ServerProcess, journal: Journal): Promise<void> {
  const get = (path: string, token: string) => call(server, 'GET', path, undefined, { token })
  for (const address of journal.sent) await expect(readCode(server, address)).resolves.toMatch(/^\d{8}$/)
  for (const flow of journal.proven) {
    expect((await call(server, 'POST', 'sign-up/state', { flow })).body.state).not.toBe('code')
    const replay = await call(server, 'POST', 'sign-up/code', { flow, code: '00000000' })
    expect(replay.body.code).toBe('wrong_state')
  }
  for (const { address, token } of journal.accounts) {
    expect((await get('session', token)).status).toBe(200)
    const signedIn = await call(server, 'POST', 'sign-in', { identifier: address, password: PASSWORD, client: 'app' })
    expect([address, signedIn.status]).toEqual([address, 200])
  }
  for (const token of journal.extended) {
    const { body } = await get('session', token)
    expect([body.account.identifiers.length, body.holds.length]).toEqual([2, 1])
  }
  for (const token of journal.revoked) expect((await get('session', token)).status).toBe(401)
  // Whoever was not answered tries again: the account is made now, or it was.
  for (const [flow, address] of journal.unsure) {
    const retry = await call(server, 'POST', 'sign-up/password', { flow, password: PASSWORD, acceptTerms: true })
    expect([201, 409]).toContain(retry.status)
    if (retry.status === 409) expect(retry.body).toMatchObject({ code: 'wrong_state', state: 'done' })
    expect((await call(server, 'POST', 'sign-in', { identifier: address, password: PASSWORD })).status).toBe(200)
  }
}

test(
  `a server killed ${KILLS} times in the middle of sign-ups loses nothing it acknowledged`,
  async () => {
    const database = await emptyDatabase()
    const environment = {
      DATABASE_URL: database.url,
      ROOT_KEY: randomBytes(32).toString('hex'),
      TRUSTED_PROXIES: '127.0.0.1',
    }
    let acknowledged = 0
    let server = await startServer(environment)
    for (let kills = 0; kills < KILLS; kills++) {
      const journal = await workAndKill(server, () => server.kill())
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
    const environment = { DATA_DIR: dataDir, TRUSTED_PROXIES: '127.0.0.1' }
    const killBoth = async (server: ServerProcess) => {
      const [pid = ''] = (await readFile(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8')).split('\n')
      process.kill(Number(pid), 'SIGKILL')
      await server.kill()
    }
    let acknowledged = 0
    let server = await startServer(environment)
    for (let kills = 0; kills < DATABASE_KILLS; kills++) {
      const journal = await workAndKill(server, () => killBoth(server))
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
