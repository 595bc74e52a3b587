import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Api, newEmail, PASSWORD, verdict, withApi } from '../../test/support/api.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

interface Told {
  id: string
  kind: string
  current: boolean
}

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

it('tells what happened, newest first, with its device and whether it was this session', async () => {
  const email = newEmail()
  const cookie = await api.account(email)
  const headers = { 'user-agent': FIREFOX }
  await api.call('POST', 'sign-in', { identifier: email, password: PASSWORD }, { headers })
  await api.post('step-up/password', { password: PASSWORD }, cookie)
  const fresh = (await api.post('sign-in', { identifier: email, password: PASSWORD })).cookie
  const { body } = await api.get('account/activity', fresh)
  expect(body.activities.map(({ kind }: Told) => kind)).toEqual(['signed_in', 'stepped_up', 'signed_in', 'signed_up'])
  expect(body.activities.map(({ current }: Told) => current)).toEqual([true, false, false, false])
  expect(body.activities[2].device).toEqual({ browser: 'Firefox', system: 'Linux' })
  expect(body.next).toBeNull()
})

it('goes on where the page before ended: each once, none left out', async () => {
  const email = newEmail()
  let cookie = await api.account(email)
  for (let times = 0; times < 44; times++)
    cookie = (await api.post('step-up/password', { password: PASSWORD }, cookie)).cookie ?? ''
  const seen: string[] = []
  const sizes: number[] = []
  let next = ''
  do {
    const { body } = await api.get(`account/activity${next && `?before=${next}`}`, cookie)
    seen.push(...body.activities.map(({ id }: Told) => id))
    sizes.push(body.activities.length)
    next = body.next
  } while (next)
  expect(sizes).toEqual([20, 20, 5])
  expect(new Set(seen).size).toBe(45)
  expect(seen).toEqual([...seen].sort().reverse())
})

it.each([
  ['without a session', 'account/activity', '', '401 session_required'],
  ['with a cursor that is none', 'account/activity?before=1', 'own', '400 request_invalid'],
])('refuses %s', async (_what, path, whose, refusal) => {
  const cookie = whose ? await api.account(newEmail()) : undefined
  expect(verdict(await api.get(path, cookie))).toBe(refusal)
})

it('tells nothing of another account', async () => {
  const cookie = await api.account(newEmail())
  await api.account(newEmail())
  expect((await api.get('account/activity', cookie)).body.activities).toHaveLength(1)
})
