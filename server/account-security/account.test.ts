import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, newEmail, newPhone, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { settleAfterAnswers } from '../platform/after-answer.ts'

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

test('whatever its owner is sent is in that language, whoever asks and from wherever', async () => {
  const email = newEmail()
  const cookie = await api.account(email)
  await patch({ locale: 'en' }, cookie)
  const before = (await api.messages(email)).length
  const { id } = (await api.get('account', cookie)).body.identifiers[0]
  const asks: [string, object, boolean][] = [
    ['step-up/address', { identifierId: id }, true],
    ['account/authenticator/change', { kind: 'bind', identifierId: id }, true],
    [`account/identifiers/${id}/change`, { identifier: newEmail() }, true],
    ['sign-up', { identifier: email }, false],
    ['forgot-password', { identifier: email }, false],
    ['sign-in', { identifier: email, password: PASSWORD }, false],
    ['account/freeze', {}, true],
    ['thaw', { identifier: email, password: PASSWORD }, false],
  ]
  for (const [path, body, isSignedIn] of asks) {
    const sent = (await api.messages(email)).length
    expect([path, (await api.post(path, body, isSignedIn ? cookie : undefined)).status]).toEqual([path, 200])
    expect([path, (await api.messages(email)).length]).toEqual([path, sent + 1])
    api.deps.clock.advance(61)
  }
  const strangers = newEmail()
  const owner = await api.account(strangers)
  await patch({ locale: 'en' }, owner)
  const old = (await api.messages(strangers)).length
  for (let at = 0; at <= 20; at++) {
    const wrong = { identifier: strangers, password: 'feil hest batteri stift' }
    await api.call('POST', 'sign-in', wrong, { remoteAddress: `10.9.0.${at}` })
  }
  await settleAfterAnswers()
  const all = [
    ...(await api.messages(email)).slice(0, -before || undefined),
    ...(await api.messages(strangers)).slice(0, -old || undefined),
  ]
  expect(all.filter(({ text }) => /^\d{8}$/m.test(text)).length).toBeGreaterThanOrEqual(6)
  for (const { subject, text } of all) {
    expect([subject, text]).toEqual([subject, expect.stringMatching(/\bThis message\b|\byour?\b/i)])
    expect(`${subject} ${text}`).not.toMatch(/[æøå]|\b(koden?|kontoen|ikke|passordet)\b/i)
  }
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
