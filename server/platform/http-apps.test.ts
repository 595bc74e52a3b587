import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { helpSources } from '../../scripts/help-sources.ts'
import { type Answer, type Api, newEmail, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { onPhone, signUpOn } from '../../test/support/on-phone.ts'
import { sendBytes } from '../../test/support/raw-http.ts'
import { readConfig } from '../config.ts'
import { policy } from './policy.ts'

const ANDROID = 'https://localhost'
const IOS = 'capacitor://localhost'

let api: Api
let cookie: string
let port: number
beforeAll(async () => {
  api = await withApi()
  cookie = await api.account(newEmail())
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  port = (api.app.server.address() as AddressInfo).port
})
afterAll(() => api.close())

it('is told every figure of the guides that it carries, and so knows when they are old', async () => {
  const told = (await api.call('GET', 'policy', undefined, from(IOS))).body
  const texts = Object.values(helpSources()).flatMap((guides) => Object.values(guides))
  const figures = new Set(
    texts.flatMap((text) => [...text.matchAll(/\{figure:(\w+)\}/g)].map(([, name]) => name as string)),
  )
  expect(figures.size).toBeGreaterThan(15)
  for (const name of figures) expect([name, told[name]]).toEqual([name, policy[name as keyof typeof policy]])
})

type Headers = Record<string, string>
const from = (origin: string, headers: Headers = {}) => ({ headers: { origin, ...headers } })
const preflight = (path: string, origin: string, headers: Headers = {}) =>
  api.app.inject({
    method: 'OPTIONS',
    url: path,
    headers: { origin, 'access-control-request-method': 'POST', ...headers },
  })
/** What a browser goes by. */
const cors = (headers: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-')))
const readable = (origin: string) => ({
  'access-control-allow-origin': origin,
  'access-control-expose-headers': 'date, retry-after, x-request-id',
})

describe('a shell of the phone app', () => {
  it.each([ANDROID, IOS])('%s may ask what it may send, and is told', async (origin) => {
    const answer = await preflight('/api/v1/sign-in', origin)
    expect([answer.statusCode, answer.body]).toEqual([204, ''])
    expect(cors(answer.headers)).toEqual({
      ...readable(origin),
      'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
      'access-control-allow-headers': 'authorization, content-type, dpop, portvakt-device, portvakt-app',
      'access-control-max-age': '7200',
    })
    expect(answer.headers.vary).toBe('Origin')
  })

  it('may use every method that the API has', async () => {
    const { paths } = (await api.get('openapi.json')).body as { paths: Record<string, object> }
    const methods = new Set(Object.values(paths).flatMap((each) => Object.keys(each)))
    expect([...methods].map((method) => method.toUpperCase()).sort()).toEqual(['DELETE', 'GET', 'PATCH', 'POST'])
  })

  it.each([ANDROID, IOS])('%s signs up and works, with token and key', async (origin) => {
    const phone = onPhone(api)
    const there: Api['call'] = (method, path, body, options) =>
      phone.call(method, path, body, { headers: { origin, 'portvakt-app': '1', ...options?.headers } })
    const flow = await api.provenFlow(newEmail())
    const done = await there('POST', 'sign-up/password', { flow, password: PASSWORD, acceptTerms: true, client: 'app' })
    const headers = { authorization: `Bearer ${done.cookie}` }
    const answers = [
      done,
      await there('GET', 'session', undefined, { headers }),
      await there('PATCH', 'account', { locale: 'nn' }, { headers }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200])
    for (const answer of answers) {
      expect(cors(answer.headers)).toEqual(readable(origin))
      expect(answer.headers['set-cookie']).toBeUndefined()
      expect(answer.headers.vary).toBe('Origin')
    }
  })

  const refusals: [string, string, () => Promise<Answer>][] = [
    ['a refusal', '401 session_required', () => api.call('GET', 'session', undefined, from(IOS))],
    ['a body that is none', '400 request_invalid', () => api.call('POST', 'sign-in', {}, from(IOS))],
    ['an unknown address', '404 not_found', () => api.call('GET', 'nowhere', undefined, from(IOS))],
    ['a wrong method', '405 method_not_allowed', () => api.call('GET', 'sign-in', undefined, from(IOS))],
    ['a path that cannot be decoded', '400 request_invalid', () => api.call('GET', '%E0%A4%A', undefined, from(IOS))],
    [
      'an app that is too old',
      '426 app_too_old',
      () => api.call('GET', 'policy', undefined, from(IOS, { 'portvakt-app': '0' })),
    ],
    [
      'an operator’s route without a key',
      '401 api_key_required',
      () => api.call('GET', 'events', undefined, from(IOS)),
    ],
    ['cookies from there', '403 origin_forbidden', () => api.call('GET', 'session', undefined, from(IOS, { cookie }))],
    [
      'a path in another spelling',
      '401 session_required',
      () => api.call('GET', '/%61pi/v1/session', undefined, from(IOS)),
    ],
  ]
  it.each(refusals)('may read %s', async (_what, expected, ask) => {
    const answer = await ask()
    expect(verdict(answer)).toBe(expected)
    expect(cors(answer.headers)).toEqual(readable(IOS))
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  })
})

describe('cookies never count from the origin of an app, and nothing says they might', () => {
  const cookies: [string, () => string][] = [
    ['the session’s', () => cookie],
    ['a device’s', () => `__Host-portvakt-device=${'A'.repeat(43)}`],
    ['any', () => 'a=b'],
  ]
  it.each(cookies)('%s: refused whole, reading and changing', async (_what, brought) => {
    const asked = from(ANDROID, { cookie: brought() })
    const answers = [
      await api.call('GET', 'session', undefined, asked),
      await api.call('PATCH', 'account', { locale: 'en' }, asked),
      await api.call('DELETE', 'session', undefined, asked),
      await api.call('POST', 'sign-in', { identifier: newEmail(), password: PASSWORD }, asked),
    ]
    expect(answers.map(verdict)).toEqual(answers.map(() => '403 origin_forbidden'))
    expect((await api.get('session', cookie)).body.account.locale).toBe('nb')
  })

  it('also beside a token that is good', async () => {
    const phone = onPhone(api)
    const authorization = `Bearer ${await signUpOn(phone)}`
    const answer = await phone.call('GET', 'session', undefined, from(ANDROID, { cookie: 'a=b', authorization }))
    expect(verdict(answer)).toBe('403 origin_forbidden')
  })

  it('no answer allows credentials', async () => {
    const answers = [
      await preflight('/api/v1/session', ANDROID, { cookie }),
      await preflight('/api/v1/session', ANDROID),
      await api.app.inject({ url: '/api/v1/policy', headers: { origin: ANDROID } }),
    ]
    for (const { headers } of answers) expect(headers['access-control-allow-credentials']).toBeUndefined()
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 204, 200])
  })

  it('also where the server knows the answer by heart', async () => {
    const ask = (...headers: string[]) =>
      sendBytes(
        port,
        Buffer.from(
          `${['GET /api/v1/session HTTP/1.1', 'host: x', 'connection: close', ...headers].join('\r\n')}\r\n\r\n`,
        ),
      )
    const answers = []
    for (let times = 0; times < 2; times++)
      answers.push(await ask(`cookie: ${cookie}`), await ask(`cookie: ${cookie}`, `origin: ${ANDROID}`))
    expect(answers.map(({ status }) => status)).toEqual([200, 403, 200, 403])
  })
})

describe('nobody else', () => {
  it.each([
    'https://localhost:8080',
    'http://localhost',
    'https://localhost.example.com',
    'capacitor://localhost.example.com',
    'capacitor://',
    'CAPACITOR://LOCALHOST',
    'ionic://localhost',
    'https://example.com',
    'null',
    '*',
    '',
    `${ANDROID}, ${IOS}`,
    `${ANDROID}/`,
  ])('«%s» is told nothing, and may change nothing', async (origin) => {
    const answers = [
      await preflight('/api/v1/sign-in', origin),
      await api.app.inject({ url: '/api/v1/policy', headers: { origin } }),
      await api.app.inject({ method: 'POST', url: '/api/v1/sign-in', headers: { origin }, payload: {} }),
    ]
    for (const { headers } of answers) expect(cors(headers)).toEqual({})
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 200, 403])
  })

  it('with our own origin there is nothing to allow', async () => {
    const answer = await api.call('GET', 'session', undefined, from('http://localhost:4000', { cookie }))
    expect([answer.status, cors(answer.headers)]).toEqual([200, {}])
  })

  it('every answer of the API says that it depends on who asks; of no other page', async () => {
    expect((await api.get('policy')).headers.vary).toBe('Origin')
    expect((await api.get('session')).headers.vary).toBe('Origin')
    expect((await api.get('session', cookie)).headers.vary).toBe('Origin')
  })

  it('an operator without an app lists none', async () => {
    const closed = await withApi({ config: readConfig({ APP_ORIGINS: 'none' }) })
    const answer = await closed.app.inject({ url: '/api/v1/policy', headers: { origin: ANDROID } })
    expect(cors(answer.headers)).toEqual({})
    await closed.close()
  })
})

describe('outside the API nothing is open to an app', () => {
  it.each([
    '/',
    '/log-in',
    '/account/security',
    '/outbox.json?to=a@example.com',
    '/outbox',
    '/healthz',
    '/readyz',
    '/.well-known/jwks.json',
    '/icon.svg',
    '/help',
    '/nowhere',
    '/api/v2/session',
  ])('%s', async (path) => {
    const asked = await preflight(path, ANDROID)
    const got = await api.app.inject({ url: path, headers: { origin: ANDROID } })
    expect([cors(asked.headers), cors(got.headers)]).toEqual([{}, {}])
    expect(asked.statusCode).toBe(403)
  })
})

describe('the generation of an app', () => {
  const generation = (value: string | string[]) => ({ headers: { 'portvakt-app': value } }) as { headers: Headers }

  it.each([String(policy.oldestApp), String(policy.oldestApp + 1), '999999999', '01'])(
    '%s is served',
    async (value) => {
      expect((await api.call('GET', 'policy', undefined, generation(value))).status).toBe(200)
    },
  )

  it.each(['0', '', '-1', '1.0', '1,1', 'x', '1e3', '0x1', '١', '1'.repeat(10), 'NaN', ' '])(
    '«%s» is too old, on every route',
    async (value) => {
      const answers = [
        await api.call('GET', 'policy', undefined, generation(value)),
        await api.call('GET', 'session', undefined, generation(value)),
        await api.call('POST', 'sign-in', { identifier: newEmail(), password: PASSWORD }, generation(value)),
        await api.call('GET', 'nowhere', undefined, generation(value)),
        await api.call('GET', '/%61pi/v1/policy', undefined, generation(value)),
      ]
      expect(answers.map(verdict)).toEqual(answers.map(() => '426 app_too_old'))
    },
  )

  it('is asked for also where the server knows the answer by heart', async () => {
    const ask = (...headers: string[]) =>
      sendBytes(
        port,
        Buffer.from(
          `${['GET /api/v1/session HTTP/1.1', 'host: x', 'connection: close', `cookie: ${cookie}`, ...headers].join('\r\n')}\r\n\r\n`,
        ),
      )
    const answers = [
      await ask(),
      await ask('portvakt-app: 0'),
      await ask('portvakt-app: 1'),
      await ask('portvakt-app: 1', 'portvakt-app: 1'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 426, 200, 426])
  })

  it('is nobody’s business who is no app, or outside the API', async () => {
    expect((await api.get('policy')).status).toBe(200)
    expect((await api.app.inject({ url: '/healthz', headers: { 'portvakt-app': '0' } })).statusCode).toBe(200)
  })
})
