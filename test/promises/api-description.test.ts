// /api/v1/openapi.json is a valid OpenAPI 3.1 document, names every route, and says what the server really takes and answers.
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusals } from '../../server/platform/refusals.ts'
import { enforcePolicy, type SignedIn } from '../../server/sessions/http.ts'
import { operations } from '../../server/sessions/policy.ts'
import { openSessionCache } from '../../server/sessions/session-cache.ts'
import { openings } from '../../web/app/wire.ts'
import {
  type Answer,
  type Api,
  newEmail,
  newPhone,
  notTheCode,
  PASSWORD,
  WRONG_PASSWORD,
  withApi,
} from '../support/api.ts'
import { mountedRoutes } from '../support/routes.ts'

interface Operation {
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, { content?: Record<string, { schema: object }> }>
  security: object[]
  'x-operation': string
  'x-assurance': { aal?: number | string; scope?: string }
}
interface Description {
  paths: Record<string, Record<string, Operation>>
  components?: object
}

let api: Api
let description: Description
const propertiesOf = (schema: object) => (schema as { properties?: object }).properties ?? {}
const ajv = new Ajv2020({ strict: false, allErrors: false })
addFormats.default(ajv)
beforeAll(async () => {
  api = await withApi()
  description = (await api.get('openapi.json')).body
  ajv.addSchema({ $id: 'api', components: description.components })
})
afterAll(() => api.close())

/** References of the document point into it; here it has a name. */
function compile(schema: object): ValidateFunction {
  return ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')))
}

const described = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  )

test('is a valid OpenAPI 3.1 document', async () => {
  const result = await new Validator().validate({ ...structuredClone(description) })
  expect(result.errors).toBeUndefined()
  expect(description).toMatchObject({ openapi: '3.1.0' })
})

test('describes every route there is, and no other', () => {
  const known = mountedRoutes(api.app).filter((route) => !route.startsWith('HEAD ') && !route.endsWith('/openapi.json'))
  expect(known.length).toBeGreaterThan(15)
  expect(described().sort()).toEqual(known.sort())
})

test('every route names an operation of the policy table; one that does not stops the start', async () => {
  for (const methods of Object.values(description.paths))
    for (const operation of Object.values(methods)) expect(Object.keys(operations)).toContain(operation['x-operation'])
  const bare = fastify()
  const cache = await openSessionCache<SignedIn>(api.deps, async () => undefined)
  enforcePolicy(bare, api.deps, cache, async () => {})
  expect(() => bare.get('/api/v1/forgotten', async () => 'open to all')).toThrow('names no operation')
  await cache.close()
})

test('every route says what it asks for: nothing, a session of some level, or a key', () => {
  for (const methods of Object.values(description.paths))
    for (const operation of Object.values(methods)) {
      const { open, ...row } = operations[operation['x-operation'] as keyof typeof operations]
      expect(operation['x-assurance']).toEqual(open ? { aal: 0, ...row } : row)
    }
  expect(description.paths['/api/v1/account/password']?.post?.['x-assurance']).toEqual({
    aal: 'highest',
    freshSeconds: 300,
    methods: ['password', 'totp', 'passkey'],
    gives: ['password'],
  })
})

test('every route says where a proof of the device’s key binds a session, and where it has to stand beside a token', () => {
  const security = (method: string, path: string) => description.paths[`/api/v1/${path}`]?.[method]?.security
  expect(security('post', 'sign-in/totp')).toEqual([{}, { deviceProof: [] }])
  expect(security('get', 'session')).toEqual([{ cookie: [] }, { bearer: [] }, { bearer: [], deviceProof: [] }])
  expect(security('get', 'events')).toEqual([{ apiKey: [] }])
  expect(security('get', 'policy')).toEqual([])
  expect(security('get', 'staff/session')).toEqual([{ staffCookie: [] }])
  expect(description.components).toMatchObject({ securitySchemes: { deviceProof: { in: 'header', name: 'DPoP' } } })
})

test('the app says that it is one wherever a call asks who opens the session, and nowhere else', () => {
  const asks = ({ requestBody }: Operation) =>
    Object.values(requestBody?.content ?? {}).some(({ schema }) => 'client' in propertiesOf(schema))
  const paths = Object.entries(description.paths)
    .filter(([, methods]) => Object.values(methods).some(asks))
    .map(([path]) => path.replace('/api/v1', ''))
  expect(paths.sort()).toEqual([...openings].sort())
})

test('every body that is taken is an object that takes no unknown member', () => {
  for (const methods of Object.values(description.paths))
    for (const { requestBody } of Object.values(methods)) {
      if (!requestBody) continue
      expect(Object.keys(requestBody.content)).toEqual(['application/json'])
      const schema = requestBody.content['application/json']?.schema as {
        $ref?: string
        additionalProperties?: boolean
      }
      if (!schema.$ref) expect(schema.additionalProperties).toBe(false)
    }
})

function operationOf(method: string, path: string): Operation {
  const url = `/api/v1/${path}`.split('?')[0] ?? ''
  for (const [pattern, methods] of Object.entries(description.paths)) {
    const matches = new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(url)
    if (matches && methods[method.toLowerCase()]) return methods[method.toLowerCase()] as Operation
  }
  throw new Error(`${method} ${path} is not described`)
}

const met = new Set<string>()

/** Fails when an answer is not what the document says of it. */
function expectDescribed(method: string, path: string, { status, body }: Answer): void {
  const { responses } = operationOf(method, path)
  const response = responses[status] ?? responses.default
  const [content] = Object.values(response?.content ?? {})
  if (status >= 400) met.add(body.code)
  if (!content || status === 204) return
  const validate = compile(content.schema)
  if (!validate(body))
    throw new Error(`${method} ${path} → ${status} is not as described: ${JSON.stringify([validate.errors, body])}`)
}

describe('what the server answers is as described', () => {
  test('along every journey and its refusals', async () => {
    const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown, cookie?: string) => {
      const answer = await api.call(method, path, body, cookie ? { headers: { cookie } } : {})
      expectDescribed(method, path, answer)
      return answer
    }
    const [email, phone] = [newEmail(), newPhone()]
    await call('GET', 'policy')
    await call('GET', 'session')
    const { flow } = (await call('POST', 'sign-up', { identifier: email })).body
    await call('POST', 'sign-up', { identifier: 'nonsense' })
    await call('POST', 'sign-up/state', { flow })
    await call('POST', 'sign-up/resend', { flow })
    await call('POST', 'sign-up/password', { flow, password: PASSWORD, acceptTerms: true })
    const code = await api.code(email)
    await call('POST', 'sign-up/code', { flow, code: notTheCode(code) })
    await call('POST', 'sign-up/code', { flow, code })
    await call('POST', 'sign-up/password', { flow, password: 'kort', acceptTerms: true })
    const { cookie } = await call('POST', 'sign-up/password', { flow, password: PASSWORD, acceptTerms: true })
    await call('POST', 'sign-up/state', { flow })
    await call('GET', 'session', undefined, cookie)
    await call('GET', 'account', undefined, cookie)
    await call('PATCH', 'account', { locale: 'en' }, cookie)
    const added = await call('POST', 'account/identifiers', { identifier: phone }, cookie)
    await call('POST', 'account/identifiers/resend', { flow: added.body.flow }, cookie)
    await call('POST', 'account/identifiers/code', { flow: added.body.flow, code: await api.code(phone) }, cookie)
    await call('POST', 'account/identifiers', { identifier: newPhone() }, cookie)
    await call('GET', 'session', undefined, cookie)
    api.deps.clock.advance(301)
    await call('POST', 'account/identifiers', { identifier: newPhone() }, cookie)
    for (let at = 0; at < 6; at++) await call('POST', 'sign-in', { identifier: phone, password: WRONG_PASSWORD })
    api.deps.clock.advance(10)
    const app = await call('POST', 'sign-in', { identifier: phone, password: PASSWORD, client: 'app' })
    expect(app.body.session.token).toBeDefined()
    const fresh = (await call('POST', 'step-up/password', { password: PASSWORD }, cookie)).cookie
    await call('GET', 'sessions', undefined, fresh)
    await call('DELETE', 'sessions/00000000-0000-7000-8000-000000000000', undefined, fresh)
    await call('DELETE', 'sessions', undefined, fresh)
    await call('DELETE', 'session', undefined, fresh)
    expect([...met].sort()).toEqual([
      'code_too_soon',
      'code_wrong',
      'credentials_wrong',
      'identifier_kind_taken',
      'not_found',
      'password_weak',
      'request_invalid',
      'session_required',
      'step_up_required',
      'too_many_attempts',
      'wrong_state',
    ])
  })

  test('and every refusal there can be is a word of the document', () => {
    const [first] = Object.values(description.paths['/api/v1/sign-in'] ?? {})
    const problem = Object.values(first?.responses.default?.content ?? {})[0]?.schema
    const text = JSON.stringify([problem, description.components])
    for (const code of Object.keys(refusals)) expect(text).toContain(`"${code}"`)
  })
})

describe('what the server takes is as described', () => {
  const junk = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 90 }),
    fc.constantFrom(
      'ola@example.com',
      '+4741234567',
      'NO',
      'nb',
      'web',
      'app',
      '12345678',
      'A'.repeat(64),
      PASSWORD,
      'xx',
    ),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.string(), { maxLength: 2 }),
    fc.uuid(),
  )

  // A body the document refuses must be refused by the server: 400 with fields, and never our own failure.
  test('no body that the document refuses gets past the edge, and none makes the server fail', async () => {
    const routes = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, operation]) => {
        const schema = operation.requestBody?.content['application/json']?.schema as { properties?: object } | undefined
        return schema &&
          operations[operation['x-operation'] as keyof typeof operations] &&
          'open' in operations[operation['x-operation'] as keyof typeof operations]
          ? [{ path, method: method.toUpperCase(), schema, fields: Object.keys(schema.properties ?? {}) }]
          : []
      }),
    )
    const cookie = await api.account(newEmail())
    for (const { path, method, schema, fields } of routes) {
      const isAsDescribed = compile(schema)
      const bodies = fc.dictionary(fc.constantFrom(...fields, 'extra'), junk, { maxKeys: fields.length + 1 })
      await fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          const plain = { ...body }
          const answer = await api.call(method as 'POST', path, plain, { headers: { cookie } })
          expect(answer.status).toBeLessThan(500)
          if (!isAsDescribed(plain)) expect([400, 401, 403, 404]).toContain(answer.status)
          if (answer.status === 400) expect(answer.body.fields.length).toBeGreaterThan(0)
        }),
        { numRuns: 25 },
      )
    }
  })
})
