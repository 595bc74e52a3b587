import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Registry } from 'prom-client'
import { expect, onTestFinished, test } from 'vitest'
import { type OutboxBench, outboxBench, type Row } from '../../test/support/outbox.ts'
import { type Behaviour, type Peer, startPeer, until } from '../../test/support/peer.ts'
import type { ReceivedSms } from '../../test/support/smpp-server-process.ts'
import type { ReceivedMail } from '../../test/support/smtp-server-process.ts'
import { secondsAfter } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { enqueueMessage } from './enqueue-message.ts'
import { registerOutboxMetrics } from './outbox-metrics.ts'
import { CLAIM_SECONDS, MAX_ATTEMPTS } from './retries.ts'

const code = '40718263'
const to = 'ola.nordmann@example.no'

async function withMail(
  behaviour: Behaviour = 'take',
  { ticks = true } = {},
): Promise<OutboxBench & { peer: Peer<ReceivedMail> }> {
  const peer = await startPeer<ReceivedMail>('smtp-server', behaviour)
  const bench = await outboxBench({ SMTP_URL: `smtp://127.0.0.1:${peer.port}` }, { ticks })
  return { ...bench, peer }
}

/** A server of its own that works on the bench's outbox, with the machine's clock. */
async function startServer({ environment }: OutboxBench) {
  const child = fork(new URL('../../test/support/outbox-worker-process.ts', import.meta.url), [], {
    execArgv: [],
    env: { ...process.env, ...environment },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child, 'message')
  return {
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

/** Waits until the try of that number has failed and the message lies ready for the next. */
async function failed({ row }: OutboxBench, id: string, attempts: number): Promise<Row> {
  await until(async () => {
    const now = await row(id)
    return now.state === 'pending' && now.attempts === attempts
  })
  return row(id)
}

test('a code lies encrypted until it is handed over, and is gone then', async () => {
  const { enqueue, row, work } = await withMail()
  const id = await enqueue({ to, data: { code } })
  const waiting = await row(id)
  expect(waiting.state).toBe('pending')
  for (const secret of [code, 'ola.nordmann', 'example.no']) {
    expect(waiting.sealed?.includes(secret)).toBe(false)
    expect(waiting.everything).not.toContain(secret)
    expect(waiting.everything).not.toContain(Buffer.from(secret).toString('hex'))
  }
  await work()
  await until(async () => (await row(id)).state === 'delivered')
  expect((await row(id)).sealed).toBeNull()
})

test('a message whose cause is rolled back is never sent', async () => {
  const { deps, enqueue, peer, row, work } = await withMail()
  await work()
  const cause = deps.db.transaction(async (tx) => {
    const accountId = '0190c0de-0000-7000-8000-000000000001'
    const data = { code: '11111111' }
    await enqueueMessage(tx, deps, { accountId, channel: 'email', to, template: 'sign_up_code', locale: 'nb', data })
    throw new Error('the cause failed')
  })
  await expect(cause).rejects.toThrow('the cause failed')
  const id = await enqueue({ data: { code } })
  await until(async () => (await row(id)).state === 'delivered')
  expect(peer.received.map(({ text }) => /^\d{8}$/m.exec(text)?.[0])).toEqual([code])
})

test('a server that is busy is asked again, later each time, and the address stays out of row and log', async () => {
  const bench = await withMail('busy', { ticks: false })
  const { deps, enqueue, logged, pass, peer, row, work } = bench
  const id = await enqueue({ to })
  await work()
  for (const [attempts, longest] of [1, 2, 4, 8].entries()) {
    const { next_attempt_at: nextAt, last_error } = await failed(bench, id, attempts + 1)
    const wait = (nextAt.getTime() - deps.clock.now().getTime()) / 1000
    expect(wait).toBeGreaterThanOrEqual(longest / 2)
    expect(wait).toBeLessThanOrEqual(longest)
    expect(last_error).toBe('smtp EENVELOPE 451')
    pass(longest)
  }
  peer.behave('take')
  pass(16)
  await until(async () => (await row(id)).state === 'delivered')
  expect(logged()).toContain('message not taken')
  expect(logged()).not.toContain('ola.nordmann')
})

test('a refusal for good ends the message at once, without its code', async () => {
  const { enqueue, logged, row, work } = await withMail('refuse')
  const id = await enqueue({ to, expiresAt: new Date(Date.now() + 600_000) })
  await work()
  await until(async () => (await row(id)).state === 'dead')
  expect(await row(id)).toMatchObject({ attempts: 1, sealed: null, last_error: 'refused: smtp EENVELOPE 550' })
  expect(logged()).not.toContain('ola.nordmann')
})

test('a notice that nobody takes ends as a dead letter that can still be read', async () => {
  const bench = await withMail('busy', { ticks: false })
  const { enqueue, pass, row, work } = bench
  const id = await enqueue({ template: 'identifier_taken', data: {} })
  await work({ pollMilliseconds: 5 })
  for (let attempts = 1; attempts < MAX_ATTEMPTS; attempts++) {
    await failed(bench, id, attempts)
    pass(15 * 60)
  }
  await until(async () => (await row(id)).state === 'dead')
  const { attempts, last_error, sealed } = await row(id)
  expect({ attempts, last_error }).toEqual({ attempts: MAX_ATTEMPTS, last_error: 'tries_used_up: smtp EENVELOPE 451' })
  expect(sealed).not.toBeNull()
})

test('a code that has expired is not sent', async () => {
  const { deps, enqueue, pass, peer, row, work } = await withMail()
  const id = await enqueue({ expiresAt: new Date(deps.clock.now().getTime() + 600_000) })
  pass(600)
  await work()
  await until(async () => (await row(id)).state === 'dead')
  expect(await row(id)).toMatchObject({ sealed: null, last_error: 'expired' })
  expect(peer.received).toEqual([])
})

test.each([
  [4, '10 minutter'],
  [8 * 60, '2 minutter'],
  [8 * 60 + 30, '1 minutt'],
  [9 * 60 + 50, '1 minutt'],
])('a code handed over after %i seconds is said to have the minutes it has left: %s', async (seconds, left) => {
  const { deps, enqueue, pass, peer, work } = await withMail('take', { ticks: false })
  await enqueue({ expiresAt: secondsAfter(deps.clock.now(), 600) })
  pass(seconds)
  await work()
  await peer.receives(1)
  expect(peer.received[0]?.text).toContain(`Den gjelder i ${left} og kan`)
})

test('a mail server that dies in the middle gets the message again when it is back, under the same id', async () => {
  const { enqueue, peer, row, work } = await withMail('die')
  const id = await enqueue({})
  await work()
  await peer.receives(1)
  const next = await startPeer<ReceivedMail>('smtp-server', 'take', peer.port)
  await until(async () => (await row(id)).state === 'delivered')
  const ids = [...peer.received, ...next.received].map(({ headers }) => Object.fromEntries(headers)['message-id'])
  expect(ids).toEqual([`<${id}@localhost>`, `<${id}@localhost>`])
})

test('a mail server that hangs is let go and asked again', async () => {
  const { enqueue, peer, row, work } = await withMail('hang')
  const id = await enqueue({})
  await work({ trySeconds: 0.3 })
  await until(async () => (await row(id)).last_error !== null)
  peer.behave('take')
  await until(async () => (await row(id)).state === 'delivered')
})

test('what a killed worker held is taken over when its claim has run out, and not before', async () => {
  const bench = await withMail('hang')
  const id = await bench.enqueue({})
  const server = await startServer(bench)
  await bench.peer.receives(1)
  await server.kill()
  bench.peer.behave('take')
  await bench.work()
  bench.pass(CLAIM_SECONDS - 10)
  const other = await bench.enqueue({})
  await until(async () => (await bench.row(other)).state === 'delivered')
  expect((await bench.row(id)).state).toBe('delivering')
  bench.pass(10)
  await until(async () => (await bench.row(id)).state === 'delivered')
})

test('three servers drain 1,000 messages, each sent once', async () => {
  const bench = await withMail()
  await bench.deps.db.transaction(async (tx) => {
    for (let index = 0; index < 1000; index++) {
      const data = { code: String(10_000_000 + index) }
      const request = {
        accountId: newId(),
        channel: 'email',
        to,
        template: 'sign_up_code',
        locale: 'nb',
        data,
      } as const
      await enqueueMessage(tx, bench.deps, request)
    }
  })
  await Promise.all([bench.work(), startServer(bench), startServer(bench)])
  await until(async () => (await bench.count('delivered')) === 1000)
  const codes = bench.peer.received.map(({ text }) => /^\d{8}$/m.exec(text)?.[0])
  expect(codes).toHaveLength(1000)
  expect(new Set(codes).size).toBe(1000)
})

test('an SMS centre that hangs holds up no mail', async () => {
  const sms = await startPeer<ReceivedSms>('smpp-server', 'hang')
  const mail = await startPeer<ReceivedMail>('smtp-server')
  const bench = await outboxBench({
    SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    SMS_URL: `smpp://porten:hemmelig@127.0.0.1:${sms.port}`,
  })
  for (let count = 0; count < 30; count++) await bench.enqueue({ channel: 'sms', to: '+4791234567' })
  await bench.work({ trySeconds: 20 })
  await sms.receives(8)
  const began = performance.now()
  await bench.enqueue({})
  await mail.receives(1)
  expect(performance.now() - began).toBeLessThan(2000)
  expect(await bench.count('delivering')).toBeGreaterThanOrEqual(8)
  // So that nothing is under way when the worker stops.
  await sms.kill()
})

test('a text message goes out by SMPP with the code first and the line that ties it to our site last', async () => {
  const sms = await startPeer<ReceivedSms>('smpp-server')
  const bench = await outboxBench({ SMS_URL: `smpp://porten:hemmelig@127.0.0.1:${sms.port}` })
  await bench.work()
  const id = await bench.enqueue({ channel: 'sms', to: '+4791234567', data: { code } })
  await until(async () => (await bench.row(id)).state === 'delivered')
  expect(sms.received).toHaveLength(1)
  expect(sms.received[0]).toMatchObject({ to: '4791234567', from: 'Fjordbrs' })
  expect(sms.received[0]?.text.split('\n')[0]).toBe(code)
  expect(sms.received[0]?.text.split('\n').at(-1)).toBe(`@localhost #${code}`)
})

test('the metrics tell what was delivered, what failed, and how long the queue is', async () => {
  const { deps, enqueue, pass, peer, work } = await withMail('busy', { ticks: false })
  const registry = new Registry()
  await work({ metrics: registerOutboxMetrics(registry, deps) })
  await enqueue({})
  const failures = 'portvakt_outbox_failed_total{channel="email"} 1'
  await until(async () => (await registry.metrics()).includes(failures))
  expect(await registry.metrics()).toContain('portvakt_outbox_waiting{channel="email"} 1')
  peer.behave('take')
  pass(2)
  const delivered = 'portvakt_outbox_delivered_total{channel="email",template="sign_up_code"} 1'
  await until(async () => (await registry.metrics()).includes(delivered))
  const done = await registry.metrics()
  expect(done).toContain('portvakt_outbox_waiting{channel="email"} 0')
  expect(done).toContain('portvakt_outbox_oldest_seconds{channel="email"} 0')
  expect(done).toContain('portvakt_outbox_latency_seconds_sum{channel="email"} 2')
})

test('an SMS that nobody counted is not written; a mail, and one that is never sent, are', async () => {
  const bench = await outboxBench()
  const sms = { channel: 'sms', to: '+4791234567', isPaid: false } as const
  await expect(bench.enqueue(sms)).rejects.toThrow('an SMS that was not counted: sign_up_code')
  await bench.enqueue({ ...sms, decoy: true })
  await bench.enqueue({ isPaid: false })
  expect([await bench.count('kept'), await bench.count('decoy')]).toEqual([1, 1])
})
