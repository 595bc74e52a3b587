import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Api,
  deviceCookie,
  newEmail,
  newPhone,
  PASSWORD,
  verdict,
  WRONG_PASSWORD,
  withApi,
} from '../../test/support/api.ts'
import { bindAuthenticator, waitingSignIn } from '../../test/support/authenticator.ts'
import { accountIdOf, addAddress, linkOf } from '../../test/support/notices.ts'
import { createApiKey } from '../api-keys/manage-api-keys.ts'
import { policy } from '../platform/policy.ts'

const DAY = 24 * 3600

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const signIn = (identifier: string, password = PASSWORD) => api.post('sign-in', { identifier, password })
const request = (cookie: string, password = PASSWORD) => api.post('account/deletion', { password }, cookie)
const cancel = (cookie: string) => api.call('DELETE', 'account/deletion', undefined, { headers: { cookie } })
const deletionOf = async (cookie: string) => (await api.get('account', cookie)).body.deletion
const eventsOf = (accountId: string) =>
  api.query<{ type: string; data: object }>('SELECT type, data FROM events WHERE account_id = $1 ORDER BY event_id', [
    accountId,
  ])
const holdsOf = async (cookie: string): Promise<string[]> =>
  (await api.get('session', cookie)).body.holds.map(({ reason }: { reason: string }) => reason)

/** An account with two addresses. */
async function person() {
  const [email, phone] = [newEmail(), newPhone()]
  const cookie = await api.account(email)
  await addAddress(api, phone, cookie)
  return { email, phone, cookie, accountId: await accountIdOf(api, cookie) }
}

/** The same, its deletion asked for: with the session that goes on. */
async function leaving() {
  const made = await person()
  const asked = await request(made.cookie)
  expect([asked.status, asked.body.deletion?.state]).toEqual([200, 'scheduled'])
  return { ...made, cookie: asked.cookie ?? '', before: made.cookie }
}

describe('asking for it', () => {
  test('says when it will be, and what can be done until then', async () => {
    const { cookie } = await person()
    expect(await deletionOf(cookie)).toEqual({ state: 'none', actions: ['request'], endsAt: null })
    const { body } = await request(cookie)
    expect(body.deletion).toMatchObject({ state: 'scheduled', actions: ['cancel'] })
    const left = (Date.parse(body.deletion.endsAt) - api.deps.clock.now().getTime()) / 1000
    expect(policy.deletionGraceSeconds).toBe(30 * DAY)
    expect(left).toBeGreaterThan(30 * DAY - 60)
    expect(left).toBeLessThanOrEqual(30 * DAY)
  })

  test('this session goes on under a new token; every other session, device, code and flow ends', async () => {
    const { email, cookie, accountId } = await person()
    const other = (await signIn(email)).cookie ?? ''
    const { flow } = (await api.post('forgot-password', { identifier: email })).body
    const code = await api.code(email)
    const asked = await request(cookie)
    for (const dead of [cookie, other]) expect(verdict(await api.get('session', dead))).toBe('401 session_required')
    expect((await api.get('session', asked.cookie)).status).toBe(200)
    expect(await api.count('sessions', `account_id = '${accountId}' AND revoked_at IS NULL`)).toBe(1)
    expect(await api.count('devices', `account_id = '${accountId}' AND ended_at IS NULL`)).toBe(0) // none is this one: no cookie was sent
    const password = 'en helt annen setning'
    const reset = await api.post('forgot-password/finish', { flow, code, password, repeat: password })
    expect(verdict(reset)).toBe('410 flow_ended')
  })

  test('the device it was asked for on stays known', async () => {
    const email = newEmail()
    const accountId = await accountIdOf(api, await api.account(email))
    const signedIn = await signIn(email)
    const device = deviceCookie(signedIn)
    expect(await api.count('devices', `account_id = '${accountId}' AND ended_at IS NULL`)).toBe(2)
    await request(`${signedIn.cookie}; ${device}`)
    expect(await api.count('devices', `account_id = '${accountId}' AND ended_at IS NULL`)).toBe(1)
  })

  test('needs a fresh proof, and the password again', async () => {
    const { email, cookie } = await person()
    api.deps.clock.advance(6 * 60)
    expect(verdict(await request(cookie))).toBe('401 step_up_required')
    expect(verdict(await cancel(cookie))).toBe('401 step_up_required')
    const stepped = (await api.post('step-up/password', { password: PASSWORD }, cookie)).cookie ?? ''
    expect(verdict(await request(stepped, WRONG_PASSWORD))).toBe('401 credentials_wrong')
    expect(await deletionOf(stepped)).toMatchObject({ state: 'none' })
    expect((await request(stepped)).status).toBe(200)
    expect((await signIn(email)).status).toBe(200)
  })

  test('an account with an authenticator: the password alone does not do', async () => {
    const email = newEmail()
    const { cookie, app } = await bindAuthenticator(api, await api.account(email), email)
    api.deps.clock.advance(6 * 60)
    const known = (await api.post('step-up/password', { password: PASSWORD }, cookie)).cookie ?? cookie
    for (const refused of [await request(known), await cancel(known)])
      expect(verdict(refused)).toBe('401 step_up_required')
    const { flow } = await waitingSignIn(api, email)
    const proven = (await api.post('sign-in/totp', { flow, code: app.code() })).cookie ?? ''
    expect((await request(proven)).status).toBe(200)
  })

  test('wrong tries of the password count together with those of step-up', async () => {
    const { cookie } = await person()
    const verdicts = []
    for (let n = 0; n < 3; n++) verdicts.push(verdict(await request(cookie, WRONG_PASSWORD)))
    for (let n = 0; n < 2; n++)
      verdicts.push(verdict(await api.post('step-up/password', { password: WRONG_PASSWORD }, cookie)))
    expect(new Set(verdicts)).toEqual(new Set(['401 credentials_wrong']))
    expect(verdict(await request(cookie))).toBe('429 too_many_attempts')
  })

  test.each([
    ['nobody', undefined, { password: PASSWORD }, '401 session_required'],
    ['no password', 'own', {}, '400 request_invalid'],
    ['a number', 'own', { password: 1 }, '400 request_invalid'],
    ['something beside it', 'own', { password: PASSWORD, days: 0 }, '400 request_invalid'],
  ])('refuses %s', async (_name, who, body, refusal) => {
    const cookie = who && (await api.account(newEmail()))
    expect(verdict(await api.post('account/deletion', body, cookie))).toBe(refusal)
  })

  test('twice: the second finds it asked for, and the day stays', async () => {
    const { cookie, accountId } = await leaving()
    const { endsAt } = await deletionOf(cookie)
    api.deps.clock.advance(60)
    const again = await request(cookie)
    expect([verdict(again), again.body.state]).toEqual(['409 wrong_state', 'scheduled'])
    expect((await deletionOf(cookie)).endsAt).toBe(endsAt)
    expect(await api.count('events', `account_id = '${accountId}' AND type = 'account.deletion.requested'`)).toBe(1)
  })

  test('ten at once ask once', async () => {
    const { cookie, email, accountId } = await person()
    const before = (await api.messages(email)).length
    const answers = await Promise.all(Array.from({ length: 10 }, () => request(cookie)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const refused = new Set(answers.map(verdict).filter((each) => each !== '200'))
    expect([...refused].filter((each) => !['401 session_required', '409 wrong_state'].includes(each))).toEqual([])
    expect(await api.count('activities', `account_id = '${accountId}' AND kind = 'deletion_requested'`)).toBe(1)
    expect(await api.messages(email)).toHaveLength(before + 1)
  })

  test('is told to every address with the day and the way back, to the exchange, and to the record', async () => {
    const { email, phone, accountId, cookie } = await leaving()
    const [mail] = await api.messages(email)
    const [sms] = await api.messages(phone)
    const end = new Date((await deletionOf(cookie)).endsAt)
    const spoken = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat('nb', { timeZone: 'Europe/Oslo', ...options }).format(end)
    expect(mail?.subject).toBe(`Kontoen din hos Portvakt slettes ${spoken({ dateStyle: 'long' })}`)
    expect(mail?.text).toContain('velger «Behold kontoen»')
    const date = spoken({ day: 'numeric', month: 'numeric', year: 'numeric' })
    expect(sms?.text).toContain(`slettes ${date}. Angre: logg inn.`)
    for (const message of [mail, sms]) expect(message?.text).toContain('http://localhost:4000/not-me#')
    const events = await eventsOf(accountId)
    const reasons = ['account_deletion', 'identifier_added']
    const holds = reasons.map((reason) => ({ reason, endsAt: expect.any(String) }))
    expect(events).toContainEqual({ type: 'account.hold.changed', data: { holds } })
    const { endsAt } = await deletionOf(cookie)
    expect(events).toContainEqual({ type: 'account.deletion.requested', data: { endsAt } })
    expect(await api.count('activities', `account_id = '${accountId}' AND kind = 'deletion_requested'`)).toBe(1)
  })
})

describe('until it is over', () => {
  test('signing in works, and nothing of the account is lost', async () => {
    const { email, phone, accountId } = await leaving()
    api.deps.clock.advance(29 * DAY)
    for (const address of [email, phone]) {
      const { cookie } = await signIn(address)
      expect(await accountIdOf(api, cookie ?? '')).toBe(accountId)
      const { body } = await api.get('account', cookie)
      expect(body.identifiers).toHaveLength(2)
      expect(body.deletion.actions).toEqual(['cancel'])
    }
  })

  test('withdrawals are on hold, for the session and for whoever asks with a key', async () => {
    const { email, accountId } = await leaving()
    const { key } = await createApiKey(api.deps, { name: 'exchange', scopes: ['holds:read'], days: 90 })
    const headers = { authorization: `Bearer ${key}` }
    const ask = async () => (await api.call('GET', `accounts/${accountId}/holds`, undefined, { headers })).body
    for (const days of [0, 2, 27.9]) {
      api.deps.clock.advance(days * DAY)
      expect((await ask()).holds[0].reason).toBe('account_deletion')
      const { cookie } = await signIn(email)
      expect(await holdsOf(cookie ?? '')).toContain('account_deletion')
    }
    // Its time is over, and no sweep has come by yet: nothing leaves in between.
    api.deps.clock.advance(DAY)
    const [hold] = (await ask()).holds
    expect(hold.reason).toBe('account_deletion')
    expect(Date.parse(hold.endsAt)).toBeGreaterThan(api.deps.clock.now().getTime())
  })

  test('addresses and password can be changed, and the day stays', async () => {
    const { email, cookie } = await leaving()
    const { endsAt } = await deletionOf(cookie)
    const password = 'en helt annen setning'
    const changed = await api.post('account/password', { current: PASSWORD, password, repeat: password }, cookie)
    expect(await deletionOf(changed.cookie ?? '')).toMatchObject({ state: 'scheduled', endsAt })
    api.deps.clock.advance(61)
    const { flow } = (await api.post('forgot-password', { identifier: email })).body
    const code = await api.code(email)
    await api.post('forgot-password/finish', { flow, code, password: PASSWORD, repeat: PASSWORD })
    expect(await deletionOf((await signIn(email)).cookie ?? '')).toMatchObject({ state: 'scheduled', endsAt })
  })
})

describe('keeping the account', () => {
  test('stops it, tells every address, the exchange and the record, and leaves everything there', async () => {
    const { email, phone, accountId } = await leaving()
    api.deps.clock.advance(3 * DAY)
    const cookie = (await signIn(email)).cookie ?? ''
    const kept = await cancel(cookie)
    expect([kept.status, kept.body.deletion]).toEqual([200, { state: 'none', actions: ['request'], endsAt: null }])
    expect((await api.get('account', cookie)).body.identifiers).toHaveLength(2)
    for (const address of [email, phone])
      expect((await api.messages(address))[0]?.text).toMatch(/slettes ikke likevel|blir ikke slettet likevel/)
    expect(await eventsOf(accountId)).toContainEqual({ type: 'account.deletion.cancelled', data: {} })
    expect(await api.count('activities', `account_id = '${accountId}' AND kind = 'deletion_cancelled'`)).toBe(1)
    for (const address of [email, phone]) expect((await signIn(address)).status).toBe(200)
  })

  test('withdrawals wait a day, as after any other change, and no longer', async () => {
    const { email } = await leaving()
    api.deps.clock.advance(3 * DAY)
    const cookie = (await signIn(email)).cookie ?? ''
    await cancel(cookie)
    expect(await holdsOf(cookie)).toEqual(['deletion_cancelled'])
    api.deps.clock.advance(DAY + 1)
    expect(await holdsOf((await signIn(email)).cookie ?? '')).toEqual([])
  })

  test('again is safe, and so is keeping what was never to be deleted', async () => {
    const { cookie, accountId } = await leaving()
    for (let n = 0; n < 3; n++) expect((await cancel(cookie)).status).toBe(200)
    expect(await api.count('events', `account_id = '${accountId}' AND type = 'account.deletion.cancelled'`)).toBe(1)
    const other = await person()
    expect((await cancel(other.cookie)).status).toBe(200)
    expect(await api.count('activities', `account_id = '${other.accountId}' AND kind = 'deletion_cancelled'`)).toBe(0)
  })

  test('it can be asked for anew, for thirty days from then on', async () => {
    const { cookie } = await leaving()
    const first = (await deletionOf(cookie)).endsAt
    await cancel(cookie)
    api.deps.clock.advance(60)
    const { body } = await request(cookie)
    expect(Date.parse(body.deletion.endsAt) - Date.parse(first)).toBeGreaterThanOrEqual(60_000)
  })
})

describe('freezing stops it', () => {
  test('by the link of the notice, signed out; opening again takes nothing up', async () => {
    const { email, phone, cookie, accountId } = await leaving()
    const token = await linkOf(api, phone)
    expect((await api.post('not-me/look', { token })).body).toMatchObject({
      state: 'open',
      event: 'account_deletion_requested',
    })
    expect((await api.post('not-me', { token })).status).toBe(200)
    expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
    expect(await api.count('accounts', `account_id = '${accountId}' AND deletes_at IS NULL`)).toBe(1)
    const [mail] = await api.messages(email)
    expect(mail?.subject).toBe('Kontoen din hos Portvakt er fryst og slettes ikke')
    expect(mail?.text).toContain('http://localhost:4000/thaw')
    const types = (await eventsOf(accountId)).map(({ type }) => type)
    expect(types).toEqual(expect.arrayContaining(['account.frozen', 'account.deletion.cancelled']))
    const { flow } = (await api.post('thaw', { identifier: email, password: PASSWORD })).body
    expect((await api.post('thaw/code', { flow, code: await api.code(email) })).body.state).toBe('done')
    const opened = (await signIn(email)).cookie ?? ''
    expect(await deletionOf(opened)).toMatchObject({ state: 'none' })
    expect(await holdsOf(opened)).not.toContain('account_deletion')
  })

  test('from a session too; and the link works to the last hour', async () => {
    const { cookie, accountId } = await leaving()
    await api.call('POST', 'account/freeze', undefined, { headers: { cookie } })
    expect(await api.count('accounts', `account_id = '${accountId}' AND deletes_at IS NULL`)).toBe(1)
    const late = await leaving()
    api.deps.clock.advance(30 * DAY - 3600)
    expect((await api.post('not-me', { token: await linkOfSent(late.accountId) })).status).toBe(200)
    expect(await api.count('accounts', `account_id = '${late.accountId}' AND deletes_at IS NULL`)).toBe(1)
  })

  /** Demo mode forgets messages after a day: the link as its reader has kept it. */
  async function linkOfSent(accountId: string): Promise<string> {
    const rows = await api.query<{ message_id: string; sealed: Buffer }>(
      "SELECT message_id, sealed FROM outbox WHERE account_id = $1 AND template = 'notice' ORDER BY message_id DESC LIMIT 1",
      [accountId],
    )
    const [row] = rows
    const context = ['outbox', accountId, row?.message_id ?? '']
    const text = api.deps.keys.open('outbox', row?.sealed ?? Buffer.alloc(0), context).toString()
    return /\/not-me#([\w-]{43})/.exec(text)?.[1] ?? ''
  }

  test('a frozen account cannot be asked to go: it has no session, and its old ones open nothing', async () => {
    const { cookie, accountId } = await person()
    await api.call('POST', 'account/freeze', undefined, { headers: { cookie } })
    expect(verdict(await request(cookie))).toBe('401 session_required')
    expect(await api.count('accounts', `account_id = '${accountId}' AND deletes_at IS NOT NULL`)).toBe(0)
  })
})

test('an address put back by its link stops it: whoever changed it may have asked', async () => {
  const [email, theirs] = [newEmail(), newEmail()]
  const cookie = await api.account(email)
  const accountId = await accountIdOf(api, cookie)
  const [identifier] = (await api.get('account', cookie)).body.identifiers
  const { flow } = (await api.post(`account/identifiers/${identifier.id}/change`, { identifier: theirs }, cookie)).body
  for (const address of [email, theirs])
    await api.post('account/identifier-changes/code', { flow, code: await api.code(address) }, cookie)
  const token = /\/undo-change#([\w-]{43})/.exec((await api.messages(email))[0]?.text ?? '')?.[1]
  expect((await request(cookie)).status).toBe(200)
  expect((await api.post('undo-change', { token })).status).toBe(200)
  expect(await api.count('accounts', `account_id = '${accountId}' AND deletes_at IS NULL`)).toBe(1)
  expect((await api.messages(email))[0]?.subject).toBe('Kontoen din hos Portvakt blir ikke slettet')
  expect(await eventsOf(accountId)).toContainEqual({ type: 'account.deletion.cancelled', data: {} })
})

test('a change of an address begun before goes no further', async () => {
  const { email, cookie } = await person()
  const [identifier] = (await api.get('account', cookie)).body.identifiers
  const started = await api.post(`account/identifiers/${identifier.id}/change`, { identifier: newEmail() }, cookie)
  const body = { flow: started.body.flow, code: await api.code(email) }
  const asked = await request(cookie)
  expect(verdict(await api.post('account/identifier-changes/code', body, asked.cookie))).toBe('410 flow_ended')
})
