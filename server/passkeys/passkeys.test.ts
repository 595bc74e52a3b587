import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Answer,
  type Api,
  deviceCookie,
  newEmail,
  newPhone,
  PASSWORD,
  verdict,
  withApi,
} from '../../test/support/api.ts'
import { bindAuthenticator } from '../../test/support/authenticator.ts'
import { addPasskey, signIn, signInOptions, stepUp } from '../../test/support/passkeys.ts'
import { type Algorithm, SoftPasskey, type Telling } from '../../test/support/soft-authenticator.ts'
import { parseDeviceToken } from '../devices/device-secret.ts'
import { findKnownDevice } from '../devices/known-devices.ts'
import { listHolds } from '../holds/holds.ts'
import { policy } from '../platform/policy.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())
// All of a test file comes from one network, and whatever is wrong here counts against it.
beforeEach(() => api.deps.clock.advance(3601))

const accountIdOf = async (cookie: string) => (await api.get('session', cookie)).body.account.id as string
const subjectsTo = async (address: string) => (await api.messages(address)).map(({ subject }) => subject)
const activitiesOf = async (accountId: string) =>
  (await api.query('SELECT kind FROM activities WHERE account_id = $1 ORDER BY activity_id', [accountId])).map(
    ({ kind }) => kind,
  )
async function withPasskey(passkey = new SoftPasskey()) {
  const email = newEmail()
  const added = await addPasskey(api, await api.account(email), passkey)
  return { email, ...added, accountId: await accountIdOf(added.cookie) }
}

/** The right password, and the sign-in that waits for the second proof. */
async function waiting(email: string): Promise<string> {
  const { body } = await api.post('sign-in', { identifier: email, password: PASSWORD })
  expect(body).toMatchObject({ state: 'factor', actions: ['passkey'] })
  return body.flow
}

const flip = (bytes: Buffer, at = bytes.length - 1) => {
  const changed = Buffer.from(bytes)
  changed[at] = (changed[at] ?? 0) ^ 1
  return changed
}
const present = { up: true, uv: true, be: false, bs: false }

describe('signs in alone', () => {
  test.each<[string, Algorithm, boolean]>([
    ['by a device that counts', 'ES256', true],
    ['with Ed25519', 'Ed25519', true],
    ['by one that does not count, as those that are synced', 'ES256', false],
  ])('%s: a session of level 2, again and again', async (_, algorithm, counts) => {
    const { passkey, accountId } = await withPasskey(new SoftPasskey({ algorithm, counts, synced: !counts }))
    for (let at = 0; at < 3; at++) {
      const { body, cookie, status } = await signIn(api, passkey)
      expect([status, body.state]).toEqual([200, 'signed_in'])
      expect(body.session.session).toMatchObject({ aal: 2, amr: ['hwk'], factors: ['passkey'] })
      expect(body.session.session.factorAt).not.toBeNull()
      expect(await accountIdOf(cookie ?? '')).toBe(accountId)
    }
  })

  test('is fresh enough for a sensitive act, and remembers and announces the device like any sign-in', async () => {
    const { passkey, email, accountId } = await withPasskey()
    const { cookie } = await signIn(api, passkey)
    expect(verdict(await api.post('account/identifiers', { identifier: newPhone() }, cookie))).toBe('200')
    expect(await subjectsTo(email)).toContain('En ny enhet er logget inn hos Portvakt')
    expect((await activitiesOf(accountId)).at(-1)).toBe('signed_in')
    expect(await api.count('devices', `account_id = '${accountId}'`)).toBe(2)
  })

  test('an app gets its tokens in the answer', async () => {
    const { passkey } = await withPasskey()
    const { body, cookie } = await signIn(api, passkey, { client: 'app' })
    expect(cookie).toBeUndefined()
    expect(body.session).toMatchObject({ token: expect.any(String), deviceToken: expect.any(String) })
  })

  test('what the browser is asked for is the same for everybody, and no row is left of asking', async () => {
    const before = await api.count('passkey_challenges')
    const asked = await Promise.all(Array.from({ length: 20 }, () => signInOptions(api)))
    for (const { challenge, ...rest } of asked) {
      expect(rest).toEqual({ rpId: 'localhost', timeout: 300_000, userVerification: 'required', allowCredentials: [] })
      expect(challenge).toHaveLength(asked[0].challenge.length)
    }
    expect(new Set(asked.map(({ challenge }) => challenge)).size).toBe(20)
    expect(await api.count('passkey_challenges')).toBe(before)
  })

  test('a frozen account is told of to whoever has its passkey, and to nobody else', async () => {
    const { passkey, cookie } = await withPasskey()
    expect((await api.post('account/freeze', undefined, cookie)).status).toBe(200)
    expect(verdict(await signIn(api, passkey))).toBe('403 account_frozen')
    const forged = passkey.get(await signInOptions(api), { signature: (signature) => flip(signature, 8) })
    expect(verdict(await api.post('sign-in/passkey', { credential: forged }))).toBe('422 passkey_wrong')
  })

  test('of one answer sent many times at once, one opens a session', async () => {
    const { passkey, accountId } = await withPasskey()
    const credential = passkey.get(await signInOptions(api))
    const before = await api.count('sessions', `account_id = '${accountId}'`)
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.post('sign-in/passkey', { credential })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await api.count('sessions', `account_id = '${accountId}'`)).toBe(before + 1)
  })
})

/** What may be wrong with an answer: SimpleWebAuthn's own list of tests, and what it leaves to us. */
const wrongAnswers: [string, Partial<Telling>, string?][] = [
  ['another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }],
  ['no challenge', { challenge: '' }],
  ['the type of a registration', { type: 'webauthn.create' }],
  ['no type', { type: '' }],
  ['another origin', { origin: 'http://localhost:4001' }],
  ['another scheme', { origin: 'https://localhost:4000' }],
  ['an origin that begins like ours', { origin: 'http://localhost:4000.evil.example' }],
  ['another RP id', { rpId: 'evil.example' }],
  ['a page framed by another site', { crossOrigin: true }],
  ['a page framed by another site, which is named', { crossOrigin: true, topOrigin: 'https://evil.example' }],
  ['a top origin without a frame', { topOrigin: 'https://evil.example' }],
  ['nobody present', { flags: { ...present, up: false } }],
  ['nobody verified', { flags: { ...present, uv: false } }],
  ['neither', { flags: { ...present, up: false, uv: false } }],
  ['a signature of something else', { signature: (signature) => flip(signature, 8) }],
  ['an empty signature', { signature: () => Buffer.of(0) }],
  ['data cut short', { authData: (data) => data.subarray(0, 36) }],
  ['data with something behind it', { authData: (data) => Buffer.concat([data, Buffer.of(0)]) }],
  ['rawId of another', { rawId: 'BBBBBBBBBBBBBBBBBBBBBB' }],
  ['id of another', { id: 'BBBBBBBBBBBBBBBBBBBBBB', rawId: 'BBBBBBBBBBBBBBBBBBBBBB' }, '422 passkey_unknown'],
  ['id as another spelling', { id: 'AAAA=' }, '400 request_invalid'],
  ['no credential type of ours', { credentialType: 'password' }, '400 request_invalid'],
  ['no user handle', { userHandle: null }],
  ['somebody else’s user handle', { userHandle: Buffer.alloc(16, 7).toString('base64url') }, '422 passkey_unknown'],
  ['a user handle that is none', { userHandle: 'AAAA' }],
  ['backed up though it cannot be', { flags: { ...present, bs: true } }],
  ['all at once able to be backed up', { flags: { ...present, be: true } }],
]

describe('refuses as a whole sign-in, and opens nothing', () => {
  let person: Awaited<ReturnType<typeof withPasskey>>
  beforeAll(async () => {
    person = await withPasskey()
  })

  test.each(wrongAnswers)('%s', async (_, wrongly, expected = '422 passkey_wrong') => {
    const { passkey, accountId } = person
    const before = await api.count('sessions', `account_id = '${accountId}'`)
    const answer = await api.post('sign-in/passkey', { credential: passkey.get(await signInOptions(api), wrongly) })
    expect([verdict(answer), answer.cookie]).toEqual([expected, undefined])
    expect(await api.count('sessions', `account_id = '${accountId}'`)).toBe(before)
    expect(await api.count('passkeys', `account_id = '${accountId}' AND suspended_at IS NOT NULL`)).toBe(0)
    api.deps.clock.advance(901)
    expect((await signIn(api, passkey)).status).toBe(200) // and the owner comes in as ever
  })

  test('an id in another spelling of the same bytes than rawId', async () => {
    const { passkey } = person
    const credential = passkey.get(await signInOptions(api))
    const { id } = credential
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.indexOf(id.at(-1) ?? '')
    const spelt = `${id.slice(0, -1)}${'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'[last ^ 1]}`
    expect(Buffer.from(spelt, 'base64url')).toEqual(Buffer.from(id, 'base64url'))
    expect(verdict(await api.post('sign-in/passkey', { credential: { ...credential, rawId: spelt } }))).toBe(
      '422 passkey_wrong',
    )
  })

  test('the answer of another passkey under this one’s id', async () => {
    const thief = new SoftPasskey()
    thief.userHandle = person.passkey.userHandle
    const id = person.passkey.id.toString('base64url')
    const credential = thief.get(await signInOptions(api), { id, rawId: id, counter: 1000 })
    expect(verdict(await api.post('sign-in/passkey', { credential }))).toBe('422 passkey_wrong')
  })

  test('another account’s passkey under this account’s handle', async () => {
    const stranger = await withPasskey()
    const credential = stranger.passkey.get(await signInOptions(api), { userHandle: person.passkey.userHandle })
    expect(verdict(await api.post('sign-in/passkey', { credential }))).toBe('422 passkey_unknown')
  })

  test('an answer sent again', async () => {
    const { passkey } = person
    const credential = passkey.get(await signInOptions(api))
    expect((await api.post('sign-in/passkey', { credential })).status).toBe(200)
    expect(verdict(await api.post('sign-in/passkey', { credential }))).toBe('422 passkey_wrong')
  })

  test('a challenge that was answered wrongly before', async () => {
    const { passkey } = person
    const options = await signInOptions(api)
    const wrong = passkey.get(options, { signature: (signature) => flip(signature, 8) })
    await api.post('sign-in/passkey', { credential: wrong })
    expect(verdict(await api.post('sign-in/passkey', { credential: passkey.get(options) }))).toBe('422 passkey_wrong')
  })

  test('a challenge of more than five minutes ago', async () => {
    const { passkey } = person
    const [late, timely] = [await signInOptions(api), await signInOptions(api)]
    api.deps.clock.advance(policy.passkeyCeremonySeconds - 5)
    expect((await api.post('sign-in/passkey', { credential: passkey.get(timely) })).status).toBe(200)
    api.deps.clock.advance(6)
    expect(verdict(await api.post('sign-in/passkey', { credential: passkey.get(late) }))).toBe('422 passkey_wrong')
  })

  test('a challenge with one bit changed, or in our form and not ours', async () => {
    const { passkey } = person
    const { challenge, ...options } = await signInOptions(api)
    const bytes = Buffer.from(challenge, 'base64url')
    for (const at of [0, 1, 5, 17, 40, bytes.length - 1]) {
      const credential = passkey.get({ ...options, challenge: flip(bytes, at).toString('base64url') })
      expect([at, verdict(await api.post('sign-in/passkey', { credential }))]).toEqual([at, '422 passkey_wrong'])
      api.deps.clock.advance(901)
    }
  })
})

describe('a challenge is good for what it was made for alone', () => {
  test('purpose, account, session and flow', async () => {
    const person = await withPasskey()
    const stranger = await withPasskey()
    const second = await signIn(api, person.passkey)
    let { cookie } = person
    /** Wrong ones in a row would have to wait, and challenges end. */
    const succeed = async () => {
      expect((await signIn(api, person.passkey)).status).toBe(200)
      cookie = (await stepUp(api, cookie, person.passkey)).cookie ?? ''
    }
    const flow = await waiting(person.email)
    const anotherFlow = await waiting(person.email)
    const options = {
      sign_in: await signInOptions(api),
      factor: await signInOptions(api, flow),
      another_factor: await signInOptions(api, anotherFlow),
      strangers_factor: await signInOptions(api, await waiting(stranger.email)),
      step_up: (await api.post('step-up/passkey/options', undefined, person.cookie)).body,
      step_up_elsewhere: (await api.post('step-up/passkey/options', undefined, second.cookie)).body,
      enrol: (await api.post('account/passkeys/options', undefined, person.cookie)).body,
    }
    const ways: [keyof typeof options, (credential: object) => Promise<Answer>][] = [
      ['sign_in', (credential) => api.post('sign-in/passkey', { credential })],
      ['factor', (credential) => api.post('sign-in/passkey', { credential, flow })],
      ['step_up', (credential) => api.post('step-up/passkey', { credential }, cookie)],
    ]
    for (const [own, way] of ways)
      for (const [made, its] of Object.entries(options)) {
        if (made === own) continue
        const answer = await way(person.passkey.get(its))
        expect([own, made, verdict(answer)]).toEqual([own, made, '422 passkey_wrong'])
        await succeed()
      }
    for (const [made, its] of Object.entries(options)) {
      if (made === 'enrol') continue
      const credential = new SoftPasskey().create({ ...options.enrol, challenge: its.challenge })
      const answer = await api.post('account/passkeys', { credential }, cookie)
      expect([made, verdict(answer)]).toEqual([made, '422 passkey_wrong'])
      await succeed()
    }
  })

  test('a new passkey is for the session that asked', async () => {
    const { passkey, cookie } = await withPasskey()
    const { cookie: elsewhere } = await signIn(api, passkey)
    const options = (await api.post('account/passkeys/options', undefined, cookie)).body
    const credential = new SoftPasskey().create(options)
    expect(verdict(await api.post('account/passkeys', { credential }, elsewhere))).toBe('422 passkey_wrong')
    expect((await api.post('account/passkeys', { credential }, cookie)).status).toBe(201)
  })
})

describe('a counter that went back', () => {
  /** What is asked for in the instant of the last use might have been overtaken. */
  const later = () => api.deps.clock.advance(1)

  test.each([
    ['to one lower', 7, 6],
    ['to the same', 7, 7],
    ['to nought', 7, 0],
  ])('%s: refused, the passkey suspended, its owner told; and once', async (_, known, given) => {
    const { passkey, email, accountId, id } = await withPasskey()
    passkey.counter = known - 1
    expect((await signIn(api, passkey)).status).toBe(200)
    later()
    const copied = async () =>
      api.post('sign-in/passkey', { credential: passkey.get(await signInOptions(api), { counter: given }) })
    expect(verdict(await copied())).toBe('422 passkey_suspended')
    expect(verdict(await copied())).toBe('422 passkey_suspended')
    // The true one is no more believed than its copy.
    passkey.counter = 100
    expect(verdict(await signIn(api, passkey))).toBe('422 passkey_suspended')
    const told = await subjectsTo(email)
    expect(
      told.filter((subject) => subject === 'En tilgangsnøkkel på kontoen din hos Portvakt er sperret'),
    ).toHaveLength(1)
    expect((await activitiesOf(accountId)).filter((kind) => kind === 'passkey_suspended')).toHaveLength(1)
    expect(await api.count('passkeys', `passkey_id = '${id}' AND suspended_at IS NOT NULL`)).toBe(1)
  })

  describe('after its copy has signed in first', () => {
    /** On a device that it asked to be trusted; beside it stand a session of its owner and a sign-in that waits. */
    async function copied() {
      const email = newEmail()
      const { app } = await bindAuthenticator(api, await api.account(email), email)
      api.deps.clock.advance(25 * 3600)
      const { flow } = (await api.post('sign-in', { identifier: email, password: PASSWORD })).body
      const mine = await api.post('sign-in/totp', { flow, code: app.code() })
      const { passkey, cookie: own } = await addPasskey(api, mine.cookie ?? '')
      passkey.counter = 5
      const copy = await signIn(api, passkey, { trustDevice: true })
      passkey.counter = 3
      const waits = (await api.post('sign-in', { identifier: email, password: PASSWORD })).body
      api.deps.clock.advance(31)
      return { email, app, passkey, accountId: await accountIdOf(own), copy, own, waits }
    }

    test('all that it opened ends: sessions, its device, flows; withdrawals pause for a day', async () => {
      const { passkey, accountId, copy, own, waits, app } = await copied()
      expect(verdict(await signIn(api, passkey))).toBe('422 passkey_suspended')
      await sleep(250)
      for (const cookie of [copy.cookie, own])
        expect(verdict(await api.post('account/passkeys/options', undefined, cookie))).toBe('401 session_required')
      const guess = { flow: waits.flow, code: app.code() }
      expect(verdict(await api.post('sign-in/totp', guess))).toBe('410 flow_ended')
      const known = await findKnownDevice(api.deps, accountId, parseDeviceToken(deviceCookie(copy).split('=')[1]))
      expect(known).toBeUndefined()
      const [hold] = await listHolds(api.deps, accountId)
      expect(hold?.reason).toBe('passkey_suspended')
      expect(Math.round(((hold?.endsAt.getTime() ?? 0) - api.deps.clock.now().getTime()) / 3_600_000)).toBe(24)
      const told = "type = 'account.hold.changed' AND data::text LIKE '%passkey_suspended%'"
      expect(await api.count('events', `account_id = '${accountId}' AND ${told}`)).toBe(1)
    })

    test('its owner gets in at once by password and authenticator, and removes it', async () => {
      const { email, passkey, app } = await copied()
      await signIn(api, passkey)
      const { flow, actions } = (await api.post('sign-in', { identifier: email, password: PASSWORD })).body
      expect(actions).toEqual(['totp', 'recovery_key'])
      const opened = await api.post('sign-in/totp', { flow, code: app.code() })
      expect(verdict(opened)).toBe('200')
      const [own] = (await api.get('account/passkeys', opened.cookie)).body.passkeys
      expect(own.suspended).toBe(true)
      const headers = { cookie: opened.cookie ?? '' }
      expect((await api.call('DELETE', `account/passkeys/${own.id}`, undefined, { headers })).status).toBe(200)
    })

    test('the notice says that somebody may have been in, and what to look through', async () => {
      const { email, passkey } = await copied()
      await signIn(api, passkey)
      const [notice] = await api.messages(email)
      expect(notice?.text).toContain('Noen kan ha vært inne på kontoen')
      expect(notice?.text).toContain('se gjennom tilgangsnøklene dine')
      expect(notice?.text).not.toContain('slapp ingen inn')
    })

    test('told by a step-up, the session that tells ends too: nobody knows whose it is', async () => {
      const { passkey, own, copy } = await copied()
      expect(verdict(await stepUp(api, own, passkey))).toBe('422 passkey_suspended')
      await sleep(250)
      for (const cookie of [copy.cookie, own])
        expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
    })
  })

  test('because of two answers that overtook each other: refused, and nothing is suspended', async () => {
    const { passkey, accountId } = await withPasskey()
    const [first, second] = [await signInOptions(api), await signInOptions(api)]
    const [slow, quick] = [passkey.get(first), passkey.get(second)]
    expect((await api.post('sign-in/passkey', { credential: quick })).status).toBe(200)
    expect(verdict(await api.post('sign-in/passkey', { credential: slow }))).toBe('422 passkey_wrong')
    expect(await api.count('passkeys', `account_id = '${accountId}' AND suspended_at IS NOT NULL`)).toBe(0)
    expect((await signIn(api, passkey)).status).toBe(200)
  })

  test('of an answer whose signature is wrong suspends nothing: strangers could do that', async () => {
    const { passkey, accountId } = await withPasskey()
    passkey.counter = 9
    expect((await signIn(api, passkey)).status).toBe(200)
    const wrongly = { counter: 1, signature: (signature: Buffer) => flip(signature, 8) }
    const credential = passkey.get(await signInOptions(api), wrongly)
    expect(verdict(await api.post('sign-in/passkey', { credential }))).toBe('422 passkey_wrong')
    expect(await api.count('passkeys', `account_id = '${accountId}' AND suspended_at IS NOT NULL`)).toBe(0)
    expect((await signIn(api, passkey)).status).toBe(200)
  })

  test('lowers nothing: the account goes on asking for a factor, and another passkey of it serves', async () => {
    const first = await withPasskey()
    const second = await addPasskey(api, first.cookie)
    first.passkey.counter = 5
    await signIn(api, first.passkey)
    later()
    await api.post('sign-in/passkey', { credential: first.passkey.get(await signInOptions(api), { counter: 2 }) })
    const flow = await waiting(first.email)
    const options = await signInOptions(api, flow)
    expect(options.allowCredentials.map(({ id }: { id: string }) => id)).toEqual([
      second.passkey.id.toString('base64url'),
    ])
    expect((await api.post('sign-in/passkey', { credential: second.passkey.get(options), flow })).status).toBe(200)
  })

  test('with none left that can be used, the sign-in says so and asks nothing of the browser', async () => {
    const { passkey, email } = await withPasskey()
    passkey.counter = 5
    await signIn(api, passkey)
    later()
    await api.post('sign-in/passkey', { credential: passkey.get(await signInOptions(api), { counter: 2 }) })
    const { body } = await api.post('sign-in', { identifier: email, password: PASSWORD })
    expect(body).toMatchObject({ state: 'factor', actions: [] })
    expect(verdict(await api.post('sign-in/passkey/options', { flow: body.flow }))).toBe('409 passkey_not_enrolled')
  })
})

test('whether it is backed up may change, and is noted', async () => {
  const { passkey, accountId } = await withPasskey(new SoftPasskey({ synced: true, counts: false }))
  passkey.flags = { ...passkey.flags, bs: false }
  expect((await signIn(api, passkey)).status).toBe(200)
  expect(await api.query('SELECT backed_up, backup_eligible FROM passkeys WHERE account_id = $1', [accountId])).toEqual(
    [{ backed_up: false, backup_eligible: true }],
  )
})

describe('as the second factor', () => {
  test('after the right password, with the passkeys of that account alone; once a flow', async () => {
    const { passkey, email, accountId } = await withPasskey()
    const flow = await waiting(email)
    const options = await signInOptions(api, flow)
    expect(options.allowCredentials).toEqual([
      { type: 'public-key', id: passkey.id.toString('base64url'), transports: ['internal', 'hybrid'] },
    ])
    // Which it was it need not say: it was asked for by name.
    const credential = passkey.get(options, { userHandle: null })
    const opened = await api.post('sign-in/passkey', { credential, flow })
    expect(opened.body.session.session).toMatchObject({ aal: 2, amr: ['pwd', 'hwk'] })
    expect(await accountIdOf(opened.cookie ?? '')).toBe(accountId)
    const again = await api.post('sign-in/passkey', { credential: passkey.get(options), flow })
    expect(verdict(again)).toBe('422 passkey_wrong')
    const anew = passkey.get(await signInOptions(api, flow))
    expect(verdict(await api.post('sign-in/passkey', { credential: anew, flow }))).toBe('410 flow_ended')
  })

  test('a device that is to be trusted need not give it again', async () => {
    const { passkey, email } = await withPasskey()
    const flow = await waiting(email)
    const credential = passkey.get(await signInOptions(api, flow))
    const first = await api.call('POST', 'sign-in/passkey', { credential, flow, trustDevice: true })
    const device = deviceCookie(first)
    const headers = { cookie: device }
    const again = await api.call('POST', 'sign-in', { identifier: email, password: PASSWORD }, { headers })
    expect(again.body.state).toBe('signed_in')
  })

  test('another account’s passkey is none, whatever handle it gives', async () => {
    const { email, passkey: own } = await withPasskey()
    const stranger = await withPasskey()
    for (const userHandle of [null, stranger.passkey.userHandle, own.userHandle]) {
      const flow = await waiting(email)
      const credential = stranger.passkey.get(await signInOptions(api, flow), { userHandle })
      const expected = userHandle === stranger.passkey.userHandle ? '422 passkey_wrong' : '422 passkey_unknown'
      expect(verdict(await api.post('sign-in/passkey', { credential, flow }))).toBe(expected)
    }
  })

  test('without the right password there is no flow, and nothing tells which passkeys there are', async () => {
    const { email } = await withPasskey()
    const { body } = await api.post('sign-in', { identifier: email, password: 'feil hest batteri stift' })
    expect(body.flow).toBeUndefined()
    expect(verdict(await api.post('sign-in/passkey/options', { flow: 'A'.repeat(200) }))).toBe('410 flow_ended')
  })
})

describe('as a step-up', () => {
  test('makes the session fresh under a new token; the password alone does not', async () => {
    const { passkey, cookie, accountId } = await withPasskey()
    api.deps.clock.advance(301)
    const act = (token: string | undefined) => api.post('account/identifiers', { identifier: newPhone() }, token)
    const stale = await act(cookie)
    expect([verdict(stale), stale.body.methods]).toEqual(['401 step_up_required', ['passkey']])
    const byPassword = await api.post('step-up/password', { password: PASSWORD }, cookie)
    expect(verdict(await act(byPassword.cookie))).toBe('401 step_up_required')
    const fresh = await stepUp(api, byPassword.cookie ?? '', passkey)
    expect([fresh.status, fresh.body.session.aal]).toEqual([200, 2])
    expect(verdict(await api.get('session', byPassword.cookie))).toBe('401 session_required')
    expect(verdict(await act(fresh.cookie))).toBe('200')
    expect(await activitiesOf(accountId)).toContain('stepped_up_with_passkey')
  })

  test('asks for the passkeys of the session’s account alone, and takes no other', async () => {
    const { passkey, cookie } = await withPasskey()
    const stranger = await withPasskey()
    const options = (await api.post('step-up/passkey/options', undefined, cookie)).body
    expect(options.allowCredentials.map(({ id }: { id: string }) => id)).toEqual([passkey.id.toString('base64url')])
    const credential = stranger.passkey.get(options, { userHandle: null })
    expect(verdict(await api.post('step-up/passkey', { credential }, cookie))).toBe('422 passkey_unknown')
  })

  test('needs a session, and a passkey', async () => {
    expect(verdict(await api.post('step-up/passkey/options', undefined))).toBe('401 session_required')
    const cookie = await api.account(newEmail())
    expect(verdict(await api.post('step-up/passkey/options', undefined, cookie))).toBe('409 passkey_not_enrolled')
  })
})

describe('tries', () => {
  const wrong = async (passkey: SoftPasskey) => {
    const credential = passkey.get(await signInOptions(api), { signature: (signature) => flip(signature, 8) })
    return api.post('sign-in/passkey', { credential })
  }

  test('wrong ones in a row wait, and what has a device of its own does not wait for them', async () => {
    const { passkey, email } = await withPasskey()
    const flow = await waiting(email)
    const known = await api.call('POST', 'sign-in/passkey', {
      credential: passkey.get(await signInOptions(api, flow)),
      flow,
    })
    const device = deviceCookie(known)
    for (let at = 0; at < policy.wrongPasswordsBeforeWait; at++)
      expect(verdict(await wrong(passkey))).toBe('422 passkey_wrong')
    const waits = await signIn(api, passkey)
    expect([verdict(waits), waits.body.retryAfterSeconds]).toEqual(['429 too_many_attempts', 10])
    const credential = passkey.get(await signInOptions(api))
    const own = await api.call('POST', 'sign-in/passkey', { credential }, { headers: { cookie: device } })
    expect(own.status).toBe(200)
  })

  test('a network has so many wrong ones an hour, whatever accounts it names; right ones cost nothing', async () => {
    const { passkey } = await withPasskey()
    for (let at = 0; at < 20; at++) expect((await signIn(api, passkey)).status).toBe(200)
    const nobody = async () => {
      const stranger = new SoftPasskey()
      stranger.userHandle = crypto.getRandomValues(Buffer.alloc(16)).toString('base64url')
      return api.post('sign-in/passkey', { credential: stranger.get(await signInOptions(api)) })
    }
    for (let at = 0; at < policy.passkeyFailuresPerNetworkHour; at++)
      expect(verdict(await nobody())).toBe('422 passkey_unknown')
    const full = await signIn(api, passkey)
    expect(verdict(full)).toBe('429 too_many_attempts')
    expect(full.body.retryAfterSeconds).toBeGreaterThan(3000)
    api.deps.clock.advance(3601)
    expect((await signIn(api, passkey)).status).toBe(200)
  })

  test('a failure of ours spends no try', async () => {
    const { passkey } = await withPasskey()
    await api.query('ALTER TABLE activities RENAME TO activities_away')
    try {
      for (let at = 0; at < 6; at++) expect(verdict(await signIn(api, passkey))).toBe('500 internal')
    } finally {
      await api.query('ALTER TABLE activities_away RENAME TO activities')
    }
    expect((await signIn(api, passkey)).status).toBe(200)
  })
})

test('challenges that were answered are swept once they could not be answered anyway', async () => {
  const { sweepChallenges } = await import('./challenge.ts')
  const { passkey } = await withPasskey()
  await signIn(api, passkey)
  expect(await api.count('passkey_challenges')).toBeGreaterThan(0)
  api.deps.clock.advance(policy.passkeyCeremonySeconds + 1)
  await sweepChallenges(api.deps)
  expect(await api.count('passkey_challenges')).toBe(0)
})
