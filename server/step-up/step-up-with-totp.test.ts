import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type Api, newEmail, newPhone, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { accountOf, type BoundApp, bindAtOnce } from '../../test/support/bind-at-once.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const stepUp = (cookie: string | undefined, code: string) => api.post('step-up/totp', { code }, cookie)
/** The act that needs a fresh proof. */
const act = (cookie: string | undefined) => api.post('account/identifiers', { identifier: newPhone() }, cookie)

interface Owner {
  email: string
  cookie: string
  app: BoundApp
}

/** Signed in with the password alone, as before the authenticator was bound. */
async function owner(): Promise<Owner> {
  const email = newEmail()
  const cookie = await api.account(email)
  return { email, cookie, app: await bindAtOnce(api.deps, accountOf(cookie)) }
}

test('an act asks for the authenticator, by name, however fresh the password; with its code it goes through', async () => {
  const { cookie, app } = await owner()
  const refused = await act(cookie)
  expect(verdict(refused)).toBe('401 step_up_required')
  expect(refused.body.methods).toEqual(['totp'])
  const byPassword = await api.post('step-up/password', { password: PASSWORD }, cookie)
  expect(verdict(await act(byPassword.cookie))).toBe('401 step_up_required')
  const raised = await stepUp(byPassword.cookie, app.code())
  expect(raised.body.session).toMatchObject({ aal: 2, amr: ['pwd', 'otp'], factors: ['totp'] })
  expect(Date.parse(raised.body.session.factorAt)).toBeGreaterThan(api.deps.clock.now().getTime() - 5_000)
  expect(verdict(await act(raised.cookie))).toBe('200')
})

test('the session goes on under a new token, the old one is dead, what happened is recorded', async () => {
  const { cookie, app } = await owner()
  const before = (await api.get('session', cookie)).body.session
  const raised = await stepUp(cookie, app.code())
  expect(raised.body.session).toMatchObject({ id: before.id, endsAt: before.endsAt })
  expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
  expect(await api.count('activities', `kind = 'stepped_up' AND account_id = '${accountOf(cookie)}'`)).toBe(1)
})

test('five minutes after the last code a new one is asked for', async () => {
  const { cookie, app } = await owner()
  const raised = await stepUp(cookie, app.code())
  api.deps.clock.advance(301)
  const stale = await act(raised.cookie)
  expect([verdict(stale), stale.body.methods]).toEqual(['401 step_up_required', ['totp']])
  expect(verdict(await act((await stepUp(raised.cookie, app.code())).cookie))).toBe('200')
})

describe('refuses, and leaves the session as it is:', () => {
  it.each<[string, (owner: Owner) => Promise<string> | string, string]>([
    ['a wrong code', ({ app }) => app.wrong(), '422 totp_wrong'],
    ['a code of three minutes ago', ({ app }) => app.code(-6), '422 totp_late'],
    ['a code of two steps to come', ({ app }) => app.code(2), '422 totp_wrong'],
    ['another account’s code', async () => (await owner()).app.code(), '422 totp_wrong'],
    [
      'a code of the authenticator before',
      async ({ cookie, app }) => {
        const old = app.code()
        await bindAtOnce(api.deps, accountOf(cookie))
        return old
      },
      '422 totp_wrong',
    ],
    [
      'an authenticator in whose place the phrase was used',
      async ({ cookie, app }) => {
        await api.query('UPDATE totp_secrets SET suspended_at = now() WHERE account_id = $1', [accountOf(cookie)])
        return app.code()
      },
      '409 totp_not_enrolled',
    ],
    ['five digits', () => '12345', '400 request_invalid'],
    ['letters', () => '12345a', '400 request_invalid'],
  ])('%s', async (_what, codeOf, refusal) => {
    const who = await owner()
    const refused = await stepUp(who.cookie, await codeOf(who))
    expect([verdict(refused), refused.cookie]).toEqual([refusal, undefined])
    expect((await api.get('session', who.cookie)).body.session.aal).toBe(1)
    expect(verdict(await act(who.cookie))).toBe('401 step_up_required')
    expect(await api.count('activities', `kind = 'stepped_up' AND account_id = '${accountOf(who.cookie)}'`)).toBe(0)
  })

  it('an account without an authenticator', async () => {
    expect(verdict(await stepUp(await api.account(newEmail()), '123456'))).toBe('409 totp_not_enrolled')
  })

  it('nobody at all', async () => {
    expect(verdict(await stepUp(undefined, '123456'))).toBe('401 session_required')
  })
})

test('a code is good once, for whichever session of the account comes first', async () => {
  const { email, cookie, app } = await owner()
  const flow = (await api.post('sign-in', { identifier: email, password: PASSWORD })).body.flow
  const signedIn = await api.post('sign-in/totp', { flow, code: app.code() })
  expect(signedIn.status).toBe(200)
  expect(verdict(await stepUp(cookie, app.code()))).toBe('422 totp_used')
  expect(verdict(await stepUp(signedIn.cookie ?? '', app.code(1)))).toBe('200')
  expect(verdict(await stepUp(cookie, app.code(1)))).toBe('422 totp_used')
})

test('spaces, dashes and other scripts’ digits are read as people paste them', async () => {
  const { cookie, app } = await owner()
  const code = app.code()
  expect(verdict(await stepUp(cookie, ` ${code.slice(0, 3)} ${code.slice(3)}`))).toBe('200')
})

test('the owner hears of the fifth wrong code at every address; after ten on one device another proof is asked for', async () => {
  const { email, cookie, app } = await owner()
  const told = async () => (await api.messages(email)).filter(({ text }) => text.includes('/not-me#'))
  const before = (await told()).length
  const verdicts: string[] = []
  for (let at = 0; at < 10; at++) {
    const refused = await stepUp(cookie, app.wrong())
    verdicts.push(verdict(refused))
    expect((await told()).length - before).toBe(at < 4 ? 0 : at < 9 ? 1 : 2)
    if (at < 4) continue
    api.deps.clock.advance(901) // the longest wait
    await sleep(250) // so that the session is read, and seen to be in use
  }
  expect(new Set(verdicts)).toEqual(new Set(['422 totp_wrong']))
  const used = await stepUp(cookie, app.code())
  expect(verdict(used)).toBe('429 totp_used_up')
  expect(used.body.retryAfterSeconds).toBeGreaterThan(24 * 3600)
})

test('wrong codes in one session do not count in another device’s', async () => {
  const { email, cookie, app } = await owner()
  const flow = (await api.post('sign-in', { identifier: email, password: PASSWORD })).body.flow
  const other = (await api.post('sign-in/totp', { flow, code: app.code() })).cookie ?? ''
  for (let at = 0; at < 5; at++) await stepUp(cookie, app.wrong())
  expect(verdict(await stepUp(cookie, app.code(1)))).toBe('429 too_many_attempts')
  expect(verdict(await stepUp(other, app.code(1)))).toBe('200')
})

test('a failure of ours between proof and renewal uses up no code and no try', async () => {
  const { cookie, app } = await owner()
  await api.query('ALTER TABLE activities RENAME TO activities_away')
  try {
    for (let at = 0; at < 6; at++) expect(verdict(await stepUp(cookie, app.code()))).toBe('500 internal')
  } finally {
    await api.query('ALTER TABLE activities_away RENAME TO activities')
  }
  expect(verdict(await stepUp(cookie, app.code()))).toBe('200')
})

test('of step-ups with one code at once, one wins', async () => {
  const { cookie, app } = await owner()
  const answers = await Promise.all(Array.from({ length: 8 }, () => stepUp(cookie, app.code())))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})
