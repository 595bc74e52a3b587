import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type Api, deviceCookie, newEmail, newPhone, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { accountOf, type BoundApp, bindAtOnce } from '../../test/support/bind-at-once.ts'
import { deviceKey } from '../../test/support/device-key.ts'
import { findSpent } from '../limits/spend-budget.ts'
import { policy } from '../platform/policy.ts'

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

/** Signed in with the authenticator too, on a device that is known from then on, whose app shows the next code. */
async function onDevice({ email, app }: Omit<Owner, 'cookie'>, device = '') {
  api.deps.clock.advance(31)
  const headers: Record<string, string> = device ? { cookie: device } : {}
  const { flow } = (await api.call('POST', 'sign-in', { identifier: email, password: PASSWORD }, { headers })).body
  const opened = await api.call('POST', 'sign-in/totp', { flow, code: app.code() }, { headers })
  api.deps.clock.advance(31)
  return { opened, cookie: opened.cookie ?? '', device: device || deviceCookie(opened) }
}

/** What a browser sends: the session and what it is known by. */
const together = ({ cookie, device }: { cookie: string; device: string }) => `${cookie}; ${device}`

const told = async (email: string) =>
  (await api.messages(email)).filter(({ text }) => text.includes('feil kode fra autentiseringsappen'))

describe('the fifth wrong code in a row', () => {
  it('ends the session, whatever time is between them, and its owner hears of that at every address', async () => {
    const { email, cookie, app } = await owner()
    const id = (await api.get('session', cookie)).body.session.id
    for (let at = 1; at <= policy.wrongTotpCodesInASession; at++) {
      expect([at, (await told(email)).length]).toEqual([at, 0])
      expect([at, verdict(await stepUp(cookie, app.wrong()))]).toEqual([at, '422 totp_wrong'])
      api.deps.clock.advance(600)
    }
    expect((await told(email)).map(({ text }) => text)).toEqual([
      expect.stringMatching(/prøvd feil kode fra autentiseringsappen 5 ganger på rad\. Enheten er logget ut\./),
    ])
    await sleep(250)
    expect(verdict(await stepUp(cookie, app.code()))).toBe('401 session_required')
    expect(await api.count('activities', `kind = 'session_revoked' AND session_id = '${id}'`)).toBe(1)
  })

  it('wherever in the session they are typed', async () => {
    const { app, ...who } = await owner()
    const { cookie } = await onDevice({ app, ...who })
    const [{ id }] = (await api.get('account', cookie)).body.identifiers
    const change = 'account/authenticator/change'
    const { flow } = (await api.post(change, { kind: 'remove', identifierId: id }, cookie)).body
    const code = await api.code(who.email)
    for (let at = 0; at < 2; at++)
      expect(verdict(await api.post(`${change}/code`, { flow, code, totp: app.wrong() }, cookie))).toBe(
        '422 totp_wrong',
      )
    for (let at = 0; at < 3; at++) expect(verdict(await stepUp(cookie, app.wrong()))).toBe('422 totp_wrong')
    await sleep(250)
    expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
  })

  it('a right one in between begins anew, the password does not', async () => {
    const { cookie, app } = await owner()
    for (let at = 0; at < 4; at++) await stepUp(cookie, app.wrong())
    const raised = await stepUp(cookie, app.code())
    for (let at = 0; at < 4; at++) expect(verdict(await stepUp(raised.cookie, app.wrong()))).toBe('422 totp_wrong')
    const byPassword = await api.post('step-up/password', { password: PASSWORD }, raised.cookie)
    expect(verdict(await stepUp(byPassword.cookie, app.wrong()))).toBe('422 totp_wrong')
    await sleep(250)
    expect(verdict(await api.get('session', byPassword.cookie))).toBe('401 session_required')
  })

  it('of many at once ends it once', async () => {
    const { email, cookie, app } = await owner()
    await Promise.all(Array.from({ length: 12 }, () => stepUp(cookie, app.wrong())))
    await stepUp(cookie, app.wrong())
    expect(await told(email)).toHaveLength(1)
    await sleep(250)
    expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
  })
})

const LONGEST_WAIT = 901

/** Five wrong codes, with the waits between them: the session is over then. */
async function burn(cookie: string, { app }: Owner): Promise<void> {
  for (let wrong = 0; wrong < 5; ) {
    const refused = await stepUp(cookie, app.wrong())
    if (verdict(refused) === '422 totp_wrong') wrong++
    else {
      expect(verdict(refused)).toBe('429 too_many_attempts')
      api.deps.clock.advance(refused.body.retryAfterSeconds + 1)
    }
  }
}

describe('ten wrong codes are counted', () => {
  it('for strangers, where the cookie comes alone: the device it was taken from lets its owner in', async () => {
    const who = await owner()
    const first = await onDevice(who)
    const second = await onDevice(who, first.device)
    for (const { cookie } of [first, second]) await burn(cookie, who)
    const own = await onDevice(who, first.device)
    expect(verdict(own.opened)).toBe('200')
    expect(verdict(await stepUp(together(own), who.app.code()))).toBe('200')
    api.deps.clock.advance(LONGEST_WAIT)
    expect(verdict((await onDevice(who)).opened)).toBe('429 totp_used_up')
  })

  it('for the device, where what it is known by comes along: strangers have all theirs still', async () => {
    const who = await owner()
    const first = await onDevice(who)
    const { device } = first
    const second = await onDevice(who, device)
    const last = await onDevice(who, device)
    for (const each of [first, second]) await burn(together(each), who)
    api.deps.clock.advance(LONGEST_WAIT)
    const used = await stepUp(together(last), who.app.code())
    expect([verdict(used), used.body.retryAfterSeconds > 24 * 3600]).toEqual(['429 totp_used_up', true])
    expect(verdict((await onDevice(who, device)).opened)).toBe('429 totp_used_up')
    expect(verdict((await onDevice(who)).opened)).toBe('200')
  })

  it('for the device, where the token is bound to its key', async () => {
    const { email, app } = await owner()
    api.deps.clock.advance(31)
    const key = deviceKey({ origin: api.deps.config.origin, now: () => api.deps.clock.now() })
    const send = (path: string, body: object, token?: string) => {
      const dpop = key.prove({ method: 'POST', path: `/api/v1/${path}`, token })
      const headers = { dpop, ...(token && { authorization: `Bearer ${token}` }) }
      return api.call('POST', path, body, { headers })
    }
    const { flow } = (await send('sign-in', { identifier: email, password: PASSWORD, client: 'app' })).body
    const opened = await send('sign-in/totp', { flow, code: app.code() })
    await send('step-up/totp', { code: app.wrong() }, opened.body.session.token)
    const accountId = accountOf(opened.body.session.token)
    const [device] = await api.query<{ device_id: string }>(
      `SELECT device_id FROM devices WHERE account_id = $1 AND client = 'app'`,
      [accountId],
    )
    const budget = { name: 'totp-device', most: 0, windowSeconds: 60, rolls: true } as const
    expect(await findSpent(api.deps, budget, [accountId, device?.device_id ?? ''])).toBe(1)
  })

  it('by what comes along in a change of the authenticator too', async () => {
    const who = await owner()
    const own = await onDevice(who)
    const accountId = accountOf(own.cookie)
    const budget = { name: 'totp-device', most: 0, windowSeconds: 60, rolls: true } as const
    const ofDevices = async () => {
      const devices = await api.query<{ id: string }>('SELECT device_id AS id FROM devices WHERE account_id = $1', [
        accountId,
      ])
      const spent = await Promise.all(devices.map(({ id }) => findSpent(api.deps, budget, [accountId, id])))
      return spent.reduce((sum, each) => sum + each, 0)
    }
    const [{ id: identifierId }] = (await api.get('account', own.cookie)).body.identifiers
    const change = 'account/authenticator/change'
    const { flow } = (await api.post(change, { kind: 'remove', identifierId }, own.cookie)).body
    const guess = { flow, code: await api.code(who.email), totp: who.app.wrong() }
    expect(verdict(await api.post(`${change}/code`, guess, own.cookie))).toBe('422 totp_wrong')
    expect(await ofDevices()).toBe(0)
    expect(verdict(await api.post(`${change}/code`, guess, together(own)))).toBe('422 totp_wrong')
    expect(await ofDevices()).toBe(1)
  })

  it('apart for each device', async () => {
    const who = await owner()
    const one = await onDevice(who)
    const again = await onDevice(who, one.device)
    const other = await onDevice(who)
    await burn(together(one), who)
    expect(verdict(await stepUp(together(again), who.app.code()))).toBe('429 too_many_attempts')
    expect(verdict(await stepUp(together(other), who.app.code()))).toBe('200')
  })
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
