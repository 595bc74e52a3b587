import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, newEmail, newPhone, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { bindAuthenticator } from '../../test/support/authenticator.ts'
import { addPasskey } from '../../test/support/passkeys.ts'
import { addAddress as addNumber } from '../../test/support/recovery.ts'
import { SoftPasskey } from '../../test/support/soft-authenticator.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

/** Somebody with the password alone, on a device nobody knows. */
async function thiefOf(email: string): Promise<string> {
  const { cookie } = await api.post('sign-in', { identifier: email, password: PASSWORD })
  return cookie ?? ''
}

async function addressOf(cookie: string, at = 0): Promise<string> {
  return (await api.get('account', cookie)).body.identifiers[at].id
}

const send = async (cookie: string, at = 0) =>
  api.post('step-up/address', { identifierId: await addressOf(cookie, at) }, cookie)
const prove = (cookie: string, flow: string, code: string) => api.post('step-up/address/code', { flow, code }, cookie)

/** The acts that the password alone does not do. */
const askToAdd = (cookie: string | undefined) => api.post('account/passkeys/options', undefined, cookie)
const addAddress = (cookie: string | undefined) => api.post('account/identifiers', { identifier: newPhone() }, cookie)

test.each([
  ['adding a passkey', askToAdd],
  ['adding an address', addAddress],
])('%s takes the mailbox too, while there is no factor', async (_name, act) => {
  const email = newEmail()
  await api.account(email)
  const cookie = await thiefOf(email)
  const refused = await act(cookie)
  expect(verdict(refused)).toBe('401 step_up_required')
  expect(refused.body.methods).toEqual(['address_code'])
  const sent = await send(cookie)
  expect(sent.body).toMatchObject({ state: 'code', channel: 'email', actions: ['code', 'resend'] })
  expect(verdict(await act(cookie))).toBe('401 step_up_required')
  const proven = await prove(cookie, sent.body.flow, await api.code(email))
  expect(proven.status).toBe(200)
  // No proof of who it is: neither the level nor the time of the password moves.
  expect(proven.body.session).toMatchObject({ aal: 1, factorAt: null })
  expect(verdict(await api.get('session', cookie))).toBe('401 session_required')
  expect(verdict(await act(proven.cookie ?? ''))).toBe('200')
})

test('the last step asks for it as the first does: a passkey made before is not added', async () => {
  const email = newEmail()
  const owner = await api.account(email)
  const options = await api.post('account/passkeys/options', undefined, owner)
  const credential = new SoftPasskey().create(options.body)
  api.deps.clock.advance(901)
  const fresh = await api.post('step-up/password', { password: PASSWORD }, owner)
  expect(verdict(await api.post('account/passkeys', { credential }, fresh.cookie))).toBe('401 step_up_required')
  expect(
    await api.count('passkeys', `account_id = '${(await api.get('session', fresh.cookie)).body.account.id}'`),
  ).toBe(0)
})

test('whoever has just signed up has proven the address: for a quarter of an hour, and not in another session', async () => {
  const email = newEmail()
  const cookie = await api.account(email)
  expect(verdict(await askToAdd(cookie))).toBe('200')
  api.deps.clock.advance(890)
  const fresh = (await api.post('step-up/password', { password: PASSWORD }, cookie)).cookie ?? ''
  expect(verdict(await addAddress(fresh))).toBe('200')
  api.deps.clock.advance(11)
  expect(verdict(await addAddress(fresh))).toBe('401 step_up_required')
  expect(verdict(await addAddress(await thiefOf(email)))).toBe('401 step_up_required')
})

test('the password comes first: a code is asked for when it is fresh', async () => {
  const email = newEmail()
  await api.account(email)
  const cookie = await thiefOf(email)
  api.deps.clock.advance(301)
  expect((await askToAdd(cookie)).body.methods).toEqual(['password'])
})

test('with a factor it is the factor that counts, and no code is asked for', async () => {
  const email = newEmail()
  const { cookie, app } = await bindAuthenticator(api, await api.account(email), email)
  api.deps.clock.advance(1000)
  const stepped = await api.post('step-up/totp', { code: app.code() }, cookie)
  expect(verdict(await addAddress(stepped.cookie ?? ''))).toBe('200')
  const second = await addPasskey(api, stepped.cookie ?? '')
  expect(second.answer.status).toBe(201)
})

test('a code of one session, of another address or of another account proves nothing, and stays good', async () => {
  const [email, phone] = [newEmail(), newPhone()]
  const owner = await api.account(email)
  const { flow } = (await api.post('account/identifiers', { identifier: phone }, owner)).body
  expect((await api.post('account/identifiers/code', { flow, code: await api.code(phone) }, owner)).status).toBe(201)
  const [mine, theirs] = [await thiefOf(email), await thiefOf(email)]
  const sent = await send(mine)
  const code = await api.code(email)
  expect(verdict(await prove(theirs, sent.body.flow, code))).toBe('422 code_spent')
  expect(verdict(await prove(mine, await addressOf(mine, 1), code))).toBe('422 code_wrong')
  const stranger = newEmail()
  await api.account(stranger)
  expect(verdict(await prove(await thiefOf(stranger), sent.body.flow, code))).toBe('404 not_found')
  expect((await prove(mine, sent.body.flow, code)).status).toBe(200)
})

test('of many answers with one code at once, one goes on', async () => {
  const email = newEmail()
  await api.account(email)
  const cookie = await thiefOf(email)
  const sent = await send(cookie)
  const code = await api.code(email)
  const answers = await Promise.all(Array.from({ length: 5 }, () => prove(cookie, sent.body.flow, code)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('another code is sent after a minute, and the one before is dead; none goes to an address of somebody else', async () => {
  const email = newEmail()
  await api.account(email)
  const cookie = await thiefOf(email)
  const { flow } = (await send(cookie)).body
  const old = await api.code(email)
  expect(verdict(await api.post('step-up/address/resend', { flow }, cookie))).toBe('429 code_too_soon')
  api.deps.clock.advance(61)
  expect((await api.post('step-up/address/resend', { flow }, cookie)).status).toBe(200)
  expect(await api.code(email)).not.toBe(old)
  expect(verdict(await prove(cookie, flow, old))).toBe('422 code_replaced')
  const other = newEmail()
  const others = await addressOf(await api.account(other))
  expect(verdict(await api.post('step-up/address', { identifierId: others }, cookie))).toBe('404 not_found')
  const proven = await prove(cookie, flow, await api.code(email))
  expect(proven.status).toBe(200)
  const { activities } = (await api.get('account/activity', proven.cookie)).body
  expect(activities.filter(({ kind }: { kind: string }) => kind === 'stepped_up_with_code')).toHaveLength(1)
})

/** With both an e-mail address and a phone number, on a device nobody knows. */
async function thiefOfBoth(): Promise<{ email: string; phone: string; cookie: string }> {
  const [email, phone] = [newEmail(), newPhone()]
  await addNumber(api, await api.account(email), phone)
  return { email, phone, cookie: await thiefOf(email) }
}

test('the other address waits its minute too, and the code on its way stays good', async () => {
  const { email, cookie } = await thiefOfBoth()
  const sent = await send(cookie)
  expect((await send(cookie, 1)).body).toMatchObject({ code: 'code_too_soon', retryAfterSeconds: 60 })
  expect((await prove(cookie, sent.body.flow, await api.code(email))).status).toBe(200)
})

test('sent to the other address, the code before is dead', async () => {
  const { email, phone, cookie } = await thiefOfBoth()
  const sent = await send(cookie)
  const before = await api.code(email)
  api.deps.clock.advance(61)
  const other = await send(cookie, 1)
  expect(other.body).toMatchObject({ state: 'code', channel: 'sms' })
  expect(verdict(await prove(cookie, sent.body.flow, before))).toBe('422 code_replaced')
  expect(verdict(await prove(cookie, other.body.flow, before))).toBe('422 code_wrong')
  expect((await prove(cookie, other.body.flow, await api.code(phone))).status).toBe(200)
})

test('nothing is sent to whoever has a session and neither the password nor the factor', async () => {
  const email = newEmail()
  await api.account(email)
  const cookie = await thiefOf(email)
  api.deps.clock.advance(301)
  const before = (await api.messages(email)).length
  expect((await send(cookie)).body).toMatchObject({ code: 'step_up_required', methods: ['password'] })
  const bound = newEmail()
  const { cookie: owner, app } = await bindAuthenticator(api, await api.account(bound), bound)
  const { flow } = (await api.post('sign-in', { identifier: bound, password: PASSWORD })).body
  expect(flow).toBeTruthy()
  api.deps.clock.advance(301)
  expect((await send(owner)).body).toMatchObject({ code: 'step_up_required', methods: ['totp'] })
  expect((await api.messages(email)).length).toBe(before)
  const fresh = await api.post('step-up/totp', { code: app.code() }, owner)
  expect((await send(fresh.cookie ?? '')).status).toBe(200)
})

test('what an address proved ends with it: given up, somebody else may read what is sent there', async () => {
  const [old, next] = [newEmail(), newEmail()]
  const owner = await api.account(old)
  const signedIn = await thiefOf(old)
  const sent = await send(signedIn)
  const theirs = (await prove(signedIn, sent.body.flow, await api.code(old))).cookie ?? ''
  expect(verdict(await askToAdd(theirs))).toBe('200')
  const { flow } = (await api.post(`account/identifiers/${await addressOf(owner)}/change`, { identifier: next }, owner))
    .body
  for (const address of [old, next])
    await api.post('account/identifier-changes/code', { flow, code: await api.code(address) }, owner)
  expect((await askToAdd(theirs)).body).toMatchObject({ code: 'step_up_required', methods: ['address_code'] })
  expect(verdict(await addAddress(owner))).toBe('401 step_up_required')
})
