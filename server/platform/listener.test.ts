import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type EmptyDatabase, emptyDatabase } from '../../test/support/empty-database.ts'
import { LISTENER, type Listener, openListener } from './listener.ts'

let database: EmptyDatabase
let listener: Listener
let errors: Error[]
beforeEach(async () => {
  database = await emptyDatabase()
  errors = []
  listener = openListener(database.url, (error) => errors.push(error))
})
afterEach(async () => {
  await listener.close()
  await database.drop()
})

const notify = (channel: string, payload: string) => database.query('SELECT pg_notify($1, $2)', [channel, payload])
const LISTENING = `FROM pg_stat_activity WHERE datname = current_database() AND application_name = '${LISTENER}'`
const listening = async () => (await database.query<{ n: number }>(`SELECT count(*)::int AS n ${LISTENING}`))[0]?.n
const cut = () => database.query(`SELECT pg_terminate_backend(pid) ${LISTENING}`)

test('hears every channel over one connection, each its own, until it stops', async () => {
  const heard: string[] = []
  const stop = await listener.listen('one', (payload) => heard.push(`one ${payload}`))
  await listener.listen('Two "quoted"', (payload) => heard.push(`two ${payload}`))
  await listener.listen('one', (payload) => heard.push(`again ${payload}`))
  expect(await listening()).toBe(1)
  await notify('one', 'a')
  await notify('Two "quoted"', 'b')
  await notify('three', 'c')
  await expect.poll(() => heard.length).toBe(3)
  await stop()
  await notify('one', 'd')
  await expect.poll(() => heard.length).toBe(4)
  expect(heard.sort()).toEqual(['again a', 'again d', 'one a', 'two b'])
})

test('a lost connection is made anew: the gap is told, and it hears again', async () => {
  const heard: string[] = []
  let gaps = 0
  await listener.listen(
    'one',
    (payload) => heard.push(payload),
    () => gaps++,
  )
  for (let times = 1; times <= 3; times++) {
    await cut()
    await notify('one', 'lost')
    await expect.poll(() => gaps, { timeout: 5_000 }).toBe(times)
    await notify('one', `kept ${times}`)
    await expect.poll(() => heard.at(-1)).toBe(`kept ${times}`)
  }
  expect(errors.length).toBeGreaterThan(0)
  expect(await listening()).toBe(1)
})

test('has heard every notice sent before, once it says so', async () => {
  const heard: string[] = []
  await listener.listen('one', (payload) => heard.push(payload))
  for (let number = 0; number < 200; number++) {
    await notify('one', `${number}`)
    await listener.heardAll()
    expect(heard.at(-1)).toBe(`${number}`)
  }
})

test('does not say so of a connection that was lost: it tells the gap first', async () => {
  let gaps = 0
  await listener.listen(
    'one',
    () => {},
    () => gaps++,
  )
  await cut()
  const said = await listener.heardAll().then(
    () => gaps,
    () => 'no',
  )
  expect(['no', 1]).toContain(said)
  await expect.poll(() => gaps, { timeout: 5_000 }).toBe(1)
  await listener.heardAll()
})

test('goes on trying while the database takes nobody', async () => {
  let gaps = 0
  await listener.listen(
    'one',
    () => {},
    () => gaps++,
  )
  const name = new URL(database.url).pathname.slice(1)
  const admin = await emptyDatabase()
  await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
  await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name])
  await sleep(1_200)
  expect(gaps).toBe(0)
  await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)
  await expect.poll(() => gaps, { timeout: 5_000 }).toBe(1)
  await admin.drop()
})

test('closed, it leaves no connection and comes back no more', async () => {
  await listener.listen('one', () => {})
  await cut()
  await listener.close()
  await sleep(600)
  expect(await listening()).toBe(0)
})
