import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { proveAddress } from '../../test/support/address-proof.ts'
import { type Api, newEmail, newPhone, notTheCode, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { authenticatorApp, bindAuthenticator, startAuthenticator, step } from '../../test/support/authenticator.ts'
import { addPasskey } from '../../test/support/passkeys.ts'
import { raiseCredentialVersion } from '../accounts/raise-credential-version.ts'
import { endCodes } from '../codes/verify-code.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const start = (identifier: string, cookie: string) => api.post('account/identifiers', { identifier }, cookie)
const prove = (flow: string, code: string, cookie: string) =>
  api.post('account/identifiers/code', { flow, code }, cookie)
const resend = (flow: string, cookie: string) => api.post('account/identifiers/resend', { flow }, cookie)

test('a second identifier: a hold of six hours, both addresses told, sign-in by either, and it cannot be taken again', async () => {
  const [email, phone] = [newEmail(), newPhone()]
  const cookie = await api.account(email)
  const begun = await start(phone, cookie)
  expect(begun).toMatchObject({ status: 200, body: { state: 'code', channel: 'sms', actions: ['code', 'resend'] } })
  const done = await prove(begun.body.flow, await api.code(phone), cookie)
  expect(done.status).toBe(201)
  expect(done.body.identifiers.map(({ kind }: { kind: string }) => kind)).toEqual(['email', 'phone'])
  const [hold] = done.body.holds
  const left = (Date.parse(hold.endsAt) - api.deps.clock.now().getTime()) / 3_600_000
  expect(hold.reason).toBe('identifier_added')
  expect(left).toBeGreaterThan(5.99)
  expect(left).toBeLessThanOrEqual(6)
  expect((await api.get('session', cookie)).body.holds).toEqual(done.body.holds)
  for (const to of [email, phone]) {
    const [notice] = await api.messages(to)
    expect(notice?.to).toBe(to)
    expect(notice?.text).toMatch(/[•*]{3}/)
    expect(notice?.text).not.toContain(phone)
  }
  for (const identifier of [email, phone])
    expect(verdict(await api.post('sign-in', { identifier, password: PASSWORD }))).toBe('200')
  expect(await api.count('activities', "kind = 'identifier_added'")).toBe(1)
  api.deps.clock.advance(6 * 3600 + 1)
  const later = await api.post('sign-in', { identifier: phone, password: PASSWORD })
  expect(later.body.session.holds).toEqual([])
})

test('one of a kind: a second e-mail address is refused before anything is sent', async () => {
  const cookie = await api.account(newEmail())
  const other = newEmail()
  expect(verdict(await start(other, cookie))).toBe('409 identifier_kind_taken')
  expect(await api.messages(other)).toEqual([])
})

test('another’s address: the same answer, its owner is told at the stored address, and no code is right', async () => {
  const owned = newPhone()
  await api.account(owned)
  const cookie = await api.account(newEmail())
  const taken = await start(owned.slice(3), cookie)
  const free = await start(newPhone(), await api.account(newEmail()))
  expect(Object.keys(taken.body)).toEqual(Object.keys(free.body))
  expect(taken.status).toBe(free.status)
  const [notice] = await api.messages(owned)
  expect(notice?.to).toBe(owned)
  expect(notice?.text).not.toMatch(/\d{8}/)
  expect(verdict(await prove(taken.body.flow, '00000000', cookie))).toBe('422 code_wrong')
})

test('an address that became another’s while its code was on the way: refused once proven, and nothing changes', async () => {
  const phone = newPhone()
  const cookie = await api.account(newEmail())
  const begun = await start(phone, cookie)
  const code = await api.code(phone)
  await api.account(phone)
  const holds = await api.count('holds')
  expect(verdict(await prove(begun.body.flow, code, cookie))).toBe('409 identifier_taken')
  expect((await api.get('account', cookie)).body.identifiers).toHaveLength(1)
  expect(await api.count('holds')).toBe(holds)
})

test('two additions finished at once: one address is added', async () => {
  const cookie = await api.account(newEmail())
  const flows: [string, string][] = []
  for (const phone of [newPhone(), newPhone()])
    flows.push([(await start(phone, cookie)).body.flow, await api.code(phone)])
  const answers = await Promise.all(flows.map(([flow, code]) => prove(flow, code, cookie)))
  expect(answers.map(verdict).sort()).toEqual(['201', '409 identifier_kind_taken'])
  expect((await api.get('account', cookie)).body.identifiers).toHaveLength(2)
  expect(await api.count('identifier_claims', `account_id = '${(await api.get('account', cookie)).body.id}'`)).toBe(2)
})

test('one address begun twice and proven twice: it is the account’s own by then, not another’s', async () => {
  const [phone, cookie] = [newPhone(), await api.account(newEmail())]
  const flows: [string, string][] = []
  for (let begun = 0; begun < 2; begun++) {
    flows.push([(await start(phone, cookie)).body.flow, await api.code(phone)])
  }
  const answers: string[] = []
  for (const [flow, code] of flows) answers.push(verdict(await prove(flow, code, cookie)))
  expect(answers).toEqual(['201', '409 identifier_kind_taken'])
  expect((await api.get('account', cookie)).body.identifiers).toHaveLength(2)
})

test('one code sent many times at once adds one address, one hold, one notice each', async () => {
  const [email, phone] = [newEmail(), newPhone()]
  const cookie = await api.account(email)
  const { flow } = (await start(phone, cookie)).body
  const code = await api.code(phone)
  const holds = await api.count('holds')
  const answers = await Promise.all(Array.from({ length: 12 }, () => prove(flow, code, cookie)))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(await api.count('holds')).toBe(holds + 1)
  expect(await api.messages(phone)).toHaveLength(2)
})

describe('codes follow the same rules as at sign-up', () => {
  test('resend: countdown, then a new code; the old one is replaced', async () => {
    const phone = newPhone()
    const cookie = await api.account(newEmail())
    const { flow } = (await start(phone, cookie)).body
    const first = await api.code(phone)
    expect(verdict(await resend(flow, cookie))).toBe('429 code_too_soon')
    api.deps.clock.advance(60)
    expect(verdict(await resend(flow, cookie))).toBe('200')
    expect(verdict(await prove(flow, first, cookie))).toBe('422 code_replaced')
    expect(verdict(await prove(flow, await api.code(phone), cookie))).toBe('201')
    expect(verdict(await prove(flow, await api.code(phone).catch(() => '00000000'), cookie))).toBe('410 flow_ended')
    expect(verdict(await resend(flow, cookie))).toBe('410 flow_ended')
  })

  test('five tries, ten minutes', async () => {
    const phone = newPhone()
    let cookie = await api.account(newEmail())
    const { flow } = (await start(phone, cookie)).body
    const code = await api.code(phone)
    for (let at = 0; at < 5; at++) expect(verdict(await prove(flow, notTheCode(code), cookie))).toBe('422 code_wrong')
    expect(verdict(await prove(flow, code, cookie))).toBe('422 code_spent')
    api.deps.clock.advance(60)
    await resend(flow, cookie)
    api.deps.clock.advance(601)
    cookie = (await api.post('step-up/password', { password: PASSWORD }, cookie)).cookie ?? ''
    expect(verdict(await prove(flow, await api.code(phone), cookie))).toBe('422 code_expired')
  })

  test('the budget of an address is one for whoever adds it, and sign-ups in its name use up none of it', async () => {
    const phone = newPhone()
    for (let at = 0; at < 6; at++) await api.flow(phone)
    for (let at = 0; at < 6; at++) expect(verdict(await start(phone, await api.account(newEmail())))).toBe('200')
    const cookie = await api.account(newEmail())
    expect(verdict(await start(phone.slice(3), cookie))).toBe('429 too_many_codes')
  })
})

describe('an addition belongs to the session that began it', () => {
  test('another account, another session of the same account, nobody: refused, and it stays good for its own', async () => {
    const [email, phone] = [newEmail(), newPhone()]
    const cookie = await api.account(email)
    const { flow } = (await start(phone, cookie)).body
    const code = await api.code(phone)
    const stranger = await api.account(newEmail())
    const signedIn = await api.post('sign-in', { identifier: email, password: PASSWORD })
    const elsewhere = await proveAddress(api, signedIn.cookie ?? '', email)
    for (const other of [stranger, elsewhere]) {
      expect(verdict(await prove(flow, code, other))).toBe('410 flow_ended')
      expect(verdict(await resend(flow, other))).toBe('410 flow_ended')
    }
    expect(verdict(await prove(flow, code, ''))).toBe('401 session_required')
    expect(verdict(await prove(flow, code, cookie))).toBe('201')
  })

  test('it outlives a step-up in the middle, and not an hour', async () => {
    const phone = newPhone()
    const cookie = await api.account(newEmail())
    const { flow } = (await start(phone, cookie)).body
    api.deps.clock.advance(301)
    expect(verdict(await prove(flow, await api.code(phone), cookie))).toBe('401 step_up_required')
    const fresh = (await api.post('step-up/password', { password: PASSWORD }, cookie)).cookie ?? ''
    expect(verdict(await prove(flow, await api.code(phone), fresh))).toBe('201')
  })

  test.each<[string, (cookie: string, email: string) => Promise<string>]>([
    ['an authenticator is bound', async (cookie, email) => (await bindAuthenticator(api, cookie, email)).cookie],
    ['the first passkey is added', async (cookie) => (await addPasskey(api, cookie)).cookie],
  ])('it ends when %s, although its session goes on: what the password had opened is closed', async (_what, change) => {
    const [email, phone] = [newEmail(), newPhone()]
    const cookie = await api.account(email)
    const { flow } = (await start(phone, cookie)).body
    const code = await api.code(phone)
    const fresh = await change(cookie, email)
    api.deps.clock.advance(61)
    expect(verdict(await resend(flow, fresh))).toBe('410 flow_ended')
    expect(verdict(await prove(flow, code, fresh))).toBe('410 flow_ended')
    expect((await api.get('account', fresh)).body.identifiers).toHaveLength(1)
  })

  test.each(['change', 'remove'])('it ends when an authenticator is: %s', async (kind) => {
    const [email, phone] = [newEmail(), newPhone()]
    const { cookie, app } = await bindAuthenticator(api, await api.account(email), email)
    const { flow } = (await start(phone, cookie)).body
    const code = await api.code(phone)
    api.deps.clock.advance(61)
    const begun = (await startAuthenticator(api, cookie, email, kind)).body
    const both = { flow: begun.flow, code: await api.code(email), totp: app.code() }
    let done = await step(api, cookie, 'code', both)
    if (kind === 'change') {
      const other = authenticatorApp(done.body.key.secret, () => api.deps.clock.now())
      done = await step(api, cookie, 'key', { flow: begun.flow, code: other.code() })
    }
    expect(done.body.state).toBe('done')
    expect(verdict(await resend(flow, done.cookie ?? ''))).toBe('410 flow_ended')
    expect(verdict(await prove(flow, code, done.cookie ?? ''))).toBe('410 flow_ended')
    expect((await api.get('account', done.cookie)).body.identifiers).toHaveLength(1)
  })

  test('it ends when a passkey is taken away, too', async () => {
    const phone = newPhone()
    const { id, cookie } = await addPasskey(api, await api.account(newEmail()))
    const { flow } = (await start(phone, cookie)).body
    const code = await api.code(phone)
    const removed = await api.call('DELETE', `account/passkeys/${id}`, undefined, { headers: { cookie } })
    expect(removed.status).toBe(200)
    api.deps.clock.advance(61)
    expect(verdict(await resend(flow, removed.cookie ?? ''))).toBe('410 flow_ended')
    expect(verdict(await prove(flow, code, removed.cookie ?? ''))).toBe('410 flow_ended')
  })
})

test('waits for whoever has the account in hand, and they not for it', async () => {
  const [email, phone] = [newEmail(), newPhone()]
  const cookie = await api.account(email)
  const { flow } = (await api.post('account/identifiers', { identifier: phone }, cookie)).body
  const body = { flow, code: await api.code(phone) }
  const accountId = (await api.get('session', cookie)).body.account.id
  const adding = await api.deps.db.transaction(async (tx) => {
    await raiseCredentialVersion(tx, accountId, 1)
    const answer = api.post('account/identifiers/code', body, cookie)
    await sleep(300)
    await endCodes(tx, api.deps, accountId)
    return { answer }
  })
  expect(verdict(await adding.answer)).toBe('422 code_used')
})
