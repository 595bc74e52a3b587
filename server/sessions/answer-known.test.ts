import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Api, newEmail, withApi } from '../../test/support/api.ts'
import { sendBytes } from '../../test/support/raw-http.ts'
import { type Answered, apiHeaders } from '../platform/http.ts'
import { answerKnown } from './answer-known.ts'
import { loadSignedIn, type SignedIn } from './http.ts'

let api: Api
let cookie: string
let token: string
let signedIn: SignedIn
let port: number
/** A server of nothing else: whatever is not answered is 404. */
let bare: Server
let now: Date
let known: Map<string, SignedIn>
let answers: Answered[]

beforeAll(async () => {
  api = await withApi()
  cookie = await api.account(newEmail())
  token = cookie.split('=')[1] ?? ''
  signedIn = (await loadSignedIn(api.deps, token)) as SignedIn
  const cache = { peek: (asked: string) => known.get(asked) }
  const headers = apiHeaders(api.deps.config)
  const answer = answerKnown({ clock: { now: () => now } }, { cache, headers, onAnswer: (told) => answers.push(told) })
  bare = createServer((request, response) => void (answer(request, response) || response.writeHead(404).end()))
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve))
  port = (bare.address() as AddressInfo).port
})
beforeEach(() => {
  now = new Date()
  known = new Map([[token, signedIn]])
  answers = []
})
afterAll(async () => {
  bare.close()
  await api.close()
})

const ask = (line: string, ...headers: string[]) =>
  sendBytes(port, Buffer.from(`${[line, 'host: localhost', 'connection: close', ...headers].join('\r\n')}\r\n\r\n`))
const GET = 'GET /api/v1/session HTTP/1.1'

test.each([
  ['a cookie', () => `cookie: ${cookie}`],
  ['a cookie among others', () => `cookie: a=b; ${cookie} ; __Host-portvakt-device=x`],
  ['a bearer token', () => `authorization: Bearer ${token}`],
])('answers for %s what the framework answers', async (_name, header) => {
  const { status, headers, text } = await ask(GET, header())
  const framework = await api.app.inject({ url: '/api/v1/session', headers: { cookie } })
  expect([status, text]).toEqual([200, framework.body])
  const isOfBoth = ([name]: [string, unknown]) => !['x-request-id', 'date', 'connection'].includes(name)
  expect(Object.fromEntries(headers.filter(isOfBoth))).toEqual(
    Object.fromEntries(Object.entries(framework.headers).filter(isOfBoth)),
  )
})

test('tells the log and the metrics, with the id that the answer has', async () => {
  const { headers } = await ask(GET, `cookie: ${cookie}`)
  const requestId = Object.fromEntries(headers)['x-request-id']
  const told = { requestId, method: 'GET', route: '/api/v1/session', status: 200, ms: expect.any(Number) }
  expect(answers).toEqual([told])
})

test('is what a real server answers by: the same id stands in its log', async () => {
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}/api/v1/session`
  const asked = await Promise.all([1, 2, 3].map(() => fetch(url, { headers: { cookie } })))
  expect(asked.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(new Set(asked.map(({ headers }) => headers.get('x-request-id'))).size).toBe(3)
  await api.call('DELETE', 'session', undefined, { headers: { authorization: `Bearer ${'A'.repeat(86)}` } })
  expect((await fetch(url, { headers: { cookie: cookie.slice(0, -4) } })).status).toBe(401)
})

describe('leaves to the framework', () => {
  const cases: [string, () => [string, ...string[]]][] = [
    ['another method', () => [GET.replace('GET', 'DELETE'), `cookie: ${cookie}`]],
    ['HEAD', () => [GET.replace('GET', 'HEAD'), `cookie: ${cookie}`]],
    ['another address', () => [GET.replace('session', 'sessions'), `cookie: ${cookie}`]],
    ['a query', () => [GET.replace('session', 'session?x=1'), `cookie: ${cookie}`]],
    ['the whole address in the request line', () => [GET.replace('/api', 'http://localhost/api'), `cookie: ${cookie}`]],
    ['a body', () => [GET, `cookie: ${cookie}`, 'content-length: 0']],
    ['a page of another origin', () => [GET, `cookie: ${cookie}`, 'origin: https://localhost']],
    ['an app that tells its generation', () => [GET, `cookie: ${cookie}`, 'portvakt-app: 1']],
    ['no token', () => [GET]],
    ['a token that is not known', () => [GET, `cookie: __Host-portvakt=${'A'.repeat(86)}`]],
    ['a token in a cookie of another name', () => [GET, `cookie: x${cookie}`]],
    ['a second cookie of the name', () => [GET, `cookie: __Host-portvakt=x; ${cookie}`]],
    ['a cookie beside a bearer token that is none', () => [GET, `cookie: ${cookie}`, 'authorization: Bearer x y']],
  ]
  test.each(cases)('%s', async (_name, request) => {
    const answer = await ask(...request())
    expect(answer.status).toBe(404)
    expect(answers).toEqual([])
  })

  test('a token that is bound to a key, which has to be proven', async () => {
    const bound = { ...signedIn, session: { ...signedIn.session, deviceKey: new Uint8Array(32) } }
    known.set(token, bound)
    expect((await ask(GET, `authorization: Bearer ${token}`)).status).toBe(404)
  })

  test('a session whose end has come', async () => {
    for (const end of [signedIn.session.idleEndsAt, signedIn.session.endsAt]) {
      now = end
      expect((await ask(GET, `cookie: ${cookie}`)).status).toBe(404)
    }
  })
})
