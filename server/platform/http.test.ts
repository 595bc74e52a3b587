import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type Api, newEmail, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { type RawAnswer, sendBytes } from '../../test/support/raw-http.ts'

let api: Api
let port: number
beforeAll(async () => {
  api = await withApi()
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  port = (api.app.server.address() as AddressInfo).port
})
afterAll(() => api.close())

const sendText = (path: string, payload: string | Buffer, headers: Record<string, string> = {}) =>
  api.call('POST', path, undefined, { payload, headers: { 'content-type': 'application/json', ...headers } })
const state = async () => [await api.count('outbox'), await api.count('sign_ups'), await api.count('accounts')]

/** Problem JSON that gives nothing away. */
function expectProblem(answer: Answer | RawAnswer, expected: string): void {
  const headers = Array.isArray(answer.headers) ? Object.fromEntries(answer.headers) : answer.headers
  expect(`${answer.status} ${answer.body?.code}`).toBe(expected)
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.body.requestId).toBe(headers['x-request-id'])
  expect(answer.body.requestId).toMatch(/^[0-9a-f-]{36}$/)
  expect(Object.keys(answer.body).filter((key) => !['fields', 'retryAfterSeconds', 'state'].includes(key))).toEqual([
    'type',
    'title',
    'status',
    'code',
    'requestId',
  ])
  expect(JSON.stringify(answer.body)).not.toMatch(/\bat \w|node_modules|\.ts\b|Error:/)
}

describe('a body that is not what it should be: 400, the field named, nothing sent, nothing made', () => {
  const email = 'ola@example.com'
  const bad: [name: string, body: string | Buffer, ...fields: [string, string][]][] = [
    ['nothing', '', ['identifier', 'required']],
    ['spaces', '  \n', ['identifier', 'required']],
    ['half an object', '{"identifier":', ['body', 'invalid']],
    ['a trailing comma', '{"identifier":"a@example.com",}', ['body', 'invalid']],
    ['single quotes', "{'identifier':'a@example.com'}", ['body', 'invalid']],
    ['a comment', '{/**/"identifier":"a@example.com"}', ['body', 'invalid']],
    ['two values', '{"identifier":"a@example.com"}{}', ['body', 'invalid']],
    ['NaN', '{"identifier":NaN}', ['body', 'invalid']],
    ['a form', 'identifier=a%40example.com', ['body', 'invalid']],
    ['a byte order mark', `\ufeff{"identifier":"${email}"}`, ['body', 'invalid']],
    ['UTF-16', Buffer.from(`{"identifier":"${email}"}`, 'utf16le'), ['body', 'invalid']],
    ['bytes that are no UTF-8', Buffer.from(`{"identifier":"\xe5${email}"}`, 'latin1'), ['body', 'invalid']],
    ['a list', '[]', ['body', 'wrong_type']],
    ['a text', '"text"', ['body', 'wrong_type']],
    ['a number', '42', ['body', 'wrong_type']],
    ['null', 'null', ['identifier', 'required']],
    ['a list nested 100,000 deep', '['.repeat(100_000) + ']'.repeat(100_000), ['body', 'wrong_type']],
    [
      'objects nested 50,000 deep',
      `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
      ['identifier', 'required'],
      ['a', 'unknown'],
    ],
    [
      'an array of addresses (GitLab CVE-2023-7028)',
      `{"identifier":["${email}","b@example.com"]}`,
      ['identifier', 'wrong_type'],
    ],
    ['an object for a text', '{"identifier":{"$ne":null}}', ['identifier', 'wrong_type']],
    ['a number for a text', '{"identifier":4712345678}', ['identifier', 'wrong_type']],
    ['null for a text', '{"identifier":null}', ['identifier', 'wrong_type']],
    ['an empty text', '{"identifier":""}', ['identifier', 'required']],
    ['spaces for a text', '{"identifier":" \\u00a0 "}', ['identifier', 'required']],
    ['the same key twice', `{"identifier":"a@example.com","identifier":"${email}"}`, ['identifier', 'duplicate']],
    [
      'the same key twice, once escaped',
      `{"identifier":"a@example.com","\\u0069dentifier":"${email}"}`,
      ['identifier', 'duplicate'],
    ],
    ['an unknown key', `{"identifier":"${email}","role":"admin"}`, ['role', 'unknown']],
    ['a key in other letters', `{"identifier":"${email}","Locale":"en"}`, ['Locale', 'unknown']],
    ['__proto__', `{"identifier":"${email}","__proto__":{"locale":"en"}}`, ['__proto__', 'unknown']],
    ['__proto__, escaped', `{"identifier":"${email}","__pr\\u006fto__":1}`, ['__proto__', 'unknown']],
    ['constructor', `{"identifier":"${email}","constructor":{"prototype":{"x":1}}}`, ['constructor', 'unknown']],
    ['an address of a megabyte', `{"identifier":"${'a'.repeat(1_000_000)}@example.com"}`, ['identifier', 'too_long']],
    ['an address of 321 characters', `{"identifier":"${'a'.repeat(309)}@example.com"}`, ['identifier', 'too_long']],
    ['an address of 255 bytes', `{"identifier":"a@${'b.'.repeat(125)}com"}`, ['identifier', 'too_long']],
    ['a NUL', '{"identifier":"ola\\u0000@example.com"}', ['identifier', 'control_characters']],
    [
      'a header behind the address',
      '{"identifier":"ola@example.com\\r\\nBcc: eva@example.com"}',
      ['identifier', 'control_characters'],
    ],
    [
      'a header before it',
      '{"identifier":"Bcc: eva@example.com\\nola@example.com"}',
      ['identifier', 'control_characters'],
    ],
    ['a line separator', '{"identifier":"ola\\u2028@example.com"}', ['identifier', 'control_characters']],
    ['DEL', '{"identifier":"ola\\u007f@example.com"}', ['identifier', 'control_characters']],
    ['a lone surrogate', '{"identifier":"ola\\ud800@example.com"}', ['identifier', 'invalid']],
    ['two addresses in one', '{"identifier":"ola@example.com,eva@example.com"}', ['identifier', 'invalid']],
    ['an address with a name', '{"identifier":"Ola <ola@example.com>"}', ['identifier', 'invalid']],
    ['an address in quotes', '{"identifier":"\\"ola eva\\"@example.com"}', ['identifier', 'invalid']],
    ['an address literal', '{"identifier":"ola@[127.0.0.1]"}', ['identifier', 'invalid']],
    ['a host without a dot', '{"identifier":"ola@localhost"}', ['identifier', 'invalid']],
    ['full-width look-alikes', '{"identifier":"ｏｌａ@example.com"}', ['identifier', 'invalid']],
    ['the Kelvin sign', '{"identifier":"\\u212aari@example.com"}', ['identifier', 'invalid']],
    ['a ligature', '{"identifier":"\\ufb01nn@example.com"}', ['identifier', 'invalid']],
    ['a phone number that is too short', '{"identifier":"4123"}', ['identifier', 'invalid']],
    ['an emergency number', '{"identifier":"112"}', ['identifier', 'invalid']],
    ['a premium number', '{"identifier":"+47 829 12 345"}', ['identifier', 'invalid']],
    ['a phone number with letters', '{"identifier":"+47 41 2E 45 67"}', ['identifier', 'invalid']],
    ['a phone number with an extension', '{"identifier":"+4741234567;ext=5"}', ['identifier', 'invalid']],
    ['a country that is none', '{"identifier":"41234567","country":"XX"}', ['country', 'invalid']],
    ['a country of three letters', '{"identifier":"41234567","country":"NOR"}', ['country', 'invalid']],
    ['a list of countries', '{"identifier":"41234567","country":["NO"]}', ['country', 'wrong_type']],
    ['a language we do not have', `{"identifier":"${email}","locale":"sv"}`, ['locale', 'invalid']],
    [
      'several problems',
      '{"identifier":7,"locale":"xx","role":1}',
      ['identifier', 'wrong_type'],
      ['locale', 'invalid'],
      ['role', 'unknown'],
    ],
  ]
  test.each(bad)('%s', async (_name, body, ...fields) => {
    const before = await state()
    const answer = await sendText('sign-up', body)
    expectProblem(answer, '400 request_invalid')
    expect(answer.body.fields).toEqual(fields.map(([field, code]) => ({ field, code })))
    expect(await state()).toEqual(before)
  })

  const passwords: [string, string, string][] = [
    ['of a megabyte', JSON.stringify('x'.repeat(1_048_576)), 'too_long'],
    ['of a megabyte of escapes', `"${'\\u0061'.repeat(170_000)}"`, 'too_long'],
    ['of 1,025 bytes', JSON.stringify('x'.repeat(1025)), 'too_long'],
    ['of 513 letters that are 1,026 bytes', JSON.stringify('å'.repeat(513)), 'too_long'],
    ['with a NUL', '"riktig hest\\u0000batteri stift"', 'control_characters'],
    ['with a line end', '"riktig hest\\r\\nbatteri stift"', 'control_characters'],
    ['with half a character', '"riktig hest batteri \\udfff"', 'invalid'],
    ['that is empty', '""', 'required'],
    ['that is a list', '["riktig hest batteri stift"]', 'wrong_type'],
    ['that is a number', '123456789012345678', 'wrong_type'],
    ['that is true', 'true', 'wrong_type'],
  ]
  test.each(passwords)('a password %s, at sign-in, sign-up and step-up', async (_name, password, code) => {
    const address = newEmail()
    const cookie = await api.account(address)
    const flow = await api.provenFlow(newEmail())
    const before = await state()
    const answers = [
      await sendText('sign-in', `{"identifier":"${address}","password":${password}}`),
      await sendText('sign-up/password', `{"flow":"${flow}","acceptTerms":true,"password":${password}}`),
      await sendText('step-up/password', `{"password":${password}}`, { cookie }),
    ]
    for (const answer of answers) {
      expectProblem(answer, '400 request_invalid')
      expect(answer.body.fields).toEqual([{ field: 'password', code }])
    }
    expect(await state()).toEqual(before)
    expect(await api.count('attempts', 'failures > 0')).toBe(0)
  })

  test.each([
    ['seven digits', '1234567', 'invalid'],
    ['letters', '1234567a', 'invalid'],
    ['nine digits', '123456789', 'invalid'],
    ['a minus', '-1234567', 'invalid'],
    ['a long text', '1'.repeat(100_000), 'too_long'],
    ['a number', 12345678, 'wrong_type'],
    ['a list', ['12345678'], 'wrong_type'],
    ['nothing', undefined, 'required'],
  ])('a code of %s costs no try', async (_name, code, problem) => {
    const address = newEmail()
    const flow = await api.flow(address)
    for (let at = 0; at < 6; at++) {
      const answer = await api.post('sign-up/code', { flow, code })
      expectProblem(answer, '400 request_invalid')
      expect(answer.body.fields).toEqual([{ field: 'code', code: problem }])
    }
    expect(verdict(await api.post('sign-up/code', { flow, code: await api.code(address) }))).toBe('200')
  })

  test('more than the server reads at all: 413', async () => {
    expectProblem(await sendText('sign-in', `{"password":"${'x'.repeat(2_000_000)}"}`), '413 body_too_large')
  })
})

describe('the wrong way of asking', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/jsonp',
    'text/json',
    '',
  ])('content type %j: 415', async (type) => {
    const before = await state()
    expectProblem(
      await sendText('sign-up', '{"identifier":"ola@example.com"}', { 'content-type': type }),
      '415 media_type_unsupported',
    )
    expect(await state()).toEqual(before)
  })

  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON'])(
    'content type %j is taken',
    async (type) => {
      expect((await sendText('sign-up', `{"identifier":"${newEmail()}"}`, { 'content-type': type })).status).toBe(200)
    },
  )

  test.each([
    ['GET', '/api/v1/sign-in', 'POST'],
    ['PUT', '/api/v1/sign-up', 'POST'],
    ['DELETE', '/api/v1/sign-up/code', 'POST'],
    ['POST', '/api/v1/session', 'DELETE, GET, HEAD'],
    ['PATCH', '/api/v1/sessions', 'DELETE, GET, HEAD'],
    ['GET', '/api/v1/sessions/0199aabb-0000-7000-8000-000000000000', 'DELETE'],
    ['POST', '/api/v1/account', 'GET, HEAD, PATCH'],
    ['OPTIONS', '/api/v1/sign-in', 'POST'],
    ['PROPFIND', '/api/v1/account', 'GET, HEAD, PATCH'],
  ])('%s %s: 405, and Allow says %s', async (method, path, allow) => {
    const answer = await sendBytes(
      port,
      Buffer.from(`${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`),
    )
    expectProblem(answer, '405 method_not_allowed')
    expect(Object.fromEntries(answer.headers).allow?.split(', ').sort().join(', ')).toBe(allow)
  })

  test.each([
    '/api',
    '/api/',
    '/api/v1',
    '/api/v1/',
    '/api/v2/session',
    '/api/v1/sign-in/',
    '/api/v1//session',
    '/api/v1/SIGN-IN',
    '/api/v1/sign-up/codes',
    '/api/v1/../session',
    '/api/v1/session%00',
    '/api/v1/session/x',
  ])('an unknown address: %s is 404', async (path) => {
    for (const method of ['GET', 'POST'])
      expectProblem(
        await sendBytes(port, Buffer.from(`${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)),
        '404 not_found',
      )
  })

  test.each([
    [
      'a path that cannot be decoded',
      'GET /api/v1/%E0%A4%A HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
      '400 request_invalid',
    ],
    ['no HTTP at all', 'HELO portvakt\r\n\r\n', '400 request_invalid'],
    ['a method nobody has', 'FOO /api/v1/session HTTP/1.1\r\nhost: x\r\n\r\n', '400 request_invalid'],
    ['a header with a control character', 'GET / HTTP/1.1\r\nhost: x\r\na: b\u0001\r\n\r\n', '400 request_invalid'],
    [
      'two lengths',
      'POST /api/v1/sign-in HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ncontent-length: 40\r\n\r\n{}',
      '400 request_invalid',
    ],
    [
      'length and chunks (smuggling)',
      'POST /api/v1/sign-in HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      '400 request_invalid',
    ],
    ['headers of 40 kB', `GET / HTTP/1.1\r\nhost: x\r\na: ${'b'.repeat(40_000)}\r\n\r\n`, '431 request_invalid'],
  ])('%s', async (_name, bytes, expected) => {
    const answer = await sendBytes(port, Buffer.from(bytes, 'latin1'))
    expectProblem(answer, expected)
  })

  // What the session check answers by itself, a page, and what there is not: each would be answered before it was looked at.
  test.each(['/api/v1/session', '/', '/nowhere'])('no Host, for %s', async (path) => {
    const answer = await sendBytes(port, Buffer.from(`GET ${path} HTTP/1.1\r\nconnection: close\r\n\r\n`))
    expectProblem(answer, '400 request_invalid')
    expect(answer.body.fields).toEqual([{ field: 'host', code: 'required' }])
    const old = await sendBytes(port, Buffer.from(`GET ${path} HTTP/1.0\r\n\r\n`))
    expect(old.status).not.toBe(400)
  })

  test.each(['200-nope', ''])('an expectation that nobody has: %j', async (expectation) => {
    const request = (path: string) =>
      `GET ${path} HTTP/1.1\r\nhost: x\r\nexpect: ${expectation}\r\nconnection: close\r\n\r\n`
    for (const path of ['/', '/api/v1/session']) {
      const answer = await sendBytes(port, Buffer.from(request(path)))
      expectProblem(answer, '417 request_invalid')
      expect(answer.body.fields).toEqual([{ field: 'expect', code: 'invalid' }])
      expect(Object.fromEntries(answer.headers)['content-security-policy']).toContain("default-src 'none'")
    }
  })

  test.each([
    ['that cannot be decoded', '%ff', 'invalid'],
    ['whose id is endless', 'x'.repeat(300), 'too_long'],
  ])('a path %s names itself', async (_name, id, code) => {
    const answer = await api.call('DELETE', `sessions/${id}`)
    expectProblem(answer, '400 request_invalid')
    expect(answer.body.fields).toEqual([{ field: 'path', code }])
  })

  test.each([
    [
      'a content type that no header may hold',
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: \u000b\r\n\r\n',
      'headers',
      'invalid',
    ],
    ['headers of 40 kB', `GET / HTTP/1.1\r\nhost: x\r\na: ${'b'.repeat(40_000)}\r\n\r\n`, 'headers', 'too_long'],
    ['no HTTP at all', 'HELO portvakt\r\n\r\n', 'request', 'invalid'],
  ])('%s: what cannot be read is named as far as it is known', async (_name, bytes, field, code) => {
    const { body } = await sendBytes(port, Buffer.from(bytes, 'latin1'))
    expect(body.fields).toEqual([{ field, code }])
  })

  test.each([
    ['another site', { origin: 'https://evil.example' }, '403 origin_forbidden'],
    ['ours as a part of theirs', { origin: 'http://localhost:4000.evil.example' }, '403 origin_forbidden'],
    ['theirs with our name in front', { origin: 'http://localhost:4000@evil.example' }, '403 origin_forbidden'],
    ['another port', { origin: 'http://localhost:4001' }, '403 origin_forbidden'],
    ['another scheme', { origin: 'https://localhost:4000' }, '403 origin_forbidden'],
    ['a sandboxed page', { origin: 'null' }, '403 origin_forbidden'],
    ['nothing in it', { origin: '' }, '403 origin_forbidden'],
    ['a form of another site', { 'sec-fetch-site': 'cross-site' }, '403 origin_forbidden'],
    ['our own', { origin: 'http://localhost:4000' }, '200'],
    ['none: a program', {}, '200'],
    ['a form of our own', { 'sec-fetch-site': 'same-origin' }, '200'],
  ] as const)('origin: %s', async (_name, headers, expected) => {
    const cookie = await api.account(newEmail())
    const before = await state()
    const text = JSON.stringify({ identifier: newEmail() })
    const answer = await sendText('sign-up', text, { ...headers, cookie })
    if (expected === '200') expect(answer.status).toBe(200)
    else {
      expectProblem(answer, expected)
      expect(await state()).toEqual(before)
      expectProblem(await api.call('DELETE', 'session', undefined, { headers: { ...headers, cookie } }), expected)
      expect((await api.get('session', cookie)).status).toBe(200)
    }
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('every answer', () => {
  test('carries a request id of its own and is kept by no cache; a client cannot choose the id', async () => {
    const answers = [
      await api.get('policy'),
      await api.get('session'),
      await api.get('nothing-here'),
      await sendText('sign-in', '{', { 'x-request-id': 'mine', 'request-id': 'mine' }),
    ]
    for (const { headers } of answers) {
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
      expect(headers['cache-control']).toBe('no-store')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(String(headers['content-security-policy'])).not.toContain('unsafe')
      expect(headers.server ?? headers['x-powered-by']).toBeUndefined()
    }
    expect(new Set(answers.map(({ headers }) => headers['x-request-id'])).size).toBe(4)
  })

  test('to a request with a whole address in its first line (absolute form) is the same', async () => {
    const answer = await sendBytes(
      port,
      Buffer.from('GET http://evil.example/api/v1/session HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n'),
    )
    expectProblem(answer, '401 session_required')
    expect(Object.fromEntries(answer.headers)['cache-control']).toBe('no-store')
    const method = await sendBytes(
      port,
      Buffer.from('GET http://evil.example/api/v1/sign-in HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n'),
    )
    expectProblem(method, '405 method_not_allowed')
  })

  test('to a failure of ours is 500 without its cause', async () => {
    await api.query('ALTER TABLE sign_ups RENAME TO sign_ups_away')
    try {
      expectProblem(await api.post('sign-up', { identifier: newEmail() }), '500 internal')
    } finally {
      await api.query('ALTER TABLE sign_ups_away RENAME TO sign_ups')
    }
  })

  test('to many cookies and two tokens takes one session, never two', async () => {
    const [mine, theirs] = [await api.account(newEmail()), await api.account(newEmail())]
    const { id } = (await api.get('account', mine)).body
    const both = await api.get('account', `${mine}; ${theirs}`)
    expect(both.body.id).toBe(id)
    const bearer = { cookie: mine, authorization: `Bearer ${theirs.split('=')[1]}` }
    expect((await api.call('GET', 'account', undefined, { headers: bearer })).body.id).not.toBe(id)
  })

  test('a password in the address bar signs nobody in', async () => {
    const address = newEmail()
    await api.account(address)
    const query = new URLSearchParams({ identifier: address, password: PASSWORD })
    expectProblem(await api.call('POST', `/api/v1/sign-in?${query}`, {}), '400 request_invalid')
  })
})
