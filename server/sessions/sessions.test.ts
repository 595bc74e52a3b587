import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type Api, newEmail, newPhone, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { addAddress } from '../../test/support/notices.ts'
import { findSession } from './find-session.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const signIn = (identifier: string, client = 'web', userAgent = FIREFOX): Promise<Answer> =>
  api.call('POST', 'sign-in', { identifier, password: PASSWORD, client }, { headers: { 'user-agent': userAgent } })
const remove = (path: string, cookie?: string) =>
  api.call('DELETE', path, undefined, cookie ? { headers: { cookie } } : {})
const withToken = (authorization: string) => api.call('GET', 'session', undefined, { headers: { authorization } })
const isIn = async (cookie: string | undefined) => (await api.get('session', cookie)).status === 200

/** An account and `count` more sessions of it. */
async function sessions(count: number): Promise<string[]> {
  const email = newEmail()
  const cookies = [await api.account(email)]
  for (let at = 0; at < count; at++) cookies.push((await signIn(email)).cookie ?? '')
  return cookies
}

test('says who is signed in, since when, how, how well, and until when', async () => {
  const email = newEmail()
  await api.account(email)
  const { cookie } = await signIn(email)
  const { body } = await api.get('session', cookie)
  const now = api.deps.clock.now().getTime()
  expect(body).toMatchObject({
    account: { identifiers: [{ kind: 'email', masked: 'p•••@example.com' }], locale: 'nb' },
    session: { client: 'web', amr: ['pwd'], aal: 1 },
    holds: [],
  })
  expect(now - Date.parse(body.session.authenticatedAt)).toBeLessThan(5_000)
  expect(JSON.stringify(body)).not.toContain(email)
})

describe('what is no session', () => {
  const forged: [string, (token: string) => string][] = [
    ['nothing', () => ''],
    ['a token of the right form that was never given', () => 'A'.repeat(86)],
    ['the right ids with another secret', (token) => token.slice(0, 43) + 'B'.repeat(43)],
    ['one character changed', (token) => token.slice(0, 60) + (token[60] === 'A' ? 'B' : 'A') + token.slice(61)],
    ['cut', (token) => token.slice(0, -1)],
    ['with something behind', (token) => `${token}A`],
    ['in another case', (token) => token.toLowerCase()],
    ['the ids alone', (token) => token.slice(0, 43)],
  ]
  test.each(forged)('%s: 401, as a cookie and as a bearer token', async (_name, forge) => {
    const token = (await api.account(newEmail())).split('=')[1] ?? ''
    const answers = [
      await api.get('session', `__Host-portvakt=${forge(token)}`),
      await withToken(`Bearer ${forge(token)}`),
    ]
    for (const answer of answers) {
      expect(verdict(answer)).toBe('401 session_required')
      expect(answer.headers['www-authenticate']).toBe('Bearer')
    }
    expect((await withToken(`Bearer ${token}`)).status).toBe(200)
  })

  test('what the database keeps of a token opens nothing', async () => {
    const cookie = await api.account(newEmail())
    const ids = cookie.slice(cookie.indexOf('=') + 1).slice(0, 42)
    const [row] = await api.query<{ token_hash: Buffer }>(
      'SELECT token_hash FROM sessions ORDER BY created_at DESC LIMIT 1',
    )
    const stolen = Buffer.concat([
      Buffer.from(`${ids}A`, 'base64url').subarray(0, 32),
      row?.token_hash ?? Buffer.alloc(32),
    ])
    expect(verdict(await withToken(`Bearer ${stolen.toString('base64url')}`))).toBe('401 session_required')
  })

  test.each(['Basic dXNlcjpwYXNz', 'Bearer', 'bearer  ', 'Token abc'])('another authorization: %s', async (header) => {
    expect(verdict(await withToken(header))).toBe('401 session_required')
  })
})

describe('ends', () => {
  const cases = [
    ['web', 29 * 60, true],
    ['web', 30 * 60 + 1, false],
    ['app', 30 * 24 * 3600 - 5, true],
    ['app', 30 * 24 * 3600 + 1, false],
  ] as const
  test.each(cases)('%s, unused for %i s: still in = %s', async (client, seconds, still) => {
    const email = newEmail()
    await api.account(email)
    const signedIn = await signIn(email, client)
    api.deps.clock.advance(seconds)
    const answer =
      client === 'web'
        ? await api.get('session', signedIn.cookie)
        : await withToken(`Bearer ${signedIn.body.session.token}`)
    expect(answer.status === 200).toBe(still)
  })

  test('web: use keeps it up, but not beyond twelve hours', async () => {
    const email = newEmail()
    await api.account(email)
    const { cookie = '' } = await signIn(email)
    const token = cookie.slice(cookie.indexOf('=') + 1)
    for (let minutes = 25; minutes < 720; minutes += 25) {
      api.deps.clock.advance(25 * 60)
      const session = await findSession(api.deps, token)
      expect(session?.idleEndsAt.getTime()).toBeLessThanOrEqual(session?.endsAt.getTime() ?? 0)
    }
    api.deps.clock.advance(25 * 60)
    expect(await findSession(api.deps, token)).toBeUndefined()
    expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
  })

  test('app: use does not stretch the thirty days', async () => {
    const email = newEmail()
    await api.account(email)
    const { token } = (await signIn(email, 'app')).body.session
    for (let day = 0; day < 29; day += 7) {
      api.deps.clock.advance(7 * 24 * 3600)
      expect((await withToken(`Bearer ${token}`)).status === 200).toBe(day < 28)
    }
  })

  test('step-up renews the proof, not the life', async () => {
    const cookie = await api.account(newEmail())
    const { endsAt } = (await api.get('session', cookie)).body.session
    api.deps.clock.advance(1000)
    const fresh = await api.post('step-up/password', { password: PASSWORD }, cookie)
    expect(fresh.body.session.endsAt).toBe(endsAt)
  })

  test('when the account’s credentials change', async () => {
    const cookie = await api.account(newEmail())
    const { id } = (await api.get('account', cookie)).body
    await api.query('UPDATE accounts SET credential_version = credential_version + 1 WHERE account_id = $1', [id])
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
  })
})

describe('the list of devices', () => {
  test('shows where the account is signed in, this one marked, and nothing of others', async () => {
    const email = newEmail()
    const first = await api.account(email)
    await api.account(newEmail())
    const here = (await signIn(email)).cookie
    await signIn(email, 'app', 'Portvakt/1.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)')
    const { body } = await api.get('sessions', here)
    expect(body.sessions).toHaveLength(3)
    expect(body.sessions.filter(({ current }: { current: boolean }) => current)).toHaveLength(1)
    const current = body.sessions.find((session: { current: boolean }) => session.current)
    expect(current).toMatchObject({ client: 'web', device: { browser: 'Firefox', system: 'Linux' } })
    expect(JSON.stringify(body)).not.toContain(first.split('=')[1])
  })

  test('ends one: it alone is out', async () => {
    const [here, there, third] = await sessions(2)
    const { id } = (await api.get('session', there)).body.session
    expect(verdict(await remove(`sessions/${id}`, here))).toBe('204')
    expect([await isIn(here), await isIn(there), await isIn(third)]).toEqual([true, false, true])
    expect((await api.get('sessions', here)).body.sessions).toHaveLength(2)
    expect(verdict(await remove(`sessions/${id}`, here))).toBe('404 not_found')
  })

  test('ends this one too, and takes the cookie back', async () => {
    const [here] = await sessions(0)
    const { id } = (await api.get('session', here)).body.session
    const gone = await remove(`sessions/${id}`, here)
    expect(String(gone.headers['set-cookie'])).toMatch(/^__Host-portvakt=;.*Expires=Thu, 01 Jan 1970/)
    expect(await isIn(here)).toBe(false)
  })

  test('ends all others', async () => {
    const [here, ...others] = await sessions(4)
    expect(verdict(await remove('sessions', here))).toBe('204')
    expect(await isIn(here)).toBe(true)
    for (const other of others) expect(await isIn(other)).toBe(false)
    expect(await api.count('activities', "kind = 'other_sessions_revoked'")).toBe(1)
  })

  test('every address is told of others that end, once an act, also where no proof was fresh; and of none where none did', async () => {
    const [email, phone] = [newEmail(), newPhone()]
    const here = await api.account(email)
    await addAddress(api, phone, here)
    const cookies = []
    for (let n = 0; n < 4; n++)
      cookies.push((await api.post('sign-in', { identifier: email, password: PASSWORD })).cookie)
    const told = async () =>
      Promise.all(
        [email, phone].map(
          async (address) =>
            (await api.messages(address)).filter(({ text }) => /Andre enheter er logget ut/.test(text)).length,
        ),
      )
    api.deps.clock.advance(301)
    const { id } = (await api.get('session', cookies[0])).body.session
    await remove(`sessions/${id}`, here)
    expect(await told()).toEqual([1, 1])
    await remove('sessions', here)
    expect(await told()).toEqual([2, 2])
    await remove(`sessions/${id}`, here)
    await remove('sessions', here)
    expect(await told()).toEqual([2, 2])
  })

  test('ending one’s own tells nobody', async () => {
    const email = newEmail()
    const here = await api.account(email)
    const before = (await api.messages(email)).length
    await remove(`sessions/${(await api.get('session', here)).body.session.id}`, here)
    expect((await api.messages(email)).length).toBe(before)
  })

  test('cannot end another account’s: it says there is none', async () => {
    const [mine] = await sessions(0)
    const [theirs] = await sessions(0)
    const { id } = (await api.get('session', theirs)).body.session
    expect(verdict(await remove(`sessions/${id}`, mine))).toBe('404 not_found')
    expect(await isIn(theirs)).toBe(true)
  })

  test.each(['not-a-uuid', '00000000-0000-0000-0000-00000000000', '%00', "1' OR '1'='1"])(
    '%s is no session id',
    async (id) => {
      const [here] = await sessions(0)
      const answer = await remove(`sessions/${encodeURIComponent(id)}`, here)
      expect(verdict(answer)).toBe('400 request_invalid')
      expect(answer.body.fields).toEqual([{ field: 'id', code: 'invalid' }])
    },
  )

  test('is deep: 200 sessions, the last used first, and all of them end', async () => {
    const email = newEmail()
    const cookies = [await api.account(email)]
    const { body } = await api.get('session', cookies[0])
    await api.query(
      `INSERT INTO sessions SELECT account_id, uuidv7(), token_hash, credential_version, client, 'Copy', system, amr, aal,
         created_at, authenticated_at, last_seen_at - make_interval(secs => n), idle_ends_at, ends_at
       FROM sessions, generate_series(1, 250) AS n WHERE account_id = $1`,
      [body.account.id],
    )
    const list = (await api.get('sessions', cookies[0])).body.sessions
    expect(list).toHaveLength(200)
    expect(list[0].current).toBe(true)
    await remove('sessions', cookies[0])
    expect((await api.get('sessions', cookies[0])).body.sessions).toHaveLength(1)
    expect(await api.count('sessions', `account_id = '${body.account.id}' AND revoked_at IS NULL`)).toBe(1)
  })
})

describe('signing out', () => {
  test('ends the session, takes the cookie back, and is on record', async () => {
    const [here] = await sessions(0)
    const out = await remove('session', here)
    expect(verdict(out)).toBe('204')
    expect(String(out.headers['set-cookie'])).toMatch(/^__Host-portvakt=;/)
    expect(await isIn(here)).toBe(false)
    expect(await api.count('activities', "kind = 'signed_out'")).toBe(1)
  })

  test('is never refused: without a session, and twice', async () => {
    const [here] = await sessions(0)
    for (const cookie of [undefined, '__Host-portvakt=rubbish', here, here])
      expect((await remove('session', cookie)).status).toBe(204)
  })
})

describe('without a session every act that needs one is refused', () => {
  test.each([
    ['GET', 'session'],
    ['GET', 'sessions'],
    ['DELETE', 'sessions'],
    ['DELETE', 'sessions/00000000-0000-7000-8000-000000000000'],
    ['GET', 'account'],
    ['PATCH', 'account'],
    ['POST', 'account/identifiers'],
    ['POST', 'account/identifiers/code'],
    ['POST', 'account/identifiers/resend'],
    ['POST', 'step-up/password'],
  ] as const)('%s /%s', async (method, path) => {
    const answer = await api.call(method, path, method === 'GET' || method === 'DELETE' ? undefined : {})
    expect(verdict(answer)).toBe('401 session_required')
  })
})
