import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, withApi } from '../test/support/api.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const report = (fields: object) => ({
  'csp-report': {
    'document-uri': 'http://localhost:4000/forgot-password?hemmelig',
    'blocked-uri': 'inline',
    disposition: 'enforce',
    'original-policy': "default-src 'none'",
    ...fields,
  },
})
/** As browsers send it: their Origin is `null`, since we ask for no referrer. */
const send = (body: unknown, type = 'application/csp-report', origin = 'null') =>
  api.bare('POST', '/csp-reports', undefined, {
    payload: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': type, origin },
  })
const counted = async (directive: string) =>
  Number(
    new RegExp(`^portvakt_csp_reports_total\\{directive="${directive}"\\} (\\d+)$`, 'm').exec(await api.metrics())?.[1],
  )

test('every answer names the place, and what is reported there is counted by directive, and kept nowhere', async () => {
  expect((await api.get('policy')).headers['content-security-policy']).toContain('report-uri /csp-reports')
  expect(await counted('script-src')).toBe(0)
  const answer = await send(
    report({ 'effective-directive': 'script-src-elem', 'violated-directive': 'script-src-elem' }),
  )
  expect([answer.status, answer.body]).toEqual([204, ''])
  await send(report({ 'violated-directive': "script-src 'self'" })) // CSP 2
  expect(await counted('script-src')).toBe(2)
  await send(report({ 'effective-directive': 'require-trusted-types-for' }))
  expect(await counted('require-trusted-types-for')).toBe(1)
  expect(await api.metrics()).not.toContain('hemmelig')
})

test('a directive that we do not have is another: nobody makes the metrics grow', async () => {
  const before = await counted('other')
  const lines = async () => (await api.metrics()).split('\n').length
  const [many] = [await lines()]
  for (const name of ['made-up', '__proto__', 'constructor', 'x'.repeat(200), 'script-src"} 99\nx{a="'])
    expect((await send(report({ 'effective-directive': name }))).status).toBe(204)
  expect(await counted('other')).toBe(before + 5)
  expect(await lines()).toBe(many)
})

test.each([
  ['no JSON', '{', 'application/csp-report', 400],
  ['no report', {}, 'application/csp-report', 400],
  ['a report of nothing', report({}), 'application/csp-report', 400],
  ['a list for a text', report({ 'effective-directive': ['img-src'] }), 'application/csp-report', 400],
  ['another type', report({ 'effective-directive': 'img-src' }), 'text/plain', 415],
  [
    'more than any report',
    report({ 'effective-directive': 'img-src', sample: 'x'.repeat(40_000) }),
    'application/csp-report',
    413,
  ],
])('%s is refused, and counts as nothing', async (_name, body, type, status) => {
  const before = await counted('img-src')
  expect((await send(body, type)).status).toBe(status)
  expect(await counted('img-src')).toBe(before)
})

test('that type is taken there and nowhere else, and no other call comes from nowhere', async () => {
  const elsewhere = await api.bare('POST', 'sign-up', undefined, {
    payload: '{"identifier":"ola@example.com"}',
    headers: { 'content-type': 'application/csp-report' },
  })
  expect(elsewhere.status).toBe(415)
  const foreign = await api.bare('POST', 'sign-up', { identifier: 'ola@example.com' }, { headers: { origin: 'null' } })
  expect(foreign.status).toBe(403)
})
