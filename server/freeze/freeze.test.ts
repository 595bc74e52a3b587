import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, newEmail, newPhone, PASSWORD, verdict, WRONG_PASSWORD, withApi } from '../../test/support/api.ts'
import { accountIdOf, addAddress, linkOf } from '../../test/support/notices.ts'
import { raiseCredentialVersion } from '../accounts/raise-credential-version.ts'
import { createApiKey } from '../api-keys/manage-api-keys.ts'
import { forgetLinks } from '../notices/forget-links.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const freeze = (cookie?: string) => api.call('POST', 'account/freeze', undefined, cookie ? { headers: { cookie } } : {})
const signIn = (identifier: string, password = PASSWORD) => api.post('sign-in', { identifier, password })
const useLink = (token: string) => api.post('not-me', { token })
const lookAt = (token: string) => api.post('not-me/look', { token })

/** An account with two addresses, which has had a notice of the second. */
async function person() {
  const [email, phone] = [newEmail(), newPhone()]
  const cookie = await api.account(email)
  await addAddress(api, phone, cookie)
  return { email, phone, cookie, accountId: await accountIdOf(api, cookie) }
}

describe('freezing from a session', () => {
  test('ends every session, and signs nobody in', async () => {
    const { email, cookie, accountId } = await person()
    const other = (await signIn(email)).cookie
    const frozen = await freeze(cookie)
    expect(frozen.body).toEqual({ state: 'frozen' })
    expect(String(frozen.headers['set-cookie'])).toMatch(/__Host-portvakt=;.*Expires=Thu, 01 Jan 1970/)
    for (const session of [cookie, other])
      expect(verdict(await api.get('session', session))).toBe('401 session_required')
    expect(await api.count('sessions', `account_id = '${accountId}' AND revoked_at IS NULL`)).toBe(0)
  })

  test('makes a stranger of every device it was known by', async () => {
    const { cookie, accountId } = await person()
    const known = `account_id = '${accountId}' AND ended_at IS NULL`
    expect(await api.count('devices', known)).toBeGreaterThan(0)
    await freeze(cookie)
    expect(await api.count('devices', known)).toBe(0)
  })

  test('needs one factor: a session long past its last proof will do', async () => {
    const { cookie } = await person()
    api.deps.clock.advance(20 * 60)
    expect(verdict(await api.call('PATCH', 'account/phrase', { phrase: 'blå elg' }, { headers: { cookie } }))).toBe(
      '401 step_up_required',
    )
    expect((await freeze(cookie)).status).toBe(200)
    expect(verdict(await freeze())).toBe('401 session_required')
  })

  test('is told to every address, the exchange and the record, once', async () => {
    const { email, phone, cookie, accountId } = await person()
    const before = { email: (await api.messages(email)).length, phone: (await api.messages(phone)).length }
    await freeze(cookie)
    await freeze(cookie)
    const [mail, ...mails] = await api.messages(email)
    const [sms, ...texts] = await api.messages(phone)
    expect({ email: mails.length, phone: texts.length }).toEqual(before)
    expect(mail?.subject).toBe('Kontoen din hos Portvakt er fryst')
    for (const message of [mail, sms]) expect(message?.text).toContain('http://localhost:4000/thaw')
    expect(await api.count('events', `account_id = '${accountId}' AND type = 'account.frozen'`)).toBe(1)
    expect(await api.count('activities', `account_id = '${accountId}' AND kind = 'frozen'`)).toBe(1)
  })

  test('stops withdrawals that no session stands behind: whoever asks for the holds hears of it', async () => {
    const { cookie, accountId } = await person()
    const { key } = await createApiKey(api.deps, { name: 'exchange', scopes: ['holds:read'], days: 1 })
    const ask = () =>
      api.call('GET', `accounts/${accountId}/holds`, undefined, { headers: { authorization: `Bearer ${key}` } })
    expect((await ask()).body.frozen).toBe(false)
    await freeze(cookie)
    expect((await ask()).body.frozen).toBe(true)
  })

  test('the right password hears why, a wrong one hears what it always hears', async () => {
    const { email, phone, cookie } = await person()
    const wrongBefore = await signIn(phone, WRONG_PASSWORD)
    await freeze(cookie)
    for (const address of [email, phone]) {
      const right = await signIn(address)
      expect(verdict(right)).toBe('403 account_frozen')
      expect(right.cookie).toBeUndefined()
    }
    const wrong = await signIn(phone, WRONG_PASSWORD)
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...wrongBefore.body, requestId: '' })
    expect(wrong.status).toBe(wrongBefore.status)
  })

  test('right passwords cost no wait, wrong ones do', async () => {
    const { email, cookie } = await person()
    await freeze(cookie)
    for (let n = 0; n < 8; n++) expect(verdict(await signIn(email))).toBe('403 account_frozen')
    const answers = []
    for (let n = 0; n < 6; n++) answers.push(verdict(await signIn(email, WRONG_PASSWORD)))
    expect(answers.at(-1)).toBe('429 too_many_attempts')
  })

  test('what was under way before ends: a reset, an address', async () => {
    const { email, cookie } = await person()
    const { flow } = (await api.post('forgot-password', { identifier: email })).body
    const code = await api.code(email)
    await freeze(cookie)
    const password = 'en helt annen setning'
    const answer = await api.post('forgot-password/finish', { flow, code, password, repeat: password })
    expect(verdict(answer)).toBe('410 flow_ended')
    expect(verdict(await signIn(email))).toBe('403 account_frozen')
  })

  test('a reset begun later looks like any other, and does not get past it', async () => {
    const { email, cookie } = await person()
    const usual = await api.post('forgot-password', { identifier: newEmail() })
    await freeze(cookie)
    api.deps.clock.advance(61)
    const started = await api.post('forgot-password', { identifier: email })
    expect(Object.keys(started.body)).toEqual(Object.keys(usual.body))
    const { flow } = started.body
    const password = 'en helt annen setning'
    const body = { flow, code: await api.code(email), password, repeat: password }
    expect(verdict(await api.post('forgot-password/finish', body))).toBe('403 account_frozen')
    expect(verdict(await signIn(email, password))).toBe('401 credentials_wrong')
  })
})

describe('the link of a notice', () => {
  test('says what it is about, and changes nothing by being looked at or opened', async () => {
    const { email, cookie, accountId } = await person()
    const token = await linkOf(api, email)
    for (let n = 0; n < 3; n++) {
      const { status, body } = await lookAt(token)
      expect(status).toBe(200)
      expect(body).toMatchObject({ state: 'open', event: 'identifier_added' })
      expect(JSON.stringify(body)).not.toContain(accountId)
    }
    expect(
      (await api.call('GET', `/not-me?token=${token}`, undefined, { headers: { accept: 'text/html' } })).status,
    ).toBe(200)
    expect(verdict(await api.get('not-me'))).toBe('405 method_not_allowed')
    expect(verdict(await api.get('session', cookie))).toBe('200')
    expect(await api.count('notice_links', `account_id = '${accountId}' AND used_at IS NOT NULL`)).toBe(0)
  })

  test('freezes, signed out and from anywhere; a repeat is answered as the first', async () => {
    const { email, cookie, accountId } = await person()
    const token = await linkOf(api, email)
    const answers = await Promise.all(Array.from({ length: 10 }, () => useLink(token)))
    for (const { status, body } of answers) expect([status, body]).toEqual([200, { state: 'frozen' }])
    expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
    expect((await lookAt(token)).body.state).toBe('frozen')
    expect(await api.count('activities', `account_id = '${accountId}' AND kind = 'frozen'`)).toBe(1)
    expect(await api.count('notice_links', `account_id = '${accountId}' AND used_at IS NOT NULL`)).toBe(1)
  })

  test('each notice has one of its own, the same at every address', async () => {
    const { email, phone, accountId } = await person()
    expect(await linkOf(api, email)).toBe(await linkOf(api, phone))
    const undone = await api.count('identifier_undos', `account_id = '${accountId}'`)
    expect([await api.count('notice_links', `account_id = '${accountId}'`), undone]).toEqual([1 + undone, 1])
  })

  test('used and the account open again: it is spent', async () => {
    const { email, accountId } = await person()
    const token = await linkOf(api, email)
    await useLink(token)
    await api.query('UPDATE accounts SET frozen_at = NULL WHERE account_id = $1', [accountId])
    for (const answer of [await useLink(token), await lookAt(token)]) expect(verdict(answer)).toBe('410 link_ended')
  })

  test('works for thirty days', async () => {
    const { email } = await person()
    const token = await linkOf(api, email)
    api.deps.clock.advance(30 * 24 * 3600 - 10)
    expect((await lookAt(token)).status).toBe(200)
    api.deps.clock.advance(11)
    for (const answer of [await useLink(token), await lookAt(token)]) expect(verdict(answer)).toBe('410 link_ended')
  })

  test('freezes nobody else: the secret of one account under the id of another', async () => {
    const [mine, theirs] = [await person(), await person()]
    const own = Buffer.from(await linkOf(api, mine.email), 'base64url')
    const id = Buffer.from(theirs.accountId.replaceAll('-', ''), 'hex')
    const forged = Buffer.concat([id, own.subarray(16)]).toString('base64url')
    expect(verdict(await useLink(forged))).toBe('410 link_ended')
    expect(verdict(await api.get('session', theirs.cookie))).toBe('200')
  })

  test.each([
    ['nothing', {}, 'required'],
    ['a number', { token: 1 }, 'wrong_type'],
    ['too short', { token: 'abc' }, 'invalid'],
    ['too long', { token: 'a'.repeat(44) }, 'invalid'],
  ])('refuses %s', async (_name, body, code) => {
    for (const path of ['not-me', 'not-me/look']) {
      const answer = await api.post(path, body)
      expect(verdict(answer)).toBe('400 request_invalid')
      expect(answer.body.fields).toEqual([{ field: 'token', code }])
    }
  })

  test('waits for whoever has the account in hand, and they not for it', async () => {
    const { email, accountId } = await person()
    const token = await linkOf(api, email)
    const using = await api.deps.db.transaction(async (tx) => {
      await raiseCredentialVersion(tx, accountId, 1)
      const answer = useLink(token)
      await sleep(300)
      await forgetLinks(tx, accountId)
      return { answer }
    })
    expect((await using.answer).status).toBe(410)
  })

  test('leaves no trace of its secret in the database', async () => {
    const { email } = await person()
    const secret = Buffer.from(await linkOf(api, email), 'base64url').subarray(16)
    const rows = await api.query<{ all: string }>('SELECT notice_links::text AS all FROM notice_links')
    expect(rows.some(({ all }) => all.includes(secret.toString('hex')))).toBe(false)
    const sealed = await api.query<{ sealed: Buffer }>('SELECT sealed FROM outbox WHERE sealed IS NOT NULL')
    expect(sealed.some((row) => row.sealed.includes(secret))).toBe(false)
  })
})
