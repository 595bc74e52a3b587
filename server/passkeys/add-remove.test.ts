import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, newEmail, newPhone, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { bindAuthenticator } from '../../test/support/authenticator.ts'
import { addAddress } from '../../test/support/notices.ts'
import { addPasskey, signIn, stepUp } from '../../test/support/passkeys.ts'
import { SoftPasskey, type Telling } from '../../test/support/soft-authenticator.ts'
import { policy } from '../platform/policy.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const accountIdOf = async (cookie: string) => (await api.get('session', cookie)).body.account.id as string
const holdsOf = async (cookie: string): Promise<string[]> =>
  (await api.get('session', cookie)).body.holds.map(({ reason }: { reason: string }) => reason)
const subjectsTo = async (address: string) => (await api.messages(address)).map(({ subject, text }) => subject || text)
const activitiesOf = async (accountId: string) =>
  (await api.query('SELECT kind FROM activities WHERE account_id = $1 ORDER BY activity_id', [accountId])).map(
    ({ kind }) => kind,
  )
const factorsTold = async (accountId: string) =>
  (
    await api.query(
      "SELECT data FROM events WHERE account_id = $1 AND type = 'account.factors.changed' ORDER BY event_id",
      [accountId],
    )
  ).map(({ data }) => data.factors)
const versionOf = async (accountId: string) =>
  (await api.query('SELECT credential_version FROM accounts WHERE account_id = $1', [accountId]))[0]?.credential_version
const remove = (id: string, cookie: string | undefined) =>
  api.call('DELETE', `account/passkeys/${id}`, undefined, { headers: { cookie } })
const rename = (id: string, name: unknown, cookie: string) =>
  api.call('PATCH', `account/passkeys/${id}`, { name }, { headers: { cookie } })
const options = async (cookie: string) => (await api.post('account/passkeys/options', undefined, cookie)).body

describe('the first factor of an account', () => {
  test('all that the password alone had opened ends, this session goes on at level 2 under a new token', async () => {
    const [email, phone] = [newEmail(), newPhone()]
    const cookie = await api.account(email)
    await addAddress(api, phone, cookie)
    const elsewhere = (await api.post('sign-in', { identifier: email, password: PASSWORD })).cookie ?? ''
    const accountId = await accountIdOf(cookie)
    const before = await versionOf(accountId)
    const added = await addPasskey(api, cookie)
    expect(added.answer.body.session).toMatchObject({
      session: { aal: 2, amr: ['pwd', 'hwk'], factors: ['passkey'] },
      holds: [{ reason: 'passkey_added' }, { reason: 'identifier_added' }],
    })
    expect(await versionOf(accountId)).toBe(before + 1)
    expect(verdict(await api.get('session', elsewhere))).toBe('401 session_required')
    expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
    expect((await api.get('session', added.cookie)).body.session.factors).toEqual(['passkey'])
    expect(await factorsTold(accountId)).toEqual([['passkey']])
    expect((await activitiesOf(accountId)).at(-1)).toBe('passkey_added')
    for (const address of [email, phone])
      expect((await subjectsTo(address))[0]).toContain('Ny tilgangsnøkkel på kontoen din hos Portvakt')
    expect((await api.post('sign-in', { identifier: email, password: PASSWORD })).body.state).toBe('factor')
  })

  test('every device is a stranger but the one it is done on', async () => {
    const email = newEmail()
    const cookie = await api.account(email)
    await api.post('sign-in', { identifier: email, password: PASSWORD })
    const accountId = await accountIdOf(cookie)
    const own =
      'device_id = (SELECT device_id FROM sessions s WHERE s.account_id = d.account_id AND revoked_at IS NULL)'
    const known = () =>
      api.query(`SELECT ${own} AS own FROM devices d WHERE account_id = $1 AND ended_at IS NULL`, [accountId])
    await addPasskey(api, cookie)
    expect(await known()).toEqual([{ own: true }])
  })

  test('withdrawals pause for six hours', async () => {
    const { cookie } = await addPasskey(api, await api.account(newEmail()))
    const [hold] = (await api.get('session', cookie)).body.holds
    const hours = (Date.parse(hold.endsAt) - api.deps.clock.now().getTime()) / 3_600_000
    expect([hold.reason, Math.round(hours)]).toEqual(['passkey_added', policy.firstBindingHoldSeconds / 3600])
  })

  test('is tied to the account by a name that tells others little', async () => {
    const email = newEmail()
    const cookie = await api.account(email)
    const { challenge, ...asked } = await options(cookie)
    const handle = Buffer.from((await accountIdOf(cookie)).replaceAll('-', ''), 'hex').toString('base64url')
    expect(asked).toEqual({
      rp: { id: 'localhost', name: 'Portvakt' },
      user: { id: handle, name: 'p•••@example.com', displayName: 'p•••@example.com' },
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
      timeout: 300_000,
      excludeCredentials: [],
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      attestation: 'none',
    })
    expect(Buffer.from(challenge, 'base64url').length).toBeGreaterThan(32)
  })
})

test('a further one ends nothing, and pauses and tells all the same', async () => {
  const email = newEmail()
  const first = await addPasskey(api, await api.account(email))
  const elsewhere = await signIn(api, first.passkey)
  const accountId = await accountIdOf(first.cookie)
  const before = await versionOf(accountId)
  api.deps.clock.advance(policy.firstBindingHoldSeconds + 1)
  const { cookie } = await signIn(api, first.passkey)
  expect(await holdsOf(cookie ?? '')).toEqual([])
  const second = await addPasskey(api, cookie ?? '')
  expect(await versionOf(accountId)).toBe(before)
  expect(elsewhere.status).toBe(200)
  expect(await holdsOf(second.cookie)).toEqual(['passkey_added'])
  expect(await factorsTold(accountId)).toEqual([['passkey']])
  const told = (await subjectsTo(email)).filter(
    (subject) => subject === 'Ny tilgangsnøkkel på kontoen din hos Portvakt',
  )
  expect(told).toHaveLength(2)
  expect((await signIn(api, second.passkey)).status).toBe(200)
})

describe('adding asks for', () => {
  test('a session', async () => {
    expect(verdict(await api.post('account/passkeys/options', undefined))).toBe('401 session_required')
  })

  test('a proof of the last five minutes', async () => {
    const cookie = await api.account(newEmail())
    const asked = await options(cookie)
    api.deps.clock.advance(301)
    expect(verdict(await api.post('account/passkeys/options', undefined, cookie))).toBe('401 step_up_required')
    const credential = new SoftPasskey().create(asked)
    expect(verdict(await api.post('account/passkeys', { credential }, cookie))).toBe('401 step_up_required')
  })

  test('a factor, once there is one: the password does not add a second', async () => {
    const { passkey, cookie } = await addPasskey(api, await api.account(newEmail()))
    api.deps.clock.advance(301)
    const stepped = await api.post('step-up/password', { password: PASSWORD }, cookie)
    const stale = await api.post('account/passkeys/options', undefined, stepped.cookie)
    expect([verdict(stale), stale.body.methods]).toEqual(['401 step_up_required', ['passkey']])
    const fresh = await stepUp(api, stepped.cookie ?? '', passkey)
    expect((await api.post('account/passkeys/options', undefined, fresh.cookie)).status).toBe(200)
  })
})

const present = { up: true, uv: true, be: false, bs: false }
/** A statement of its make: a certificate that nobody reads. */
const packed = {
  fmt: 'packed',
  attStmt: new Map<string, unknown>([
    ['alg', -7],
    ['sig', Buffer.alloc(70, 1)],
    ['x5c', [Buffer.alloc(200, 2)]],
  ]),
}

describe('refuses as a new passkey, and keeps nothing', () => {
  test.each<[string, Partial<Telling>, string?]>([
    ['another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' }],
    ['the type of an answer', { type: 'webauthn.get' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['another RP id', { rpId: 'evil.example' }],
    ['a page framed by another site', { crossOrigin: true }],
    ['nobody present', { flags: { ...present, up: false } }],
    ['nobody verified', { flags: { ...present, uv: false } }],
    ['backed up though it cannot be', { flags: { ...present, bs: true } }],
    ['an algorithm that was not offered', { alg: -35 }],
    ['rawId of another', { rawId: 'BBBBBBBBBBBBBBBBBBBBBB' }],
    ['another id than the authenticator’s own', { attestedId: Buffer.alloc(32, 9) }],
    [
      'no key at all',
      { authData: (data) => Buffer.concat([data.subarray(0, 32), Buffer.of(5), data.subarray(33, 37)]) },
    ],
    ['data cut short', { authData: (data) => data.subarray(0, 60) }],
    ['data with something behind it', { authData: (data) => Buffer.concat([data, Buffer.of(0)]) }],
    ['no credential type of ours', { credentialType: 'password' }, '400 request_invalid'],
  ])('%s', async (_, wrongly, expected = '422 passkey_wrong') => {
    const cookie = await api.account(newEmail())
    const credential = new SoftPasskey().create(await options(cookie), wrongly)
    const answer = await api.post('account/passkeys', { credential }, cookie)
    expect([verdict(answer), answer.cookie]).toEqual([expected, undefined])
    const session = (await api.get('session', cookie)).body
    expect([session.session.factors, session.holds]).toEqual([[], []])
    expect(await api.count('passkeys', `account_id = '${session.account.id}'`)).toBe(0)
  })

  test('what was made before, sent again', async () => {
    const cookie = await api.account(newEmail())
    const credential = new SoftPasskey().create(await options(cookie))
    const first = await api.post('account/passkeys', { credential }, cookie)
    expect(verdict(await api.post('account/passkeys', { credential }, first.cookie))).toBe('422 passkey_wrong')
  })

  test('a passkey the account has already', async () => {
    const { passkey, cookie } = await addPasskey(api, await api.account(newEmail()))
    const asked = await options(cookie)
    expect(asked.excludeCredentials).toMatchObject([{ id: passkey.id.toString('base64url') }])
    const again = await api.post('account/passkeys', { credential: passkey.create(asked) }, cookie)
    expect(verdict(again)).toBe('409 passkey_enrolled')
  })

  test('more than an account can have', async () => {
    let { cookie } = await addPasskey(api, await api.account(newEmail()))
    for (let n = 1; n < policy.passkeysPerAccount; n++) ({ cookie } = await addPasskey(api, cookie))
    expect(verdict(await api.post('account/passkeys/options', undefined, cookie))).toBe('409 too_many_passkeys')
  })

  test('of one account sent many times at once, one is added', async () => {
    const cookie = await api.account(newEmail())
    const asked = await options(cookie)
    const credential = new SoftPasskey().create(asked)
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => api.post('account/passkeys', { credential }, cookie)),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  })
})

test('what an authenticator says of its make is dropped unread', async () => {
  const cookie = await api.account(newEmail())
  const passkey = new SoftPasskey()
  const credential = passkey.create(await options(cookie), { attestation: packed })
  expect((await api.post('account/passkeys', { credential }, cookie)).status).toBe(201)
  expect((await signIn(api, passkey)).status).toBe(200)
})

describe('names', () => {
  const withMake = (aaguid: string) => new SoftPasskey({ aaguid: Buffer.from(aaguid.replaceAll('-', ''), 'hex') })

  test('as its owner calls it, as its make is called, or as the device calls itself', async () => {
    const named = async (passkey: SoftPasskey, name?: string) =>
      (await addPasskey(api, await api.account(newEmail()), passkey, name)).answer.body.passkey.name
    expect(await named(new SoftPasskey(), '  Karis\u00a0 telefon ')).toBe('Karis telefon')
    expect(await named(withMake('bada5566-a7aa-401f-bd96-45619a55120d'))).toBe('1Password')
    const cookie = await api.account(newEmail())
    const credential = new SoftPasskey().create(await options(cookie))
    const agent =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
    const headers = { cookie, 'user-agent': agent }
    const { body } = await api.call('POST', 'account/passkeys', { credential }, { headers })
    expect(body.passkey.name).toBe('Chrome på Windows')
    expect(await named(new SoftPasskey())).toBe('') // nothing is known: the page has a word for it
  })

  test('can be changed; lie sealed', async () => {
    const { id, cookie } = await addPasskey(api, await api.account(newEmail()))
    expect(await rename(id, 'Jobbmaskinen', cookie)).toMatchObject({ status: 200, body: { name: 'Jobbmaskinen' } })
    const { passkeys } = (await api.get('account/passkeys', cookie)).body
    expect(passkeys).toMatchObject([{ id, name: 'Jobbmaskinen', lastUsedAt: null, synced: false, suspended: false }])
    expect((await api.get('account', cookie)).body.passkeys).toEqual(passkeys)
    const rows = JSON.stringify(await api.query("SELECT passkeys::text, encode(name_sealed, 'escape') FROM passkeys"))
    expect(rows).not.toContain('Jobbmaskinen')
  })

  test('are changed by a fresh proof alone: whoever holds a cookie would swap two, and their owner remove the wrong one', async () => {
    const { id, passkey, cookie } = await addPasskey(api, await api.account(newEmail()))
    api.deps.clock.advance(301)
    expect(verdict(await rename(id, 'En annen', cookie))).toBe('401 step_up_required')
    const stepped = await stepUp(api, cookie, passkey)
    expect(verdict(await rename(id, 'En annen', stepped.cookie ?? ''))).toBe('200')
  })

  test.each([
    ['nothing', ''],
    ['spaces', '   '],
    ['61 letters', 'a'.repeat(61)],
    ['a line break', 'a\nb'],
    ['text turned around', 'a\u202eb'],
    ['half a letter', 'a\ud800'],
    ['a number', 7],
  ])('%s is none', async (_, name) => {
    const { id, cookie } = await addPasskey(api, await api.account(newEmail()))
    const refused = await rename(id, name, cookie)
    expect([verdict(refused), refused.body.fields[0].field]).toEqual(['400 request_invalid', 'name'])
    const credential = new SoftPasskey().create(await options(cookie))
    expect(verdict(await api.post('account/passkeys', { credential, name }, cookie))).toBe('400 request_invalid')
  })
})

describe('removing', () => {
  test('one of two: it opens nothing, who it let in is out, this session goes on; the factor stays', async () => {
    const email = newEmail()
    const first = await addPasskey(api, await api.account(email))
    const second = await addPasskey(api, first.cookie)
    const thief = await signIn(api, first.passkey)
    const accountId = await accountIdOf(second.cookie)
    const removed = await remove(first.id, second.cookie)
    expect([removed.status, removed.body.session.factors]).toEqual([200, ['passkey']])
    expect(verdict(await api.get('session', thief.cookie))).toBe('401 session_required')
    expect(verdict(await signIn(api, first.passkey))).toBe('422 passkey_unknown')
    expect((await signIn(api, second.passkey)).status).toBe(200)
    expect(await holdsOf(removed.cookie ?? '')).toEqual(['passkey_removed', 'passkey_added'])
    expect(await factorsTold(accountId)).toEqual([['passkey']])
    expect(await activitiesOf(accountId)).toContain('passkey_removed')
    expect(await subjectsTo(email)).toContain('En tilgangsnøkkel er fjernet hos Portvakt')
  })

  test('the last one unbinds the factor: the password opens again, with withdrawals paused for a day', async () => {
    const email = newEmail()
    const { id, passkey, cookie } = await addPasskey(api, await api.account(email))
    const accountId = await accountIdOf(cookie)
    const removed = await remove(id, cookie)
    expect(removed.body.session.factors).toEqual([])
    const [hold] = removed.body.holds
    expect([hold.reason, Math.round((Date.parse(hold.endsAt) - api.deps.clock.now().getTime()) / 3_600_000)]).toEqual([
      'passkey_removed',
      24,
    ])
    expect(await factorsTold(accountId)).toEqual([['passkey'], []])
    expect((await api.post('sign-in', { identifier: email, password: PASSWORD })).body.state).toBe('signed_in')
    expect(verdict(await signIn(api, passkey))).toBe('422 passkey_unknown')
  })

  test('the last one that works takes those with it that are suspended: they would let nobody in, the owner neither', async () => {
    const email = newEmail()
    const first = await addPasskey(api, await api.account(email))
    const second = await addPasskey(api, first.cookie)
    await api.query('UPDATE passkeys SET suspended_at = now() WHERE passkey_id = $1', [first.id])
    const accountId = await accountIdOf(second.cookie)
    const removed = await remove(second.id, second.cookie)
    expect(removed.body.session.factors).toEqual([])
    expect(await factorsTold(accountId)).toEqual([['passkey'], []])
    expect(await api.count('passkeys', `account_id = '${accountId}'`)).toBe(0)
    expect((await api.post('sign-in', { identifier: email, password: PASSWORD })).body.state).toBe('signed_in')
  })

  test('the last one that works, beside an authenticator, leaves a suspended one where it is', async () => {
    const email = newEmail()
    const { cookie } = await bindAuthenticator(api, await api.account(email), email)
    const first = await addPasskey(api, cookie)
    const second = await addPasskey(api, first.cookie)
    await api.query('UPDATE passkeys SET suspended_at = now() WHERE passkey_id = $1', [first.id])
    const removed = await remove(second.id, second.cookie)
    expect(removed.body.session.factors).toEqual(['totp', 'passkey'])
    const { passkeys } = (await api.get('account/passkeys', removed.cookie)).body
    expect(passkeys).toMatchObject([{ id: first.id, suspended: true }])
  })

  test('asks for a fresh proof by a factor, which the password is not', async () => {
    const { id, passkey, cookie } = await addPasskey(api, await api.account(newEmail()))
    api.deps.clock.advance(301)
    expect(verdict(await remove(id, cookie))).toBe('401 step_up_required')
    const stepped = await api.post('step-up/password', { password: PASSWORD }, cookie)
    expect(verdict(await remove(id, stepped.cookie))).toBe('401 step_up_required')
    const fresh = await stepUp(api, stepped.cookie ?? '', passkey)
    expect((await remove(id, fresh.cookie)).status).toBe(200)
  })

  test('another account’s, or one that is gone, changes nothing', async () => {
    const mine = await addPasskey(api, await api.account(newEmail()))
    const theirs = await addPasskey(api, await api.account(newEmail()))
    expect(verdict(await remove(theirs.id, mine.cookie))).toBe('404 not_found')
    expect(verdict(await rename(theirs.id, 'min', mine.cookie))).toBe('404 not_found')
    expect((await api.get('session', mine.cookie)).status).toBe(200)
    expect(await holdsOf(mine.cookie)).toEqual(['passkey_added'])
    expect((await signIn(api, theirs.passkey)).status).toBe(200)
  })

  test('of two removals by two sessions at once one is made, and the account keeps its last', async () => {
    const first = await addPasskey(api, await api.account(newEmail()))
    const second = await addPasskey(api, first.cookie)
    const elsewhere = await signIn(api, first.passkey)
    const answers = await Promise.all([remove(first.id, second.cookie), remove(second.id, elsewhere.cookie)])
    expect(answers.map(verdict).sort()).toEqual(['200', '401 session_required'])
    const cookie = answers.find(({ status }) => status === 200)?.cookie ?? ''
    expect((await api.get('account/passkeys', cookie)).body.passkeys).toHaveLength(1)
    expect((await api.get('session', cookie)).body.session.factors).toEqual(['passkey'])
  })

  test('a sign-in that began before, and ends after, opens nothing', async () => {
    const { id, passkey, cookie } = await addPasskey(api, await api.account(newEmail()))
    const credential = passkey.get((await api.post('sign-in/passkey/options', {})).body)
    await remove(id, cookie)
    expect(verdict(await api.post('sign-in/passkey', { credential }))).toBe('422 passkey_unknown')
  })
})

describe('with SQL alone nobody plants or moves a passkey', () => {
  test('a row of another account, or another credential’s key, opens nothing', async () => {
    const victim = await addPasskey(api, await api.account(newEmail()))
    const thief = await addPasskey(api, await api.account(newEmail()))
    const victimId = await accountIdOf(victim.cookie)
    await api.query(
      `UPDATE passkeys SET key_sealed = (SELECT key_sealed FROM passkeys WHERE passkey_id = $2),
         credential_id = (SELECT credential_id FROM passkeys WHERE passkey_id = $2) WHERE passkey_id = $1`,
      [victim.id, thief.id],
    )
    thief.passkey.userHandle = victim.passkey.userHandle
    const answer = await signIn(api, thief.passkey)
    expect([verdict(answer), answer.cookie]).toEqual(['500 internal', undefined])
    expect(await api.count('sessions', `account_id = '${victimId}' AND aal = 2 AND amr = '{hwk}'`)).toBe(0)
  })
})
