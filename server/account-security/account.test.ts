import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, newEmail, newPhone, verdict, withApi } from '../../test/support/api.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const patch = (body: unknown, cookie: string) => api.call('PATCH', 'account', body, { headers: { cookie } })

test('shows identifiers masked, when the password was set, and what would protect better', async () => {
  const email = newEmail()
  const cookie = await api.account(email)
  const { status, body } = await api.get('account', cookie)
  expect(status).toBe(200)
  expect(body).toMatchObject({ locale: 'nb', identifiers: [{ kind: 'email', masked: 'p•••@example.com' }] })
  expect(body.advice).toContain('add_phone')
  expect(api.deps.clock.now().getTime() - Date.parse(body.password.changedAt)).toBeLessThan(5_000)
  expect(JSON.stringify(body)).not.toContain(email)
})

test('with both kinds of identifier there is no advice to add one', async () => {
  const phone = newPhone()
  const cookie = await api.account(newEmail())
  const { flow } = (await api.post('account/identifiers', { identifier: phone }, cookie)).body
  await api.post('account/identifiers/code', { flow, code: await api.code(phone) }, cookie)
  const { advice } = (await api.get('account', cookie)).body
  expect(advice).not.toContain('add_phone')
  expect(advice).not.toContain('add_email')
})

test('the language chosen stays: in the account, in the session’s answer, in messages', async () => {
  const [email, phone] = [newEmail(), newPhone()]
  const cookie = await api.account(email)
  for (const locale of ['nn', 'en'])
    expect(await patch({ locale }, cookie)).toMatchObject({ status: 200, body: { locale } })
  expect((await api.get('session', cookie)).body.account.locale).toBe('en')
  await api.post('account/identifiers', { identifier: phone }, cookie)
  expect((await api.messages(phone))[0]?.text).toContain('code')
})

test.each([
  ['an unknown language', { locale: 'sv' }, { field: 'locale', code: 'invalid' }],
  ['another field of the account (mass assignment)', { locale: 'en', id: 'x' }, { field: 'id', code: 'unknown' }],
  ['the credential version', { locale: 'en', credential_version: 9 }, { field: 'credential_version', code: 'unknown' }],
  ['nothing', {}, { field: 'locale', code: 'required' }],
])('changes only what may be changed: %s', async (_name, body, problem) => {
  const cookie = await api.account(newEmail())
  const answer = await patch(body, cookie)
  expect(verdict(answer)).toBe('400 request_invalid')
  expect(answer.body.fields).toEqual([problem])
  expect((await api.get('account', cookie)).body.locale).toBe('nb')
})
