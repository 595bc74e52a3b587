// A token that is bound to a key of the phone, over the API: how it becomes so, and that a copy opens nothing.
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Answer, type Api, newEmail, PASSWORD, verdict, WRONG_PASSWORD, withApi } from '../../test/support/api.ts'
import { authenticatorApp, bindAuthenticator } from '../../test/support/authenticator.ts'
import { accountOf, bindAtOnce } from '../../test/support/bind-at-once.ts'
import type { Forged } from '../../test/support/device-key.ts'
import { keyFor, onPhone, type Phone, signUpOn, tokenOf } from '../../test/support/on-phone.ts'
import { addPasskey, signInOptions } from '../../test/support/passkeys.ts'
import { sendBytes } from '../../test/support/raw-http.ts'
import { mountedRoutes } from '../../test/support/routes.ts'
import { type OperationPolicy, operations } from './policy.ts'

let api: Api
let phone: Phone
let email: string
let token: string
beforeAll(async () => {
  api = await withApi()
})
beforeEach(async () => {
  phone = onPhone(api)
  email = newEmail()
  token = await signUpOn(phone, email)
})
afterAll(() => api.close())

const withoutKey = (bearer: string, path = 'session', headers: Record<string, string> = {}) =>
  api.call('GET', path, undefined, { headers: { authorization: `Bearer ${bearer}`, ...headers } })
const credentials = { password: PASSWORD, client: 'app' }
const isBound = ({ body }: Answer) => (body.session?.session ?? body.session).bound

/** Only with the key, and only with this one. */
async function expectBound(answer: Answer, key = phone.key): Promise<string> {
  const opened = tokenOf(answer)
  expect(isBound(answer)).toBe(true)
  expect((await onPhone(api, key).get('session', opened)).body.session.bound).toBe(true)
  expect(verdict(await withoutKey(opened))).toBe('401 device_proof_required')
  expect(verdict(await onPhone(api).get('session', opened))).toBe('401 device_proof_required')
  return opened
}

describe('a session is bound to the key that was proven when it was opened', () => {
  it('by sign-up', async () => {
    const flow = await api.provenFlow(newEmail())
    const body = { flow, password: PASSWORD, acceptTerms: true, client: 'app' }
    await expectBound(await phone.post('sign-up/password', body))
  })

  it('by the password', async () => {
    const other = keyFor(api)
    await expectBound(await onPhone(api, other).post('sign-in', { identifier: email, ...credentials }), other)
  })

  it('by a code of the authenticator, whoever began', async () => {
    const app = await bindAtOnce(api.deps, accountOf(token))
    const { body } = await api.post('sign-in', { identifier: email, ...credentials })
    await expectBound(await phone.post('sign-in/totp', { flow: body.flow, code: app.code() }))
  })

  it('by a passkey, alone and after the password', async () => {
    const { passkey } = await addPasskey(phone, token)
    const alone = { credential: passkey.get(await signInOptions(api)), client: 'app' }
    await expectBound(await phone.post('sign-in/passkey', alone))
    const { flow } = (await phone.post('sign-in', { identifier: email, ...credentials })).body
    const second = { flow, credential: passkey.get(await signInOptions(api, flow)), client: 'app' }
    await expectBound(await phone.post('sign-in/passkey', second))
  })

  it('by the phrase that replaces a lost authenticator', async () => {
    const { phrase } = await bindAuthenticator(phone, token, email)
    const { flow } = (await phone.post('sign-in', { identifier: email, ...credentials })).body
    const begun = (await phone.post('sign-in/recovery-key', { flow, phrase })).body
    const app = authenticatorApp(begun.key.secret, () => api.deps.clock.now())
    const shown = await phone.post('sign-in/recovery-key/key', { flow: begun.flow, code: app.code() })
    const last = { flow: begun.flow, phrase: shown.body.phrase.text, client: 'app' }
    await expectBound(await phone.post('sign-in/recovery-key/phrase', last))
  })

  it('and the row keeps no more of the key than its thumbprint', async () => {
    const rows = await api.query<{ device_key: Buffer | null }>(
      'SELECT device_key FROM sessions WHERE account_id = $1',
      [accountOf(token)],
    )
    expect(rows.map(({ device_key }) => device_key?.toString('base64url'))).toEqual([phone.key.thumbprint])
  })
})

describe('a session is not bound', () => {
  it('where no proof was sent: the token alone is good, as before', async () => {
    const opened = await api.post('sign-in', { identifier: email, ...credentials })
    expect(isBound(opened)).toBe(false)
    expect((await withoutKey(tokenOf(opened))).body.session.bound).toBe(false)
  })

  it('in a browser, which signs nothing, whatever was sent', async () => {
    const headers = { dpop: phone.key.prove({ method: 'POST', path: '/api/v1/sign-in' }) }
    const opened = await api.call('POST', 'sign-in', { identifier: email, password: PASSWORD }, { headers })
    expect(isBound(opened)).toBe(false)
    expect((await api.get('session', opened.cookie)).status).toBe(200)
  })
})

describe('a proof that does not hold opens nothing, and costs nothing', () => {
  const forged: [string, Forged][] = [
    ['of another address', { claims: { htu: 'https://example.com/api/v1/sign-in' } }],
    ['of another step', { claims: { htu: 'http://localhost:4000/api/v1/sign-in/totp' } }],
    ['of another year', { claims: { iat: 1 } }],
    ['that nobody signed', { sign: () => Buffer.alloc(64) }],
  ]
  const sessions = () => api.count('sessions', `account_id = '${accountOf(token)}'`)

  it.each(forged)('%s', async (_what, how) => {
    const headers = { dpop: phone.key.prove({ method: 'POST', path: '/api/v1/sign-in' }, how) }
    for (const password of [PASSWORD, WRONG_PASSWORD]) {
      const answer = await api.call('POST', 'sign-in', { identifier: email, password, client: 'app' }, { headers })
      expect(verdict(answer)).toBe('401 device_proof_invalid')
      expect(answer.headers['www-authenticate']).toBe('DPoP error="invalid_dpop_proof", algs="ES256"')
    }
    expect(await sessions()).toBe(1)
    expect(await api.count('attempts', 'failures > 0')).toBe(0)
  })

  it('an empty header, and two of them', async () => {
    const proof = phone.key.prove({ method: 'POST', path: '/api/v1/sign-in' })
    for (const dpop of ['', `${proof}, ${proof}`, `${proof},`]) {
      const answer = await api.call('POST', 'sign-in', { identifier: email, ...credentials }, { headers: { dpop } })
      expect(verdict(answer)).toBe('401 device_proof_invalid')
    }
    expect(await sessions()).toBe(1)
  })

  it('is refused at every step of signing in and up, so that a phone with a wrong clock hears of it at the first', async () => {
    const opening = Object.entries(operations).filter(
      ([, rule]: [string, OperationPolicy]) => rule.open && rule.gives?.includes('session'),
    )
    expect(opening.map(([operation]) => operation)).toEqual(['sign_up', 'sign_in'])
    const steps = mountedRoutes(api.app).filter((route) => /^POST \/api\/v1\/sign-(in|up)/.test(route))
    expect(steps.length).toBeGreaterThan(10)
    for (const step of steps) {
      const [, path = ''] = step.split(' ')
      expect([step, verdict(await api.call('POST', path, {}, { headers: { dpop: 'x' } }))]).toEqual([
        step,
        '401 device_proof_invalid',
      ])
    }
  })

  it('a phone whose clock is wrong finds the time in the answer', async () => {
    const slow = { claims: { iat: Math.floor(api.deps.clock.now().getTime() / 1000) - 600 } }
    const headers = { dpop: phone.key.prove({ method: 'POST', path: '/api/v1/sign-in' }, slow) }
    const answer = await api.call('POST', 'sign-in', { identifier: email, ...credentials }, { headers })
    expect(verdict(answer)).toBe('401 device_proof_invalid')
    expect(Math.abs(Date.parse(String(answer.headers.date)) - Date.now())).toBeLessThan(5_000)
  })

  it('is nobody’s business where no session is opened: a page of the product is asked for with any', async () => {
    const headers = { dpop: 'x' }
    expect((await api.call('GET', 'policy', undefined, { headers })).status).toBe(200)
    expect((await api.call('POST', 'forgot-password', { identifier: email }, { headers })).status).toBe(200)
  })
})

describe('a copied token without its key', () => {
  const NOWHERE = '00000000-0000-7000-8000-000000000000'
  type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
  interface Described {
    paths: Record<string, Record<string, { 'x-operation': keyof typeof operations }>>
  }

  /** As the server describes itself (test/promises/api-description.test.ts holds that it leaves none out). */
  async function routesForSessions(): Promise<[Method, string][]> {
    const { paths } = (await api.get('openapi.json')).body as Described
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, each]) => 'aal' in operations[each['x-operation']])
        .map(([method]): [Method, string] => [method.toUpperCase() as Method, path.replace(/\{\w+\}/g, NOWHERE)]),
    )
  }

  it('is refused on every route that asks for a session, as a bearer token and as a cookie', async () => {
    const routes = await routesForSessions()
    expect(routes.length).toBeGreaterThan(40)
    const thief = keyFor(api)
    for (const [method, path] of routes) {
      const proofs = [
        {},
        { dpop: thief.prove({ method, path, token }) },
        { dpop: phone.key.prove({ method, path: '/api/v1/nowhere', token }) },
        { dpop: phone.key.prove({ method, path }) },
      ]
      for (const proof of proofs)
        for (const how of [{ authorization: `Bearer ${token}` }, { cookie: `__Host-portvakt=${token}` }]) {
          const body = method === 'GET' ? undefined : {}
          const answer = await api.call(method, path, body, { headers: { ...how, ...proof } })
          expect([method, path, verdict(answer)]).toEqual([method, path, '401 device_proof_required'])
        }
    }
    const headers = { authorization: `Bearer ${token}` }
    expect((await api.app.inject({ method: 'HEAD', url: '/api/v1/session', headers })).statusCode).toBe(401)
    expect((await phone.get('session', token)).status).toBe(200)
  })

  it('may end its session, and nothing else: that only tightens', async () => {
    const answer = await api.call('DELETE', 'session', undefined, { headers: { authorization: `Bearer ${token}` } })
    expect(answer.status).toBe(204)
    expect(verdict(await phone.get('session', token))).toBe('401 session_required')
  })

  it('learns nothing of what else would be asked for', async () => {
    await bindAtOnce(api.deps, accountOf(token))
    const headers = { authorization: `Bearer ${token}` }
    const answer = await api.call('POST', 'account/password', {}, { headers })
    expect(verdict(answer)).toBe('401 device_proof_required')
    expect(answer.body.methods).toBeUndefined()
  })

  it('is refused also where the server knows it by heart', async () => {
    await api.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = api.app.server.address() as AddressInfo
    const ask = (...headers: string[]) =>
      sendBytes(
        port,
        Buffer.from(`GET /api/v1/session HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers.join('\r\n')}\r\n\r\n`),
      )
    const bearer = `authorization: Bearer ${token}`
    const proof = () => `dpop: ${phone.key.prove({ method: 'GET', path: '/api/v1/session', token })}`
    const answers = []
    // Within the 200 ms that an answer is certain.
    for (let times = 0; times < 3; times++)
      answers.push(
        await ask(bearer, proof()),
        await ask(bearer),
        await ask(`cookie: __Host-portvakt=${token}`),
        await ask(bearer, proof(), proof()),
      )
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 401, 401, 200, 401, 401, 401, 200, 401, 401, 401])
    const together = await Promise.all(
      Array.from({ length: 40 }, (_, at) => (at % 2 ? ask(bearer) : ask(bearer, proof()))),
    )
    expect(together.map(({ status }) => status)).toEqual(together.map((_, at) => (at % 2 ? 401 : 200)))
  })
})

describe('a renewed token is still bound', () => {
  /** Nothing of the one before is any good with it. */
  async function expectCarried(answer: Answer): Promise<void> {
    const renewed = await expectBound(answer)
    expect(renewed).not.toBe(token)
    const old = phone.key.prove({ method: 'GET', path: '/api/v1/session', token })
    expect(verdict(await withoutKey(renewed, 'session', { dpop: old }))).toBe('401 device_proof_required')
    expect(verdict(await phone.get('session', token))).toBe('401 session_required')
  }

  it('by the password', async () => {
    await expectCarried(await phone.post('step-up/password', { password: PASSWORD }, token))
  })

  it('by the authenticator', async () => {
    const app = await bindAtOnce(api.deps, accountOf(token))
    await expectCarried(await phone.post('step-up/totp', { code: app.code() }, token))
  })

  it('when the password is changed', async () => {
    const body = { current: PASSWORD, password: 'en helt annen setning', repeat: 'en helt annen setning' }
    await expectCarried(await phone.post('account/password', body, token))
  })

  it('when a passkey is added, and by that passkey', async () => {
    const added = await addPasskey(phone, token)
    await expectCarried(added.answer)
    token = added.cookie
    const options = (await phone.post('step-up/passkey/options', undefined, token)).body
    await expectCarried(await phone.post('step-up/passkey', { credential: added.passkey.get(options) }, token))
  })

  it('when an authenticator is bound', async () => {
    const { cookie } = await bindAuthenticator(phone, token, email)
    expect((await phone.get('session', cookie)).body.session).toMatchObject({ bound: true, aal: 2 })
    expect(verdict(await withoutKey(cookie))).toBe('401 device_proof_required')
  })
})
