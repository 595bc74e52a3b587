import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, newEmail, newPhone, verdict, withApi } from '../../test/support/api.ts'
import { accountIdOf, addAddress } from '../../test/support/notices.ts'
import { setPhrase } from '../accounts/phrase.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const PHRASE = 'blå elg i motlys'
const set = (phrase: unknown, cookie: string) =>
  api.call('PATCH', 'account/phrase', { phrase }, { headers: { cookie } })

async function person() {
  const [email, phone] = [newEmail(), newPhone()]
  const cookie = await api.account(email)
  await addAddress(api, phone, cookie)
  return { email, phone, cookie, accountId: await accountIdOf(api, cookie) }
}

test('is chosen, shown to its owner, changed and taken away', async () => {
  const { cookie } = await person()
  expect((await api.get('account', cookie)).body.phrase).toBeNull()
  expect((await set(` ${PHRASE} `, cookie)).body.phrase).toBe(PHRASE)
  expect((await api.get('account', cookie)).body.phrase).toBe(PHRASE)
  expect((await set(null, cookie)).body.phrase).toBeNull()
})

test('needs a fresh proof', async () => {
  const { cookie } = await person()
  api.deps.clock.advance(301)
  expect(verdict(await set(PHRASE, cookie))).toBe('401 step_up_required')
  expect(verdict(await api.call('PATCH', 'account/phrase', { phrase: PHRASE }))).toBe('401 session_required')
})

test('every message to the account begins with it', async () => {
  const { email, phone, cookie } = await person()
  await set(PHRASE, cookie)
  await api.post('sign-up', { identifier: email })
  await api.post('forgot-password', { identifier: phone })
  await api.post('not-me', { token: 'A'.repeat(43) })
  await api.call('POST', 'account/freeze', undefined, { headers: { cookie } })
  const [frozen, taken] = await api.messages(email)
  expect(taken?.subject).toContain('allerede konto')
  for (const mail of [frozen, taken]) {
    expect(mail?.text.split('\n')[0]).toBe(`Kjenneordet ditt: ${PHRASE}`)
    expect(mail?.html).toContain(PHRASE)
  }
  const [notice, code] = await api.messages(phone)
  expect(notice?.text).toMatch(new RegExp(`^\\(${PHRASE}\\) `))
  expect(code?.text).toMatch(new RegExp(`^\\d{8}\\n.*\\n\\(${PHRASE}\\)\\n\\n@localhost #\\d{8}$`, 's'))
})

test('nobody who only types the address gets to see it', async () => {
  const { email, cookie } = await person()
  await set(PHRASE, cookie)
  const stranger = newEmail()
  await api.post('sign-up', { identifier: stranger })
  const answers = [
    await api.post('sign-up', { identifier: email }),
    await api.post('forgot-password', { identifier: email }),
    await api.post('sign-in', { identifier: email, password: 'feil hest batteri stift' }),
  ]
  expect(JSON.stringify(answers)).not.toContain('elg')
  expect(JSON.stringify(await api.messages(stranger))).not.toContain('elg')
})

test('no message to an address that the account has not proven carries it; the first one after that does', async () => {
  const [email, phone] = [newEmail(), newPhone()]
  const cookie = await api.account(email)
  await set(PHRASE, cookie)
  const { flow } = (await api.post('account/identifiers', { identifier: phone }, cookie)).body
  api.deps.clock.advance(61)
  await api.post('account/identifiers/resend', { flow }, cookie)
  expect(await api.messages(phone)).toHaveLength(2)
  for (const sms of await api.messages(phone)) expect(sms.text).not.toContain('elg')
  await api.post('account/identifiers/code', { flow, code: await api.code(phone) }, cookie)
  expect((await api.messages(phone))[0]?.text).toContain(PHRASE)

  const next = newEmail()
  const { identifiers } = (await api.get('account', cookie)).body
  const change = await api.post(`account/identifiers/${identifiers[0].id}/change`, { identifier: next }, cookie)
  expect((await api.messages(email))[0]?.text).toContain(PHRASE)
  const prove = async (address: string) =>
    api.post('account/identifier-changes/code', { flow: change.body.flow, code: await api.code(address) }, cookie)
  await prove(email)
  api.deps.clock.advance(61)
  await api.post('account/identifier-changes/resend', { flow: change.body.flow }, cookie)
  expect(await api.messages(next)).toHaveLength(2)
  for (const mail of await api.messages(next)) expect(mail.text).not.toContain('elg')
  expect(verdict(await prove(next))).toBe('200')
  expect((await api.messages(next))[0]?.text).toContain(PHRASE)
})

test('one from before there were such rules stands in messages as ever', async () => {
  const { email, cookie, accountId } = await person()
  await api.deps.db.transaction((tx) => setPhrase(tx, api.deps, accountId, 'hjemme 5.12.1984'))
  expect((await api.get('account', cookie)).body.phrase).toBe('hjemme 5.12.1984')
  await api.post('forgot-password', { identifier: email })
  expect((await api.messages(email))[0]?.text).toContain('hjemme 5.12.1984')
})

test('a change is told under the phrase of before, whoever chose the new one', async () => {
  const { email, phone, cookie } = await person()
  await set(PHRASE, cookie)
  const before = (await api.messages(email)).length
  await set('rød rev i regn', cookie)
  const [mail, ...rest] = await api.messages(email)
  expect(rest).toHaveLength(before)
  expect(mail?.text).toContain(`Kjenneordet ditt: ${PHRASE}`)
  expect(mail?.text).not.toContain('rød rev')
  expect((await api.messages(phone))[0]?.text).toContain(PHRASE)
  await set('rød rev i regn', cookie)
  expect(await api.messages(email)).toHaveLength(before + 1)
})

test('lies sealed: no table and no row moved to another account gives it away', async () => {
  const [mine, theirs] = [await person(), await person()]
  const canary = 'kanari i gruva'
  await set(canary, mine.cookie)
  const hex = Buffer.from(canary).toString('hex')
  const tables = await api.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
  )
  for (const { name } of tables) {
    const rows = await api.query<{ row: string }>(`SELECT t::text AS row FROM ${name} AS t`)
    for (const { row } of rows) expect([name, row.includes(canary) || row.includes(hex)]).toEqual([name, false])
  }
  await api.query(
    'UPDATE accounts SET phrase_sealed = (SELECT phrase_sealed FROM accounts WHERE account_id = $1) WHERE account_id = $2',
    [mine.accountId, theirs.accountId],
  )
  expect(verdict(await api.get('account', theirs.cookie))).toBe('500 internal')
})

test.each([
  ['a link', 'https://evil.example', 'invalid'],
  ['a site', 'Bekreft: portvakt1.no', 'invalid'],
  ['a number to call', 'Konto sperret? Ring 09876', 'invalid'],
  ['a code', '40718263', 'invalid'],
  ['too short', 'ab', 'invalid'],
  ['too long', 'a'.repeat(201), 'too_long'],
  ['a number', 7, 'wrong_type'],
  ['a list', ['elg'], 'wrong_type'],
  ['nothing', undefined, 'required'],
])('refuses %s', async (_name, phrase, code) => {
  const { cookie } = await person()
  const answer = await set(phrase, cookie)
  expect(verdict(answer)).toBe('400 request_invalid')
  expect(answer.body.fields).toEqual([{ field: 'phrase', code }])
  expect((await api.get('account', cookie)).body.phrase).toBeNull()
})
