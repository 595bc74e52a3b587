import { createServer, type IncomingMessage } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { openSmsGateway } from './sms-gateway.ts'

const message = {
  id: '0190c0de-0000-7000-8000-00000000002a',
  to: '+4791234567',
  locale: 'nb' as const,
  subject: '',
  text: '40718263\ner koden din',
  html: '',
  createdAt: new Date('2026-03-02T12:30:00Z'),
}

interface Call {
  method: string | undefined
  url: string | undefined
  headers: IncomingMessage['headers']
  body: string
}

async function startGateway(answer: { status: number; body?: string; location?: string } | 'hang', login = '') {
  const calls: Call[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { method, url, headers } = request
    calls.push({ method, url, headers, body })
    if (answer === 'hang') return
    if (answer.location) response.setHeader('location', answer.location)
    response.writeHead(answer.status).end(answer.body ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = address && typeof address === 'object' ? address.port : 0
  const gateway = openSmsGateway({ url: `http://${login}127.0.0.1:${port}/send?region=no`, from: 'Fjordbors' })
  return { calls, port, send: () => gateway.send(message, AbortSignal.timeout(1000)) }
}

test('a text message is posted as JSON under a key that makes a repeat harmless', async () => {
  const { calls, send } = await startGateway({ status: 202, body: '{"messageId":"g-17"}' })
  expect(await send()).toEqual({ providerId: 'g-17' })
  const [call] = calls
  expect(call).toMatchObject({ method: 'POST', url: '/send?region=no' })
  expect(JSON.parse(call?.body ?? '')).toEqual({ to: '+4791234567', from: 'Fjordbors', text: message.text })
  expect(call?.headers).toMatchObject({ 'content-type': 'application/json', 'idempotency-key': message.id })
  expect(call?.headers.authorization).toBeUndefined()
})

test.each([
  ['porten:hem%40lig@', `Basic ${Buffer.from('porten:hem@lig').toString('base64')}`],
  ['t0ken@', 'Bearer t0ken'],
])('signs in as its address says: %s', async (login, authorization) => {
  const { calls, send } = await startGateway({ status: 200 }, login)
  expect(await send()).toEqual({ providerId: undefined })
  expect(calls[0]?.headers.authorization).toBe(authorization)
})

test.each([
  [400, true],
  [422, true],
  [401, false],
  [429, false],
  [500, false],
  [503, false],
])('a refusal with status %i is permanent: %s', async (status, permanent) => {
  const { send } = await startGateway({ status })
  await expect(send()).rejects.toMatchObject({ message: `sms gateway ${status}`, permanent })
})

test('a redirection is not followed: the text goes to the configured address alone', async () => {
  const elsewhere = await startGateway({ status: 200 })
  const { send } = await startGateway({ status: 307, location: `http://127.0.0.1:${elsewhere.port}/` })
  await expect(send()).rejects.toMatchObject({ permanent: false })
  expect(elsewhere.calls).toEqual([])
})

test('a gateway that hangs is let go when the time is up', async () => {
  const { send } = await startGateway('hang')
  await expect(send()).rejects.toMatchObject({ permanent: false })
})
