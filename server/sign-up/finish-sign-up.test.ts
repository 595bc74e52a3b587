import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Api, newEmail, newPhone, PASSWORD, verdict, withApi } from '../../test/support/api.ts'

let api: Api
beforeAll(async () => {
  api = await withApi({ config: { brandName: 'Fjordbørs' } })
})
afterAll(() => api.close())

const finish = (flow: string, rest: object = {}) =>
  api.post('sign-up/password', { flow, password: PASSWORD, acceptTerms: true, ...rest })

test('the web gets a cookie that no script reads, and no token', async () => {
  const done = await finish(await api.provenFlow(newEmail()))
  expect(done.status).toBe(201)
  expect(done.body).not.toHaveProperty('token')
  const cookie = String(done.headers['set-cookie'])
  for (const part of ['__Host-portvakt=', 'HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/', 'Expires='])
    expect(cookie).toContain(part)
  expect(cookie).not.toContain('Domain')
})

test('the app gets a bearer token, and no cookie', async () => {
  const done = await finish(await api.provenFlow(newPhone()), { client: 'app' })
  expect(done).toMatchObject({ status: 201, cookie: undefined, body: { session: { client: 'app' } } })
  const headers = { authorization: `Bearer ${done.body.token}` }
  expect((await api.call('GET', 'session', undefined, { headers })).body.account.id).toBe(done.body.account.id)
})

test.each([
  ['a day short of fifteen', 'fjorten tegn h', 'too_short'],
  ['letters that look long but are few', '🐎🐎🐎🐎🐎🐎🐎', 'too_short'],
  ['among those tried first', 'passord123passord123', 'too_common'],
  ['the brand, dressed up', 'fjordbørsfjordbørs', 'too_common'],
])('a weak password costs nothing: %s', async (_name, password, problem) => {
  const email = newEmail()
  const flow = await api.provenFlow(email)
  for (let at = 0; at < 8; at++) {
    const weak = await finish(flow, { password })
    expect(verdict(weak)).toBe('422 password_weak')
    expect(weak.body.fields).toEqual([{ field: 'password', code: problem }])
  }
  expect(verdict(await finish(flow))).toBe('201')
})

test('the person’s own address is no password', async () => {
  const flow = await api.provenFlow('hallgrim.fjeldstad@example.com')
  const weak = await finish(flow, { password: 'hallgrim.fjeldstad' })
  expect(weak.body.fields).toEqual([{ field: 'password', code: 'contains_identifier' }])
})

test.each([
  ['not given', {}, 'required'],
  ['no', { acceptTerms: false }, 'required'],
  ['a word', { acceptTerms: 'true' }, 'wrong_type'],
])('the terms: %s creates nothing', async (_name, terms, problem) => {
  const flow = await api.provenFlow(newEmail())
  const before = await api.count('accounts')
  const refused = await api.post('sign-up/password', { flow, password: PASSWORD, ...terms })
  expect(verdict(refused)).toBe('400 request_invalid')
  expect(refused.body.fields).toEqual([{ field: 'acceptTerms', code: problem }])
  expect(await api.count('accounts')).toBe(before)
  expect(verdict(await finish(flow))).toBe('201')
})

test('two sign-ups for one address finished at once: one account, and the other is told to sign in', async () => {
  for (let round = 0; round < 10; round++) {
    const email = newEmail()
    const spelled = [email, email.toUpperCase()]
    const flows: string[] = []
    for (const each of spelled) flows.push(await api.provenFlow(each))
    const before = await api.count('accounts')
    const answers = await Promise.all(flows.map((flow) => finish(flow)))
    expect(answers.map(verdict).sort()).toEqual(['201', '409 identifier_taken'])
    expect(await api.count('accounts')).toBe(before + 1)
    expect(await api.count('accounts', 'account_id NOT IN (SELECT account_id FROM passwords)')).toBe(0)
  }
})

test('one sign-up finished many times at once: one account, one session', async () => {
  const flow = await api.provenFlow(newEmail())
  const [accounts, sessions] = [await api.count('accounts'), await api.count('sessions')]
  const answers = await Promise.all(Array.from({ length: 20 }, () => finish(flow)))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.filter((answer) => verdict(answer) === '409 wrong_state')).toHaveLength(19)
  expect(await api.count('accounts')).toBe(accounts + 1)
  expect(await api.count('sessions')).toBe(sessions + 1)
})

test('one sign-up that comes too late is no way to have the server hash for ever', async () => {
  const email = newEmail()
  const late = await api.provenFlow(email)
  await api.account(email)
  const hash = vi.spyOn(api.deps.hasher, 'hash')
  try {
    const answers = await Promise.all(Array.from({ length: 20 }, () => finish(late)))
    expect(answers.map(verdict)).toContain('409 identifier_taken')
    for (let at = 0; at < 20; at++) answers.push(await finish(late))
    expect(new Set(answers.map(verdict))).toEqual(new Set(['409 identifier_taken', '429 too_many_attempts']))
    expect(answers.at(-1)?.body.retryAfterSeconds).toBe(10)
    expect(hash.mock.calls.length).toBeLessThanOrEqual(5)
    // Nobody else waits for it, nor whoever comes back.
    expect(verdict(await finish(await api.provenFlow(newEmail())))).toBe('201')
    api.deps.clock.advance(10)
    expect(verdict(await finish(late))).toBe('409 identifier_taken')
  } finally {
    hash.mockRestore()
  }
})

test('what happened is on record: signed up, once', async () => {
  const before = await api.count('activities', "kind = 'signed_up'")
  await api.account(newEmail())
  expect(await api.count('activities', "kind = 'signed_up'")).toBe(before + 1)
})
