import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Api, newEmail, newPhone, PASSWORD, verdict, WRONG_PASSWORD, withApi } from '../../test/support/api.ts'
import { bindAuthenticator } from '../../test/support/authenticator.ts'
import { accountOf, addAddress, beginReset, finishReset, NEW_PASSWORD } from '../../test/support/recovery.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const change = (cookie: string, current = PASSWORD, password = NEW_PASSWORD, repeat = password) =>
  api.post('account/password', { current, password, repeat }, cookie)

const signIn = (identifier: string, password: string) => api.post('sign-in', { identifier, password })

async function signedIn(identifier: string, password = PASSWORD): Promise<string> {
  const { cookie } = await signIn(identifier, password)
  if (!cookie) throw new Error('not signed in')
  return cookie
}

it('the new password opens the account and the old one does not', async () => {
  const email = newEmail()
  const answer = await change(await api.account(email))
  expect(answer.status).toBe(200)
  expect(verdict(await signIn(email, PASSWORD))).toBe('401 credentials_wrong')
  expect((await signIn(email, NEW_PASSWORD)).status).toBe(200)
})

it('this session goes on under a new token, every other one has ended', async () => {
  const email = newEmail()
  const cookie = await api.account(email)
  const other = await signedIn(email)
  const { cookie: carried } = await change(cookie)
  expect((await api.get('session', carried)).status).toBe(200)
  expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
  expect(verdict(await api.get('session', other))).toBe('401 session_required')
  expect((await change(carried ?? '', NEW_PASSWORD, 'og enda en ny setning')).status).toBe(200)
})

it('every other device is a stranger from then on', async () => {
  const email = newEmail()
  const cookie = await api.account(email)
  const accountId = await accountOf(api, cookie)
  const other = Buffer.alloc(32, 7)
  await api.query(`INSERT INTO devices VALUES ($1, gen_random_uuid(), $2, 'web', '', '', '', now(), now())`, [
    accountId,
    other,
  ])
  await change(cookie)
  expect(
    await api.query('SELECT ended_at IS NOT NULL AS ended FROM devices WHERE device_lookup = $1', [other]),
  ).toEqual([{ ended: true }])
})

it('pauses withdrawals for a day, tells operators, and the owner at every address', async () => {
  const [email, phone] = [newEmail(), newPhone()]
  const cookie = await api.account(email)
  await addAddress(api, cookie, phone)
  const accountId = await accountOf(api, cookie)
  const { body } = await change(cookie)
  const hold = body.holds.find(({ reason }: { reason: string }) => reason === 'password_changed')
  const hours = (Date.parse(hold.endsAt) - api.deps.clock.now().getTime()) / 3_600_000
  expect(hours).toBeCloseTo(24, 1)
  expect(await api.count('events', `account_id = '${accountId}' AND type = 'account.password.changed'`)).toBe(1)
  expect(await api.count('activities', `account_id = '${accountId}' AND kind = 'password_changed'`)).toBe(1)
  expect((await api.messages(email))[0]?.subject).toMatch(/Passordet ditt .* er endret/)
  expect((await api.messages(phone))[0]?.text).toMatch(/Passordet ditt .* er endret/)
})

it.each([
  ['a weak new password', { password: 'kort', repeat: 'kort' }, '422 password_weak', 'password', 'too_short'],
  ['one made of the address', {}, '422 password_weak', 'password', 'contains_identifier'],
  ['unequal passwords', { repeat: `${NEW_PASSWORD}!` }, '400 request_invalid', 'repeat', 'unequal'],
])('%s is refused first and spends nothing', async (what, change, refusal, field, code) => {
  const email = `langt.navn.${newEmail()}`
  const cookie = await api.account(email)
  const made = what.includes('address') ? { password: email, repeat: email } : {}
  const body = { current: WRONG_PASSWORD, password: NEW_PASSWORD, repeat: NEW_PASSWORD, ...change, ...made }
  for (let times = 0; times < 6; times++) {
    const answer = await api.post('account/password', body, cookie)
    expect(verdict(answer)).toBe(refusal)
    expect(answer.body.fields).toEqual([{ field, code }])
  }
  expect((await api.post('step-up/password', { password: PASSWORD }, cookie)).status).toBe(200)
})

it('wrong tries of the old password count together with those of step-up', async () => {
  const email = newEmail()
  const cookie = await api.account(email)
  for (let times = 0; times < 3; times++)
    expect(verdict(await change(cookie, WRONG_PASSWORD))).toBe('401 credentials_wrong')
  for (let times = 0; times < 2; times++)
    expect(verdict(await api.post('step-up/password', { password: WRONG_PASSWORD }, cookie))).toBe(
      '401 credentials_wrong',
    )
  expect(verdict(await change(cookie))).toBe('429 too_many_attempts')
})

it('asks for a fresh proof, and for a session', async () => {
  const cookie = await api.account(newEmail())
  api.deps.clock.advance(6 * 60)
  expect(verdict(await change(cookie))).toBe('401 step_up_required')
  expect(verdict(await api.post('account/password', {}))).toBe('401 session_required')
})

it('of several changes at once exactly one is made', async () => {
  for (let round = 0; round < 3; round++) {
    const email = newEmail()
    const cookies = [await api.account(email), await signedIn(email), await signedIn(email)]
    const answers = await Promise.all(
      [...cookies, ...cookies].map((cookie, at) => change(cookie, PASSWORD, `en ny setning nummer ${at}`)),
    )
    const made = answers.findIndex(({ status }) => status === 200)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const answer of answers.filter(({ status }) => status !== 200))
      expect(['401 session_required', '401 credentials_wrong']).toContain(verdict(answer))
    expect((await signIn(email, `en ny setning nummer ${made}`)).status).toBe(200)
  }
})

it('of a change and a reset at once one is made, and its password is the one that counts', async () => {
  for (let round = 0; round < 4; round++) {
    const email = newEmail()
    const cookie = await api.account(email)
    const flow = await beginReset(api, email)
    const code = await api.code(email)
    const [changed, reset] = await Promise.all([
      change(cookie, PASSWORD, 'passordet fra kontosiden'),
      finishReset(api, flow, code, 'passordet fra tilbakestillingen'),
    ])
    expect([changed.status, reset.status].filter((status) => status === 200)).toHaveLength(1)
    const winner = changed.status === 200 ? 'passordet fra kontosiden' : 'passordet fra tilbakestillingen'
    expect((await signIn(email, winner)).status).toBe(200)
  }
})

it.each([
  ['nine', 'qk-vT4zM8', '422 password_weak'],
  ['ten', 'qk-vT4zM8w', '200'],
  ['ten, but obvious', 'passord123', '422 password_weak'],
])('with a second factor bound ten characters are enough: %s', async (_what, password, expected) => {
  const email = newEmail()
  const { cookie } = await bindAuthenticator(api, await api.account(email), email)
  expect(verdict(await change(cookie, PASSWORD, password))).toBe(expected)
})

it('without one, fifteen', async () => {
  const cookie = await api.account(newEmail())
  expect(verdict(await change(cookie, PASSWORD, 'qk-vT4zM8wLpXn'))).toBe('422 password_weak')
  expect(verdict(await change(cookie, PASSWORD, 'qk-vT4zM8wLpXnR'))).toBe('200')
})
