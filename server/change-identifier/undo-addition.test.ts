import { afterAll, beforeAll, expect, it } from 'vitest'
import { proveAddress } from '../../test/support/address-proof.ts'
import { type Answer, type Api, newEmail, newPhone, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { accountOf, addAddress } from '../../test/support/recovery.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const signIn = async (identifier: string) => verdict(await api.post('sign-in', { identifier, password: PASSWORD }))
const undo = (token: string) => api.post('undo-change', { token })
const look = (token: string) => api.post('undo-change/look', { token })
const prove = (cookie: string, flow: string, code: string) =>
  api.post('account/identifier-changes/code', { flow, code }, cookie)
const identifiers = async (cookie: string): Promise<{ id: string; kind: string }[]> =>
  (await api.get('account', cookie)).body.identifiers

async function idOf(cookie: string, kind: 'email' | 'phone'): Promise<string> {
  return (await identifiers(cookie)).find((each) => each.kind === kind)?.id ?? ''
}

/** The newest link that undoes something, of those an address was sent. */
async function undoLink(to: string): Promise<string> {
  for (const { text } of await api.messages(to)) {
    const token = /undo-change#([\w-]{43})/.exec(text)?.[1]
    if (token) return token
  }
  throw new Error(`no link was sent to ${to}`)
}

async function change(cookie: string, from: string, to: string): Promise<Answer> {
  const id = await idOf(cookie, from.includes('@') ? 'email' : 'phone')
  const { flow } = (await api.post(`account/identifiers/${id}/change`, { identifier: to }, cookie)).body
  await prove(cookie, flow, await api.code(from))
  return prove(cookie, flow, await api.code(to))
}

/** @param by the other address, which proves it */
async function remove(cookie: string, gone: 'email' | 'phone', by: string): Promise<Answer> {
  const id = await idOf(cookie, gone)
  const { flow } = (await api.post(`account/identifiers/${id}/removal`, {}, cookie)).body
  return prove(cookie, flow, await api.code(by))
}

/** An account with an e-mail address, to which somebody with its session has added a number. */
async function withAddition() {
  const [email, phone] = [newEmail(), newPhone()]
  const cookie = await api.account(email)
  await addAddress(api, cookie, phone)
  return { email, phone, cookie, token: await undoLink(email) }
}

it('the link to the address there was before takes the new one away, once, and ends every session', async () => {
  const { email, phone, cookie, token } = await withAddition()
  const accountId = await accountOf(api, cookie)
  expect((await look(token)).body).toMatchObject({ kind: 'email', takesAway: expect.stringMatching(/^\+47 /) })
  expect(await signIn(phone)).toBe('200') // looking changes nothing
  expect((await undo(token)).body).toEqual({ state: 'done' })
  expect([await signIn(email), await signIn(phone)]).toEqual(['200', '401 credentials_wrong'])
  expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
  expect([verdict(await undo(token)), verdict(await look(token))]).toEqual(['410 link_ended', '410 link_ended'])
  expect((await api.messages(phone))[0]?.text).toMatch(/fjernet/)
  const subjects = (await api.messages(email)).map(({ subject }) => subject)
  expect(subjects.filter((subject) => /fjernet/.test(subject))).toHaveLength(1)
  const holds = await api.query<{ reason: string }>('SELECT reason FROM holds WHERE account_id = $1', [accountId])
  expect(holds.map(({ reason }) => reason)).toContain('identifier_changed')
  // Nobody keeps it: its owner may have it.
  await api.account(phone)
})

it('its secret freezes as well, and undoes the addition of a frozen account', async () => {
  const { email, phone, token } = await withAddition()
  expect((await api.post('not-me/look', { token })).body).toMatchObject({ event: 'identifier_added' })
  expect(verdict(await api.post('not-me', { token }))).toMatch(/^200/)
  expect((await undo(token)).body).toEqual({ state: 'done' })
  expect([await signIn(email), await signIn(phone)]).toEqual(['403 account_frozen', '401 credentials_wrong'])
})

it('the new address is sent no such link', async () => {
  const { phone } = await withAddition()
  const texts = (await api.messages(phone)).map(({ text }) => text)
  expect(texts.some((text) => text.includes('/not-me#'))).toBe(true)
  expect(texts.some((text) => text.includes('undo-change#'))).toBe(false)
})

it('does nothing once the address it was sent to is gone: a link of its own puts that back, and takes the other away', async () => {
  const { email, phone, cookie, token } = await withAddition()
  expect(verdict(await remove(cookie, 'email', phone))).toBe('200')
  expect([verdict(await look(token)), verdict(await undo(token))]).toEqual(['410 link_ended', '410 link_ended'])
  expect((await undo(await undoLink(email))).body).toEqual({ state: 'done' })
  expect([await signIn(email), await signIn(phone)]).toEqual(['200', '401 credentials_wrong'])
  expect(verdict(await undo(token))).toBe('410 link_ended')
})

it('tells when what stands there now was added', async () => {
  const { email, cookie, token } = await withAddition()
  api.deps.clock.advance(3600)
  await api.post('step-up/password', { password: PASSWORD }, cookie)
  const renewed = (await api.post('sign-in', { identifier: email, password: PASSWORD })).cookie ?? ''
  await remove(renewed, 'phone', email)
  await addAddress(api, await proveAddress(api, renewed, email), newPhone())
  const { at } = (await look(token)).body
  expect(Math.abs(new Date(at).getTime() - api.deps.clock.now().getTime())).toBeLessThan(60_000)
})

it('takes away whatever the new one was changed to, and its links with it', async () => {
  const { email, phone, cookie, token } = await withAddition()
  const further = newPhone()
  api.deps.clock.advance(61)
  await change(cookie, phone, further)
  const theirs = await undoLink(phone)
  expect((await undo(token)).body).toEqual({ state: 'done' })
  expect(verdict(await undo(theirs))).toBe('410 link_ended')
  expect([await signIn(email), await signIn(phone), await signIn(further)]).toEqual([
    '200',
    '401 credentials_wrong',
    '401 credentials_wrong',
  ])
})

it('does not take away what the undoing of a removal has brought back', async () => {
  const { email, phone: mine, cookie } = await withAddition()
  api.deps.clock.advance(61)
  expect(verdict(await remove(cookie, 'phone', email))).toBe('200')
  const back = await undoLink(mine)
  const theirs = newPhone()
  await addAddress(api, await proveAddress(api, cookie, email), theirs)
  const token = await undoLink(email)
  expect((await undo(back)).body).toEqual({ state: 'done' })
  expect(verdict(await undo(token))).toBe('410 link_ended')
  expect([await signIn(mine), await signIn(theirs)]).toEqual(['200', '401 credentials_wrong'])
})

it('has nothing to do where the new address is gone already, and after 72 hours', async () => {
  const { cookie, email, token } = await withAddition()
  expect(verdict(await remove(cookie, 'phone', email))).toBe('200')
  expect([verdict(await look(token)), verdict(await undo(token))]).toEqual(['410 link_ended', '410 link_ended'])
  expect((await api.get('session', cookie)).status).toBe(200)
  const late = await withAddition()
  api.deps.clock.advance(72 * 3600)
  expect([verdict(await look(late.token)), verdict(await undo(late.token))]).toEqual([
    '410 link_ended',
    '410 link_ended',
  ])
})

it('sent many times at once while the new address is changed on, it is done once', async () => {
  for (let round = 0; round < 3; round++) {
    const { email, phone, cookie, token } = await withAddition()
    const further = newPhone()
    api.deps.clock.advance(61)
    const id = await idOf(cookie, 'phone')
    const { flow } = (await api.post(`account/identifiers/${id}/change`, { identifier: further }, cookie)).body
    await prove(cookie, flow, await api.code(phone))
    const code = await api.code(further)
    const [, ...undone] = await Promise.all([
      prove(cookie, flow, code),
      ...Array.from({ length: 5 }, () => undo(token)),
    ])
    expect(undone.filter(({ status }) => status === 200)).toHaveLength(1)
    expect([await signIn(email), await signIn(phone), await signIn(further)]).toEqual([
      '200',
      '401 credentials_wrong',
      '401 credentials_wrong',
    ])
  }
})
