// SECURITY P9, P11: connections to the database that are cut under load end neither the server nor anybody's account.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, signUp } from '../support/client.ts'
import { startTwoServers, type TwoServers } from '../support/two-servers.ts'

const CUTS = 8
const PASSWORD = 'riktig hest batteri stift'

let two: TwoServers
beforeAll(async () => {
  two = await startTwoServers()
})
afterAll(() => two?.stop())

test(`all connections cut ${CUTS} times while people sign up, sign in and look around: 503 at the worst, then as before`, async () => {
  const [server] = two.servers
  const identifier = 'owner@example.com'
  const token = await signUp(server, identifier, PASSWORD)
  const statuses = new Map<number, number>()
  let on = true
  const acts = [
    () => call(server, 'GET', 'session', undefined, { token }),
    () => call(server, 'POST', 'sign-in', { identifier, password: PASSWORD, client: 'app' }),
    () => call(server, 'POST', 'sign-up', { identifier: `person${Math.random()}@example.com` }),
    () => call(server, 'POST', 'step-up/password', { password: 'feil hest batteri stift' }, { token }),
    () => call(server, 'GET', 'sessions', undefined, { token }),
  ]
  const busy = acts.map(async (act) => {
    while (on) {
      const { status } = await act()
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  })
  for (let cut = 0; cut < CUTS; cut++) {
    await sleep(250)
    await two.database.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
  }
  await sleep(500)
  on = false
  await Promise.all(busy)
  console.log('answers:', Object.fromEntries(statuses))
  expect([...statuses.keys()].filter((status) => ![200, 401, 429, 503].includes(status))).toEqual([])
  expect(statuses.get(200)).toBeGreaterThan(10)
  expect((await call(server, 'GET', '/readyz')).status).toBe(200)
  expect((await call(server, 'POST', 'sign-in', { identifier, password: PASSWORD })).status).toBe(200)
  expect((await call(two.servers[1], 'GET', 'session', undefined, { token })).status).toBe(200)
}, 60_000)
