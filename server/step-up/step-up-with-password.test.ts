import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, newEmail, newPhone, PASSWORD, verdict, WRONG_PASSWORD, withApi } from '../../test/support/api.ts'
import { until } from '../../test/support/peer.ts'
import { settleAfterAnswers } from '../platform/after-answer.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const stepUp = (cookie: string, password = PASSWORD) => api.post('step-up/password', { password }, cookie)
/** The act that needs a fresh proof. */
const act = (cookie: string | undefined) => api.post('account/identifiers', { identifier: newPhone() }, cookie)

test('five minutes after the last proof a sensitive act asks for a new one, and goes through with it', async () => {
  const cookie = await api.account(newEmail())
  api.deps.clock.advance(301)
  const stale = await act(cookie)
  expect(verdict(stale)).toBe('401 step_up_required')
  expect(stale.headers['www-authenticate']).toContain('insufficient_user_authentication')
  expect(await api.count('identifier_additions')).toBe(0)
  const fresh = await stepUp(cookie)
  expect(fresh.status).toBe(200)
  expect(Date.parse(fresh.body.session.authenticatedAt)).toBeGreaterThan(api.deps.clock.now().getTime() - 5_000)
  expect(verdict(await act(fresh.cookie))).toBe('200')
  expect(await api.count('activities', "kind = 'stepped_up'")).toBe(1)
})

test('the session goes on under a new token; the old one is dead at once, the absolute end stays', async () => {
  const cookie = await api.account(newEmail())
  const before = (await api.get('session', cookie)).body.session
  api.deps.clock.advance(60)
  const fresh = await stepUp(cookie)
  expect(fresh.cookie).not.toBe(cookie)
  expect(fresh.body.session).toMatchObject({ id: before.id, endsAt: before.endsAt })
  expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
  expect((await api.get('session', fresh.cookie)).body.session.id).toBe(before.id)
})

test('the app gets its new token in the answer', async () => {
  const email = newEmail()
  await api.account(email)
  const signedIn = await api.post('sign-in', { identifier: email, password: PASSWORD, client: 'app' })
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
  const old = signedIn.body.session.token
  const fresh = await api.call('POST', 'step-up/password', { password: PASSWORD }, bearer(old))
  expect(fresh).toMatchObject({ status: 200, cookie: undefined })
  expect((await api.call('GET', 'session', undefined, bearer(old))).status).toBe(401)
  expect((await api.call('GET', 'session', undefined, bearer(fresh.body.token))).status).toBe(200)
})

test('of step-ups with one token at once, one wins', async () => {
  const cookie = await api.account(newEmail())
  const answers = await Promise.all(Array.from({ length: 4 }, () => stepUp(cookie)))
  expect(answers.map(verdict).sort()).toEqual(['200', ...Array(3).fill('401 session_required')])
  const won = answers.filter(({ status }) => status === 200)
  expect((await api.get('session', won[0]?.cookie)).status).toBe(200)
})

test('a wrong password proves nothing; the waits grow, for the account, and leave the session as it is', async () => {
  const cookie = await api.account(newEmail())
  api.deps.clock.advance(301)
  for (let at = 0; at < 5; at++) {
    const wrong = await stepUp(cookie, WRONG_PASSWORD)
    expect(verdict(wrong)).toBe('401 credentials_wrong')
    expect(wrong.cookie).toBeUndefined()
  }
  const waiting = await stepUp(cookie)
  expect(verdict(waiting)).toBe('429 too_many_attempts')
  expect((await api.get('session', cookie)).status).toBe(200)
  expect(verdict(await act(cookie))).toBe('401 step_up_required')
  api.deps.clock.advance(waiting.body.retryAfterSeconds)
  expect(verdict(await stepUp(cookie))).toBe('200')
})

test('after twenty wrong ones in a row, also with days between, the session ends; the owner hears of the 5th and the 20th', async () => {
  const email = newEmail()
  await api.account(email)
  const signedIn = await api.post('sign-in', { identifier: email, password: PASSWORD, client: 'app' })
  const bearer = { headers: { authorization: `Bearer ${signedIn.body.session.token}` } }
  const told: string[] = []
  for (let at = 0; at < 20; at++) {
    expect([at, (await api.call('GET', 'session', undefined, bearer)).status]).toEqual([at, 200])
    const wrong = await api.call('POST', 'step-up/password', { password: WRONG_PASSWORD }, bearer)
    expect([at, verdict(wrong)]).toEqual([at, '401 credentials_wrong'])
    await settleAfterAnswers()
    for (const { text } of await api.messages(email))
      told.push(...(/feil passord (\d+) ganger/.exec(text)?.slice(1) ?? []))
    api.deps.clock.advance(24 * 3600 + 1)
  }
  expect(told).toEqual(['5', '20'])
  await until(async () => (await api.call('GET', 'session', undefined, bearer)).status === 401)
  expect(verdict(await api.call('POST', 'step-up/password', { password: PASSWORD }, bearer))).toBe(
    '401 session_required',
  )
  expect((await api.post('sign-in', { identifier: email, password: PASSWORD })).status).toBe(200)
})

test('the owner hears of five wrong ones in a row, whatever they were typed for', async () => {
  const email = newEmail()
  const cookie = await api.account(email)
  const tries = [
    () => api.post('step-up/password', { password: WRONG_PASSWORD }, cookie),
    () => api.post('account/deletion', { password: WRONG_PASSWORD }, cookie),
    () => {
      const password = 'en helt annen setning'
      return api.post('account/password', { current: WRONG_PASSWORD, password, repeat: password }, cookie)
    },
  ]
  for (let at = 0; at < 5; at++) {
    expect((await tries[at % tries.length]?.())?.body.code).toBe('credentials_wrong')
    await settleAfterAnswers()
    const said = /På en enhet som er logget inn på kontoen din, er det prøvd feil passord 5 ganger/
    const about = (await api.messages(email)).filter(({ text }) => said.test(text))
    expect([at, about.length]).toEqual([at, at === 4 ? 1 : 0])
    for (const { text } of about) expect(text).toContain('/not-me#')
  }
})

test('a right one forgets the wrong ones before it', async () => {
  let cookie: string | undefined = await api.account(newEmail())
  for (let round = 0; round < 6; round++) {
    for (let at = 0; at < 4; at++)
      expect(verdict(await stepUp(cookie ?? '', WRONG_PASSWORD))).toBe('401 credentials_wrong')
    const fresh: Awaited<ReturnType<typeof stepUp>> = await stepUp(cookie ?? '')
    expect([round, fresh.status]).toEqual([round, 200])
    cookie = fresh.cookie
  }
})

test('without a session there is nothing to step up', async () => {
  expect(verdict(await api.post('step-up/password', { password: PASSWORD }))).toBe('401 session_required')
})

test('a failure of ours between proof and renewal spends no try', async () => {
  const cookie = await api.account(newEmail())
  await api.query('ALTER TABLE activities RENAME TO activities_away')
  try {
    for (let at = 0; at < 6; at++) expect(verdict(await stepUp(cookie))).toBe('500 internal')
  } finally {
    await api.query('ALTER TABLE activities_away RENAME TO activities')
  }
  expect(verdict(await stepUp(cookie))).toBe('200')
})
