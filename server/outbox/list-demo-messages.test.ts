import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { outboxBench } from '../../test/support/outbox.ts'
import { startPeer, until } from '../../test/support/peer.ts'
import { newId } from '../platform/ids.ts'
import { KEPT_SECONDS, purgeMessages } from './purge-messages.ts'
import { registerOutboxRoutes } from './routes.ts'

async function demo() {
  const bench = await outboxBench({}, { ticks: false })
  const lookup = (to: string) => bench.deps.keys.mac('index', ['test', to])
  const app = fastify()
  registerOutboxRoutes(app, bench.deps, { lookupOf: (to) => (to.includes('@') ? [lookup(to)] : undefined) })
  const get = async (query = '') => (await app.inject(`/outbox.json${query}`)).json()
  return { ...bench, lookup, get }
}

test('the demo outbox shows what was kept, newest first, each to its address', async () => {
  const { enqueue, get, lookup, pass, deps } = await demo()
  const expiresAt = new Date(deps.clock.now().getTime() + 600_000)
  await enqueue({ to: 'ola@x.no', destinationLookup: lookup('ola@x.no'), data: { code: '11111111' }, expiresAt })
  pass(5)
  await enqueue({ to: 'kari@x.no', destinationLookup: lookup('kari@x.no'), data: { code: '22222222' } })
  pass(5)
  await enqueue({ to: 'ola@x.no', destinationLookup: lookup('ola@x.no'), data: { code: '33333333' }, locale: 'nn' })
  pass(5)
  await enqueue({ channel: 'sms', to: '+4791234567', data: { code: '44444444' } })

  const mine = await get('?to=ola@x.no')
  expect(mine.map(({ text }: { text: string }) => /^\d{8}$/m.exec(text)?.[0])).toEqual(['33333333', '11111111'])
  expect(mine[1]).toEqual({
    channel: 'email',
    to: 'ola@x.no',
    subject: 'Bekreftelseskoden din fra Fjordbørs',
    text: expect.stringContaining('Den gjelder i 10 minutter'),
    html: expect.stringContaining('11111111'),
    sentAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  })
  expect((await get()).map(({ to }: { to: string }) => to)).toEqual([
    '+4791234567',
    'ola@x.no',
    'kari@x.no',
    'ola@x.no',
  ])
  expect((await get())[0]).toMatchObject({ channel: 'sms', subject: null, html: null })
  expect(await get('?to=nobody@x.no')).toEqual([])
  expect(await get('?to=no-address')).toEqual([])
  expect(await get('?to=ola@x.no&to=kari@x.no')).toEqual([])
})

test('a kept message lies sealed and is gone after a day', async () => {
  const { enqueue, get, pass, row, deps } = await demo()
  const id = await enqueue({ to: 'ola@x.no', data: { code: '11111111' } })
  expect(await row(id)).toMatchObject({ state: 'kept', attempts: 0 })
  expect((await row(id)).sealed?.includes('11111111')).toBe(false)
  pass(KEPT_SECONDS - 1)
  expect(await purgeMessages(deps)).toBe(0)
  expect(await get()).toHaveLength(1)
  pass(1)
  expect(await get()).toEqual([])
  expect(await purgeMessages(deps)).toBe(1)
})

test('a channel with a provider is delivered in demo mode too, while the other is kept', async () => {
  const peer = await startPeer('smtp-server')
  const bench = await outboxBench({ SMTP_URL: `smtp://127.0.0.1:${peer.port}` })
  await bench.work()
  const mail = await bench.enqueue({})
  const sms = await bench.enqueue({ channel: 'sms', to: '+4791234567' })
  await until(async () => (await bench.row(mail)).state === 'delivered')
  expect((await bench.row(sms)).state).toBe('kept')
})

test('in production nothing is kept and the route does not exist', async () => {
  const bench = await outboxBench({
    PORTVAKT_MODE: 'production',
    ORIGIN: 'https://konto.bors.example',
    SMTP_URL: 'smtps://mail.bors.example',
    SMS_URL: 'smpps://sms.bors.example',
  })
  const id = await bench.enqueue({})
  expect((await bench.row(id)).state).toBe('pending')
  const app = fastify()
  registerOutboxRoutes(app, bench.deps, { lookupOf: () => undefined })
  expect((await app.inject('/outbox.json')).statusCode).toBe(404)
})

test('a sealed message moved to another account does not open', async () => {
  const { deps, get, enqueue } = await demo()
  await enqueue({})
  const move = { name: 'test.move', text: 'UPDATE outbox SET account_id = $1' }
  await deps.db.execute(move, [newId()])
  expect(await get()).toMatchObject({ statusCode: 500 })
})

test('the claim and the look-up by address are index scans', async () => {
  const { deps } = await demo()
  const plans = await deps.db.transaction(async (tx) => {
    await tx.execute({ name: 'test.noscan', text: 'SET LOCAL enable_seqscan = off' })
    const explain = (name: string, text: string) =>
      tx
        .query<{ 'QUERY PLAN': string }>({ name, text: `EXPLAIN ${text}` })
        .then((rows) => rows.map((row) => row['QUERY PLAN']).join('\n'))
    const due = `SELECT 1 FROM outbox WHERE channel = 'sms' AND state IN ('pending', 'delivering')
       AND next_attempt_at <= '2026-01-01' ORDER BY next_attempt_at LIMIT 8 FOR UPDATE SKIP LOCKED`
    const to = `SELECT 1 FROM outbox WHERE destination_lookup = ANY (ARRAY['\\x00'::bytea]) AND state = 'kept'`
    return [await explain('test.due', due), await explain('test.to', to)]
  })
  expect(plans[0]).toContain('Index Scan using outbox_due')
  expect(plans[0]).not.toContain('Sort')
  expect(plans[1]).toContain('outbox_destination')
})
