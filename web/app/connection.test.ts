// What may happen at once: answers out of order, a lock while a request is under way, another tab. A real server answers.
import { createServer, type Server, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Kept, Platform } from '../platform/platform.ts'
import { connect } from './connection.ts'

/** The form of a token: whose it is, then a secret. */
const tokenOf = (session: string, secret: string) => session.repeat(43).slice(0, 43) + secret.repeat(43).slice(0, 43)
const first = tokenOf('s', '1')
const second = tokenOf('s', '2')
const other = tokenOf('t', '1')

let server: Server
let origin = ''
/** Requests in the order they came, each answered by hand. */
let asked: { path: string; token: string | undefined; device: unknown; response: ServerResponse }[] = []
let wake = () => {}

beforeAll(async () => {
  server = createServer(({ url, headers }, response) => {
    const token = headers.authorization?.replace('Bearer ', '')
    asked.push({ path: String(url), token, device: headers['portvakt-device'], response })
    wake()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  Object.assign(globalThis, { location: { origin } })
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
})
beforeEach(() => {
  asked = []
})

async function nth(n: number) {
  while (asked.length < n) await new Promise<void>((done) => (wake = done))
  const { response, ...rest } = asked[n - 1] as (typeof asked)[number]
  const answer = (status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  return { ...rest, answer }
}
const over = { code: 'session_required' }
const renewed = (token: string) => ({ token, session: { id: 's' } })

interface Phone {
  kind?: Platform['kind']
  hasLock?: boolean
  keep?(next: Kept): Promise<void>
}

/** A vault that lies where other tabs reach it too. */
async function open(drawer: { kept?: Kept }, { kind = 'browser', hasLock = false, keep }: Phone = {}) {
  const vault = {
    read: async () => drawer.kept,
    async keep(next: Kept) {
      await keep?.(next)
      drawer.kept = next
    },
    async forget() {
      delete drawer.kept
    },
    ...(hasLock ? { biometrics: { isOn: async () => true, turn: async () => {} } } : {}),
  }
  const key = { prove: async () => 'proof' }
  const connection = connect({ kind, server: origin, vault } as Platform, Promise.resolve(key), () => {})
  await connection.unlock()
  return connection
}

it('stays locked when the answer to a request from before brings a new token, and keeps that', async () => {
  const drawer = { kept: { token: first, device: 'd' } }
  const app = await open(drawer, { kind: 'android', hasLock: true })
  const done = app.reach('/step-up', { method: 'POST' })
  const request = await nth(1)
  await app.lock()
  request.answer(200, renewed(second))
  await done
  expect(app.standing()).toBe('locked')
  expect(drawer.kept).toEqual({ token: second, device: 'd' })
  await app.unlock()
  expect(app.standing()).toBe('signed-in')
})

it('is not signed in again by an answer that comes after everything was given up', async () => {
  const drawer: { kept?: Kept } = { kept: { token: first } }
  const app = await open(drawer, { kind: 'android', hasLock: true })
  const done = app.reach('/step-up', { method: 'POST' })
  const request = await nth(1)
  await app.lock()
  await app.forget()
  request.answer(200, renewed(second))
  await done
  expect([app.standing(), drawer.kept]).toEqual(['signed-out', undefined])
})

it('asks again with the newer token where the old one was refused, though that answer came first', async () => {
  const drawer = { kept: { token: first } }
  const app = await open(drawer)
  const renewing = app.reach('/step-up', { method: 'POST' })
  const renewal = await nth(1)
  const reading = app.reach('/account', {})
  const early = await nth(2)
  early.answer(401, over)
  setTimeout(() => renewal.answer(200, renewed(second)), 100)
  const again = await nth(3)
  expect(again.token).toBe(second)
  again.answer(200, {})
  await renewing
  expect((await reading).status).toBe(200)
  expect([app.standing(), drawer.kept.token]).toEqual(['signed-in', second])
})

it('ends once, when two requests are told so at once', async () => {
  const app = await open({ kept: { token: first } })
  const both = [app.reach('/account', {}), app.reach('/devices', {})]
  const [one, two] = [await nth(1), await nth(2)]
  one.answer(401, over)
  two.answer(401, over)
  expect((await Promise.all(both)).map(({ status }) => status)).toEqual([401, 401])
  expect(app.standing()).toBe('signed-out')
})

it('takes up the token that another tab was given', async () => {
  const drawer = { kept: { token: first } }
  const app = await open(drawer)
  drawer.kept = { token: second }
  const reading = app.reach('/account', {})
  const request = await nth(1)
  expect(request.token).toBe(second)
  request.answer(200, {})
  await reading
})

it('signs out with the token that counts, so that the session does end', async () => {
  const drawer: { kept: Kept } = { kept: { token: first } }
  const app = await open(drawer)
  drawer.kept = { token: second }
  const leaving = app.reach('/session', { method: 'DELETE' })
  const request = await nth(1)
  expect(request.token).toBe(second)
  request.answer(200, {})
  await leaving
  expect([app.standing(), drawer.kept.token]).toEqual(['signed-out', undefined])
})

it('neither uses nor throws away the session of somebody else that another tab has begun', async () => {
  const drawer = { kept: { token: first } }
  const app = await open(drawer)
  drawer.kept = { token: other }
  const reading = app.reach('/account', {})
  const request = await nth(1)
  expect(request.token).toBe(first)
  request.answer(401, over)
  await reading
  expect([app.standing(), drawer.kept.token]).toEqual(['signed-out', other])
})

it('goes on with the newer token where the device had no room for it', async () => {
  const drawer = { kept: { token: first } }
  const { VaultError } = await import('../platform/platform.ts')
  const app = await open(drawer, { keep: () => Promise.reject(new VaultError('full')) })
  const renewing = app.reach('/step-up', { method: 'POST' })
  ;(await nth(1)).answer(200, renewed(second))
  await renewing
  const reading = app.reach('/account', {})
  const request = await nth(2)
  expect(request.token).toBe(second)
  request.answer(200, {})
  await reading
})

it('writes what it was told last, last', async () => {
  const drawer: { kept: Kept } = { kept: { token: first } }
  const slow = (next: Kept) => new Promise<void>((done) => setTimeout(done, next.token ? 100 : 0))
  const app = await open(drawer, { kind: 'android', keep: slow })
  const renewing = app.reach('/step-up', { method: 'POST' })
  const leaving = app.reach('/session', { method: 'DELETE' })
  const [renewal, end] = [await nth(1), await nth(2)]
  renewal.answer(200, renewed(second))
  await new Promise((done) => setTimeout(done, 30))
  end.answer(200, {})
  await Promise.all([renewing, leaving])
  expect([app.standing(), drawer.kept.token]).toEqual(['signed-out', undefined])
})

it.each(['/sign-in', '/sign-in/factor'])('is signed in by whichever step opens the session: %s', async (path) => {
  const drawer: { kept?: Kept } = { kept: { device: 'd' } }
  const app = await open(drawer)
  const signingIn = app.reach(path, { method: 'POST', body: '{}' })
  ;(await nth(1)).answer(200, { session: renewed(first) })
  await signingIn
  expect([app.standing(), drawer.kept]).toEqual(['signed-in', { token: first, device: 'd' }])
})
