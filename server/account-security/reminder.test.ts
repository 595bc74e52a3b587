import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, newEmail, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { bindAuthenticator } from '../../test/support/authenticator.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const reminder = async (cookie: string) => (await api.get('account', cookie)).body.reminder
const snooze = (cookie: string) => api.post('account/reminder/snooze', undefined, cookie)

test('while nothing but the password guards an account, its owner is reminded', async () => {
  expect(await reminder(await api.account(newEmail()))).toBe('add_authenticator')
})

test('«not now» holds for seven days, on every device, and leaves the advice', async () => {
  const email = newEmail()
  const cookie = await api.account(email)
  const other = async () => (await api.post('sign-in', { identifier: email, password: PASSWORD })).cookie ?? ''
  const answer = await snooze(cookie)
  expect(answer).toMatchObject({ status: 200, body: { reminder: null } })
  expect(answer.body.advice[0]).toBe('add_authenticator')
  expect(await reminder(await other())).toBeNull()
  api.deps.clock.advance(7 * 24 * 3600 - 60)
  expect(await reminder(await other())).toBeNull()
  api.deps.clock.advance(61)
  expect(await reminder(await other())).toBe('add_authenticator')
})

test('is one account’s alone, and nobody’s without a session', async () => {
  const [mine, theirs] = [await api.account(newEmail()), await api.account(newEmail())]
  await snooze(mine)
  expect(await reminder(theirs)).toBe('add_authenticator')
  expect(verdict(await snooze(''))).toBe('401 session_required')
})

test('with an authenticator there is nothing to be reminded of', async () => {
  const email = newEmail()
  const { cookie } = await bindAuthenticator(api, await api.account(email), email)
  expect(await reminder(cookie)).toBeNull()
})

test('an account that is to be deleted is not made safer first; once it is kept, its owner is reminded', async () => {
  const asked = await api.post('account/deletion', { password: PASSWORD }, await api.account(newEmail()))
  const cookie = asked.cookie ?? ''
  expect(await reminder(cookie)).toBeNull()
  await api.call('DELETE', 'account/deletion', undefined, { headers: { cookie } })
  expect(await reminder(cookie)).toBe('add_authenticator')
})
