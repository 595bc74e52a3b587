import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, newEmail, PASSWORD, verdict, withApi } from '../../test/support/api.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

test('smoke', async () => {
  const email = newEmail()
  const cookie = await api.account(email)
  const { body, status } = await api.post('forgot-password', { identifier: email })
  expect(status).toBe(200)
  const unknown = await api.post('forgot-password', { identifier: newEmail() })
  console.log(body, unknown.body)
  const code = await api.code(email)
  console.log((await api.messages(email))[0]?.text)
  const done = await api.post('forgot-password/finish', { flow: body.flow, code, password: 'en helt annen setning', repeat: 'en helt annen setning' })
  console.log(done.body)
  expect(verdict(done)).toBe('200')
  expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
  expect(verdict(await api.post('sign-in', { identifier: email, password: PASSWORD }))).toBe('401 credentials_wrong')
  const again = await api.post('sign-in', { identifier: email, password: 'en helt annen setning' })
  expect(verdict(again)).toBe('200')
  console.log(again.body, await api.messages(email))
})
