import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Api, newEmail, newPhone, withApi } from '../../test/support/api.ts'
import { accountIdOf } from '../../test/support/notices.ts'
import { until } from '../../test/support/peer.ts'
import { createApiKey, revokeApiKey, rotateApiKey } from '../api-keys/manage-api-keys.ts'
import { newId } from '../platform/ids.ts'
import { startWebhooks } from './deliver-webhooks.ts'
import { readEvents } from './read-events.ts'
import { recordEvent } from './record-event.ts'
import { webhookHeaders } from './standard-webhooks.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const asProgram = (key: string) => ({ headers: { authorization: `Bearer ${key}` } })
const newKey = (...scopes: ('events:read' | 'holds:read')[]) =>
  createApiKey(api.deps, { name: 'exchange', scopes, days: 30 })

async function latestCursor(): Promise<string> {
  let after = '0'
  for (;;) {
    const events = await readEvents(api.deps, after, 1000)
    if (events.length === 0) return after
    after = events.at(-1)?.cursor ?? after
  }
}

test('a hold is told to the exchange: in the feed, and when asked before a withdrawal', async () => {
  const { key } = await newKey('events:read', 'holds:read')
  const before = await latestCursor()
  const cookie = await api.account('feed@example.com')
  const { body: session } = await api.get('session', cookie)
  const accountId = session.account.id
  expect((await api.call('GET', `accounts/${accountId}/holds`, undefined, asProgram(key))).body).toEqual({
    frozen: false,
    holds: [],
  })
  const begun = await api.post('account/identifiers', { identifier: '+47 412 34 501' }, cookie)
  const code = await api.code('+47 412 34 501')
  const added = await api.post('account/identifiers/code', { flow: begun.body.flow, code }, cookie)
  const { body } = await api.call('GET', `events?after=${before}`, undefined, asProgram(key))
  const told = body.events.find((event: { type: string }) => event.type === 'account.hold.changed')
  expect(told).toMatchObject({ accountId, data: { holds: [{ reason: 'identifier_added' }] } })
  expect(told.data.holds).toEqual(added.body.holds)
  expect(body.next).toBe(body.events.at(-1).cursor)
  expect((await api.call('GET', `accounts/${accountId}/holds`, undefined, asProgram(key))).body.holds).toEqual(
    added.body.holds,
  )
})

test('whoever reads on from the last cursor misses no event and sees none twice, however writers interleave', async () => {
  const start = await latestCursor()
  const accountId = newId()
  const seen: string[] = []
  let cursor = start
  let writing = true
  const writers = Promise.all(
    Array.from({ length: 10 }, async () => {
      for (let round = 0; round < 30; round++)
        await api.deps.db.transaction(async (tx) => {
          await recordEvent(tx, api.deps, accountId, { type: 'account.frozen', data: {} })
          await sleep(Math.random() * 4) // commits out of order
        })
    }),
  ).then(() => {
    writing = false
  })
  while (true) {
    const wasWriting = writing
    const events = await readEvents(api.deps, cursor, 7)
    for (const { id, accountId: of } of events) if (of === accountId) seen.push(id)
    cursor = events.at(-1)?.cursor ?? cursor
    if (events.length === 0 && !wasWriting) break
  }
  await writers
  expect(new Set(seen).size).toBe(300)
  expect(seen).toHaveLength(300)
})

test('the feed read again is the same, and the same for all who read at once: an event keeps the one place it has', async () => {
  const start = await latestCursor()
  const accountId = newId()
  let writing = true
  const writers = Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let round = 0; round < 20; round++) {
        await recordEvent(api.deps.db, api.deps, accountId, { type: 'account.frozen', data: {} })
        await sleep(Math.random() * 3)
      }
    }),
  ).then(() => {
    writing = false
  })
  // Each of them gives places to what has none.
  const readAll = async (portion: number) => {
    const seen: string[] = []
    for (let cursor = start; ; ) {
      const wasWriting = writing
      const events = await readEvents(api.deps, cursor, portion)
      for (const event of events) if (event.accountId === accountId) seen.push(`${event.cursor} ${event.id}`)
      cursor = events.at(-1)?.cursor ?? cursor
      if (events.length === 0 && !wasWriting) return seen
    }
  }
  const [first, ...others] = await Promise.all([1, 3, 7, 50].map(readAll))
  await writers
  expect(new Set(first)).toHaveProperty('size', 120)
  for (const other of [...others, await readAll(1000), await readAll(11)]) expect(other).toEqual(first)
})

test('events stand in the order they were written, also of one instant and by servers whose clocks differ', async () => {
  const after = await latestCursor()
  const accountId = newId()
  const types = ['account.frozen', 'account.thawed'] as const
  const written = Array.from({ length: 40 }, (_, at) => types[at % 2] ?? types[0])
  await api.deps.db.transaction((tx) =>
    Promise.all(written.map((type) => recordEvent(tx, api.deps, accountId, { type, data: {} }))),
  )
  // A server whose clock is behind makes ids that come before those of before.
  await api.query(`UPDATE events SET event_id = '00000000-0000-7000-8000-000000000000' WHERE position IS NULL AND event_id =
    (SELECT event_id FROM events WHERE account_id = '${accountId}' ORDER BY written DESC LIMIT 1)`)
  const read = await readEvents(api.deps, after, 1000)
  expect(read.filter((event) => event.accountId === accountId).map(({ type }) => type)).toEqual(written)
})

test('an event of a transaction that fails is never told', async () => {
  const start = await latestCursor()
  const failing = api.deps.db.transaction(async (tx) => {
    await recordEvent(tx, api.deps, newId(), { type: 'account.thawed', data: {} })
    throw new Error('on purpose')
  })
  await expect(failing).rejects.toThrow('on purpose')
  expect(await readEvents(api.deps, start, 10)).toEqual([])
})

test.each([
  ['no key', undefined, 401, 'api_key_required'],
  ['nonsense', 'Bearer nonsense', 401, 'api_key_required'],
  ['a key of the right form that nobody made', `Bearer pvk_${'A'.repeat(64)}`, 401, 'api_key_required'],
])('%s opens no feed', async (_name, authorization, status, code) => {
  const headers = authorization ? { authorization } : {}
  expect(await api.call('GET', 'events', undefined, { headers })).toMatchObject({ status, body: { code } })
})

test('a key opens what its scope names and nothing else, until it is revoked or has expired', async () => {
  const { keyId, key } = await newKey('holds:read')
  const path = `accounts/${await accountIdOf(api, await api.account(newEmail()))}/holds`
  expect(await api.call('GET', path, undefined, asProgram(key))).toMatchObject({ status: 200 })
  expect(await api.call('GET', 'events', undefined, asProgram(key))).toMatchObject({
    status: 403,
    body: { code: 'api_key_out_of_scope' },
  })
  expect(await api.call('GET', 'session', undefined, asProgram(key))).toMatchObject({ status: 401 })
  expect(await revokeApiKey(api.deps, keyId)).toBe(true)
  expect(await api.call('GET', path, undefined, asProgram(key))).toMatchObject({ status: 401 })
  const { key: short } = await createApiKey(api.deps, { name: 'short', scopes: ['holds:read'], days: 1 })
  api.deps.clock.advance(24 * 3600 + 1)
  expect(await api.call('GET', path, undefined, asProgram(short))).toMatchObject({ status: 401 })
})

test('an account that does not exist, or no longer, has no answer that could be taken for "nothing is on hold"', async () => {
  const { key } = await newKey('holds:read')
  const answer = await api.call('GET', `accounts/${newId()}/holds`, undefined, asProgram(key))
  expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } })
})

test('a rotated key has the same scopes; the old one works for a day yet and never after', async () => {
  const { keyId, key: old } = await newKey('holds:read')
  const rotated = await rotateApiKey(api.deps, keyId, 30)
  const path = `accounts/${await accountIdOf(api, await api.account(newEmail()))}/holds`
  const status = async (key = '') => (await api.call('GET', path, undefined, asProgram(key))).status
  expect([await status(old), await status(rotated?.key)]).toEqual([200, 200])
  api.deps.clock.advance(24 * 3600 + 1)
  expect([await status(old), await status(rotated?.key)]).toEqual([401, 200])
})

test('the database keeps no key', async () => {
  const { key } = await newKey('events:read')
  const rows = await api.query('SELECT k::text AS row FROM api_keys k')
  const secret = Buffer.from(key.slice(4), 'base64url').subarray(16)
  for (const { row } of rows) {
    expect(row).not.toContain(secret.toString('hex'))
    expect(row).not.toContain(key.slice(-20))
  }
})

test.each([
  ['after=x', 'after'],
  ['after=-1', 'after'],
  ['limit=0', 'limit'],
  ['limit=99999', 'limit'],
  ['since=1', 'since'],
])('refuses events?%s and names the field', async (query, field) => {
  const { key } = await newKey('events:read')
  const answer = await api.call('GET', `events?${query}`, undefined, asProgram(key))
  expect(answer).toMatchObject({ status: 400, body: { code: 'request_invalid', fields: [{ field }] } })
})

interface Received {
  headers: IncomingHttpHeaders
  body: string
}

async function receiver(answer: (count: number) => number | 'hang'): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = []
  const server: Server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    received.push({ headers: request.headers, body })
    const status = answer(received.length)
    if (status !== 'hang') response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received }
}

const secrets = [Buffer.alloc(32, 1)]

/** Standard Webhooks: over id, time and body, each of which a forger would have to change. */
function expectSigned({ headers, body }: Received): void {
  const at = new Date(Number(headers['webhook-timestamp']) * 1000)
  const expected = webhookHeaders(secrets, String(headers['webhook-id']), at, body)
  expect(headers['webhook-signature']).toBe(expected['webhook-signature'])
}

test('webhooks arrive signed, in order, and again until they are taken', async () => {
  await api.query('DELETE FROM webhooks')
  const { url, received } = await receiver((count) => (count === 2 ? 500 : 204))
  stops.push(await startWebhooks(api.deps, { url, secrets }, { pollMilliseconds: 20 }))
  const ids = [newId(), newId(), newId()]
  for (const id of ids) await recordEvent(api.deps.db, api.deps, id, { type: 'account.frozen', data: {} })
  await until(() => received.length >= 2)
  api.deps.clock.advance(5) // past the first wait
  await until(() => received.length >= 4)
  const told = received.map(({ body }) => JSON.parse(body).data.accountId)
  expect(told).toEqual([ids[0], ids[1], ids[1], ids[2]])
  expect(received[1]?.headers['webhook-id']).toBe(received[2]?.headers['webhook-id'])
  for (const each of received) expectSigned(each)
})

test('a receiver that takes the connection and says nothing is given up after ten seconds, and asked again', async () => {
  await api.query('DELETE FROM webhooks')
  const { url, received } = await receiver((count) => (count === 1 ? 'hang' : 204))
  stops.push(await startWebhooks(api.deps, { url, secrets }, { pollMilliseconds: 20 }))
  await recordEvent(api.deps.db, api.deps, newId(), { type: 'account.frozen', data: {} })
  await until(() => received.length === 1)
  const attempts = async () => (await api.query('SELECT attempts FROM webhooks'))[0]?.attempts
  await expect.poll(attempts, { timeout: 20_000 }).toBe(1)
  api.deps.clock.advance(5) // past the first wait
  await until(() => received.length === 2)
  expect(received[1]?.headers['webhook-id']).toBe(received[0]?.headers['webhook-id'])
})

test('a hold that begins is told by webhook too, signed: what kind, until when, and of whom', async () => {
  await api.query('DELETE FROM webhooks')
  const cookie = await api.account(newEmail())
  const accountId = await accountIdOf(api, cookie)
  const { url, received } = await receiver(() => 204)
  stops.push(await startWebhooks(api.deps, { url, secrets }, { pollMilliseconds: 20 }))
  const phone = newPhone()
  const { flow } = (await api.post('account/identifiers', { identifier: phone }, cookie)).body
  const added = await api.post('account/identifiers/code', { flow, code: await api.code(phone) }, cookie)
  const told = () => received.find(({ body }) => JSON.parse(body).type === 'account.hold.changed')
  await until(() => told() !== undefined)
  const { data } = JSON.parse(told()?.body ?? '{}')
  expect(data).toEqual({ accountId, cursor: expect.any(String), holds: added.body.holds })
  expect(data.holds).toMatchObject([{ reason: 'identifier_added' }])
  expectSigned(told() as Received)
})

test('two servers send each event once', async () => {
  await api.query('DELETE FROM webhooks')
  const { url, received } = await receiver(() => 200)
  for (let server = 0; server < 2; server++)
    stops.push(await startWebhooks(api.deps, { url, secrets }, { pollMilliseconds: 20 }))
  const accountId = newId()
  for (let round = 0; round < 40; round++)
    await recordEvent(api.deps.db, api.deps, accountId, { type: 'account.frozen', data: {} })
  await until(() => received.length >= 40)
  await sleep(100)
  expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(40)
  expect(received).toHaveLength(40)
})

test('an event refused for a day is passed over, and those behind it arrive', async () => {
  await api.query('DELETE FROM webhooks')
  const poison = newId()
  const { url, received } = await receiver(() => 200)
  const picky = await receiver(() => 400)
  stops.push(await startWebhooks(api.deps, { url: picky.url, secrets }, { pollMilliseconds: 20 }))
  const position = async () => (await api.query('SELECT position, attempts FROM webhooks'))[0] ?? {}
  const before = (await position()).position
  await recordEvent(api.deps.db, api.deps, poison, { type: 'account.frozen', data: {} })
  // The clock goes on only when the refusal is noted: its day would begin a day later else.
  await until(async () => (await position()).attempts === 1)
  expect((await position()).position).toBe(before)
  api.deps.clock.advance(24 * 3600 + 60)
  await until(async () => (await position()).position !== before)
  expect(picky.received).toHaveLength(2)
  await stops.pop()?.()
  const behind = newId()
  await recordEvent(api.deps.db, api.deps, behind, { type: 'account.thawed', data: {} })
  stops.push(await startWebhooks(api.deps, { url, secrets }, { pollMilliseconds: 20 }))
  await until(() => received.length > 0)
  expect(JSON.parse(received[0]?.body ?? '{}').data.accountId).toBe(behind)
})
