import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, PASSWORD, withApi } from '../../test/support/api.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

let serial = 0
const newEmail = () => `ola${++serial}@example.com`

test('identifier, code, password: signed in, and both sign-out and sign-in work', async () => {
  const email = newEmail()
  const begun = await api.post('sign-up', { identifier: email })
  expect(begun).toMatchObject({ status: 200, body: { state: 'code', actions: ['code', 'resend'], channel: 'email' } })
  const { flow } = begun.body
  const proven = await api.post('sign-up/code', { flow, code: await api.code(email) })
  expect(proven).toMatchObject({ status: 200, body: { state: 'password', actions: ['password'] } })
  const done = await api.post('sign-up/password', { flow, password: PASSWORD, acceptTerms: true })
  expect(done).toMatchObject({ status: 201, body: { session: { amr: ['pwd'], aal: 1 }, holds: [] } })
  expect((await api.get('session', done.cookie)).body.account.identifiers).toEqual([
    { kind: 'email', masked: 'o•••@example.com' },
  ])
  expect(await api.call('DELETE', 'session', undefined, { headers: { cookie: done.cookie } })).toMatchObject({
    status: 204,
  })
  expect(await api.get('session', done.cookie)).toMatchObject({ status: 401, body: { code: 'session_required' } })
  const back = await api.post('sign-in', { identifier: email, password: PASSWORD })
  expect(back).toMatchObject({ status: 200, body: { state: 'signed_in' } })
  expect(await api.get('session', back.cookie)).toMatchObject({ status: 200 })
})
