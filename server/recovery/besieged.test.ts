// Promise P12: what strangers ask for in an owner's name, and guess at, keeps the owner from nothing.
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Api,
  deviceCookie,
  newEmail,
  newNetwork,
  newPhone,
  notTheCode,
  PASSWORD,
  postFromAnywhere,
  verdict,
  withApi,
} from '../../test/support/api.ts'
import { startAuthenticator, step } from '../../test/support/authenticator.ts'
import { addAddress, NEW_PASSWORD } from '../../test/support/recovery.ts'
import { spendNetworkBudget } from '../codes/spend-code-budget.ts'
import { networkOf } from '../limits/network.ts'
import { policy } from '../platform/policy.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const ask = (path: string, body: object, device?: string) => postFromAnywhere(api, path, body, device)

/** An account that knows a device, a day after it was made. */
async function owner(phone?: string) {
  const email = newEmail()
  const session = await api.account(email)
  if (phone) await addAddress(api, session, phone)
  const device = deviceCookie(await ask('sign-in', { identifier: email, password: PASSWORD }))
  api.deps.clock.advance(25 * 3600)
  return { email, device }
}

const finish = (flow: string, code: string, device?: string) =>
  ask('forgot-password/finish', { flow, code, password: NEW_PASSWORD, repeat: NEW_PASSWORD }, device)

/** Strangers ask for all the codes of an hour, and guess at each. */
async function besiege(address: string): Promise<void> {
  const begun = []
  for (let at = 0; at < 6; at++) {
    const { body } = await ask('forgot-password', { identifier: address })
    expect(body.state).toBe('code')
    begun.push({ flow: body.flow, code: notTheCode(await api.code(address)) })
  }
  for (const [at, { flow, code }] of begun.entries())
    for (let tried = 0; tried < 5; tried++)
      expect(verdict(await finish(flow, code))).toBe(at < 1 ? '422 code_wrong' : '422 code_spent')
  expect((await ask('forgot-password', { identifier: address })).body.state).toBe('mailbox')
}

/** Begins a reset as its owner does on a device that nobody knows. @returns its flow */
async function beginBesieged(identifier: string, mailbox = identifier): Promise<string> {
  const asked = await ask('forgot-password', { identifier })
  expect(asked.body).toMatchObject({ state: 'mailbox', actions: ['mailbox', 'resend', 'other_channel'] })
  const proven = await ask('forgot-password/code', { flow: asked.body.flow, code: await api.code(mailbox) })
  expect(proven.body).toMatchObject({ state: 'code', toOther: false })
  return proven.body.flow
}

test.each([
  ['an e-mail address', newEmail],
  ['a phone number', newPhone],
])('an owner on a new device proves the mailbox, and gets a code that works: by %s', async (_name, newAddress) => {
  const address = newAddress()
  await api.account(address)
  for (let round = 0; round < 2; round++) {
    if (round === 0) await besiege(address)
    const flow = await beginBesieged(address)
    expect((await finish(flow, await api.code(address))).body).toMatchObject({ state: 'done' })
    api.deps.clock.advance(301)
  }
})

test('whoever types the phone number proves the account’s mail, or with the other channel the phone', async () => {
  const phone = newPhone()
  const { email } = await owner(phone)
  await besiege(phone)
  await beginBesieged(phone, email)
  api.deps.clock.advance(301)
  const asked = await ask('forgot-password', { identifier: phone })
  const other = await ask('forgot-password/other-channel', { flow: asked.body.flow })
  expect(other.body).toMatchObject({ state: 'mailbox', toOther: true })
  const { body } = await ask('forgot-password/code', { flow: other.body.flow, code: await api.code(phone) })
  expect((await finish(body.flow, await api.code(phone))).body).toMatchObject({ state: 'done' })
})

test('the proof changes nothing by itself: its flow and its code end no reset, and the reset’s prove no mailbox', async () => {
  const { email } = await owner()
  await besiege(email)
  const { flow } = (await ask('forgot-password', { identifier: email })).body
  const code = await api.code(email)
  expect(verdict(await finish(flow, code))).toBe('410 flow_ended')
  expect((await ask('forgot-password/state', { flow })).body).toMatchObject({ state: 'mailbox' })
  const proven = (await ask('forgot-password/code', { flow, code })).body.flow
  expect(verdict(await finish(proven, code))).toBe('422 code_wrong')
  expect(verdict(await ask('forgot-password/code', { flow: proven, code: await api.code(email) }))).toBe(
    '410 flow_ended',
  )
  expect((await ask('forgot-password/state', { flow: proven })).body).toMatchObject({ state: 'code' })
  expect(verdict(await ask('forgot-password/code', { flow, code }))).toBe('422 code_used')
  const signIn = { identifier: email, password: PASSWORD, flow }
  expect(verdict(await ask('sign-in', signIn))).toBe('200') // a flow of another purpose is none
  expect(verdict(await ask('sign-in/code', { flow, code }))).toBe('410 flow_ended')
})

test('a proof is worth nothing once the credentials have changed, or the address is another’s', async () => {
  const { email, device } = await owner()
  await besiege(email)
  const { flow } = (await ask('forgot-password', { identifier: email })).body
  const code = await api.code(email)
  const known = await ask('forgot-password', { identifier: email }, device)
  expect((await finish(known.body.flow, await api.code(email), device)).body).toMatchObject({ state: 'done' })
  expect(verdict(await ask('forgot-password/code', { flow, code }))).toBe('410 flow_ended')
})

test('strangers who go on asking and guessing at the proof send nothing more, and keep nobody out', async () => {
  const { email } = await owner()
  await besiege(email)
  const flow = (await ask('forgot-password', { identifier: email })).body.flow
  const before = (await api.messages(email)).length
  for (let at = 0; at < 30; at++) {
    const asked = await ask('forgot-password', { identifier: email })
    const guess = { flow: asked.body.flow, code: notTheCode(await api.code(email)) }
    for (let tried = 0; tried < 6; tried++)
      expect(verdict(await ask('forgot-password/code', guess))).toBe(tried < 5 ? '422 code_wrong' : '422 code_spent')
  }
  expect(await api.messages(email)).toHaveLength(before)
  const proven = await ask('forgot-password/code', { flow, code: await api.code(email) })
  expect((await finish(proven.body.flow, await api.code(email))).body).toMatchObject({ state: 'done' })
})

test('an open reset goes on with the proof once strangers have guessed at another, and says to ask for a new code', async () => {
  const { email } = await owner()
  const mine = (await ask('forgot-password', { identifier: email })).body.flow
  const code = await api.code(email)
  const { flow } = (await ask('forgot-password', { identifier: email })).body
  for (let tried = 0; tried < 5; tried++) await finish(flow, notTheCode(await api.code(email)))
  expect(verdict(await finish(mine, code))).toBe('422 code_spent')
  api.deps.clock.advance(61)
  const again = await ask('forgot-password/resend', { flow: mine })
  expect(again.body.state).toBe('mailbox')
  const proven = await ask('forgot-password/code', { flow: again.body.flow, code: await api.code(email) })
  expect((await finish(proven.body.flow, await api.code(email))).body).toMatchObject({ state: 'done' })
})

test('a proof that is sent twice in one instant costs one code', async () => {
  const { email } = await owner()
  await besiege(email)
  const { flow } = (await ask('forgot-password', { identifier: email })).body
  const proof = { flow, code: await api.code(email) }
  const before = (await api.messages(email)).length
  const both = await Promise.all([1, 2].map(() => ask('forgot-password/code', proof)))
  expect(both.map(verdict).toSorted()).toEqual(['200', '422 code_used'])
  expect(await api.messages(email)).toHaveLength(before + 1)
  const proven = both.find(({ status }) => status === 200)?.body.flow
  for (let at = 0; at < 5; at++) {
    api.deps.clock.advance(61)
    expect(verdict(await ask('forgot-password/resend', { flow: proven }))).toBe('200')
  }
})

test('whoever has proven it gets another code of the reset there, six an hour, and then is told to wait', async () => {
  const { email } = await owner()
  await besiege(email)
  const flow = await beginBesieged(email)
  const asked = []
  for (let at = 0; at < 6; at++) {
    api.deps.clock.advance(61)
    asked.push(verdict(await ask(`forgot-password/${at % 2 ? 'resend' : 'other-channel'}`, { flow })))
  }
  expect(asked).toEqual([...Array(5).fill('200'), '429 too_many_codes'])
  const again = (await ask('forgot-password', { identifier: email })).body
  expect(again.state).toBe('mailbox')
  const refused = await ask('forgot-password/code', { flow: again.flow, code: await api.code(email) })
  expect(verdict(refused)).toBe('429 too_many_codes')
})

test('an owner on a known device gets a code all the same, also at the other address, and it works', async () => {
  const phone = newPhone()
  const { email, device } = await owner(phone)
  await besiege(email)
  const begun = await ask('forgot-password', { identifier: email }, device)
  expect(verdict(begun)).toBe('200')
  api.deps.clock.advance(61)
  expect((await ask('forgot-password/other-channel', { flow: begun.body.flow })).body.state).toBe('mailbox')
  const other = await ask('forgot-password/other-channel', { flow: begun.body.flow }, device)
  expect(verdict(other)).toBe('200')
  const reset = { flow: begun.body.flow, code: await api.code(phone), password: NEW_PASSWORD, repeat: NEW_PASSWORD }
  expect(verdict(await ask('forgot-password/finish', reset))).toBe('422 code_spent')
  expect((await ask('forgot-password/finish', reset, device)).body).toMatchObject({ state: 'done' })
})

test('a known device has six an hour also where both addresses are besieged, each sent once', async () => {
  const phone = newPhone()
  const { email, device } = await owner(phone)
  for (const identifier of [email, phone]) for (let at = 0; at < 6; at++) await ask('forgot-password', { identifier })
  const sent = async () => (await api.messages(phone)).length + (await api.messages(email)).length
  const before = await sent()
  const { flow } = (await ask('forgot-password', { identifier: email }, device)).body
  for (const path of ['other-channel', 'resend', 'resend', 'resend', 'resend']) {
    api.deps.clock.advance(61)
    expect(verdict(await ask(`forgot-password/${path}`, { flow }, device))).toBe('200')
  }
  expect((await sent()) - before).toBe(6)
})

test('strangers leave a known device codes of the account’s day', async () => {
  const phone = newPhone()
  const { email, device } = await owner(phone)
  const hours = async (count: number, identifier: string) => {
    for (let at = 0; at < count; at++) {
      await ask('forgot-password', { identifier })
      if (at % 5 === 4) api.deps.clock.advance(3601)
    }
  }
  // What an address is sent in a day and what an account is begin at different times.
  await hours(1, phone)
  api.deps.clock.advance(12 * 3600)
  await hours(10, email)
  api.deps.clock.advance(12 * 3600)
  for (const identifier of [phone, email, phone, email]) await hours(10, identifier)
  const sent = async () => (await api.messages(phone)).length + (await api.messages(email)).length
  const before = await sent()
  expect(verdict(await ask('forgot-password', { identifier: email }, device))).toBe('200')
  expect((await sent()) - before).toBe(1)
})

test('a thief who signs in on several devices, and strangers besides, leave whoever has the mailbox a code that works', async () => {
  const phone = newPhone()
  const { email } = await owner(phone)
  const signIn = { identifier: email, password: PASSWORD }
  const thieves = await Promise.all([1, 2, 3, 4].map(async () => deviceCookie(await ask('sign-in', signIn))))
  const askers = [...thieves, undefined]
  const sent = async () => (await api.messages(phone)).length + (await api.messages(email)).length
  const before = await sent()
  for (let hour = 0; hour < 3; hour++) {
    for (const identifier of [email, phone])
      for (let at = 0; at < 35; at++) await ask('forgot-password', { identifier }, askers[at % askers.length])
    api.deps.clock.advance(3601)
  }
  // Twenty of what anybody asks for, ten of all devices together; and proofs, whose mailbox has one every five minutes at the most.
  const proofs = (await api.messages(email)).filter(({ subject }) => subject.startsWith('Bekreft adressen din'))
  expect((await sent()) - before - proofs.length).toBe(30)
  for (const device of thieves)
    expect((await ask('forgot-password', { identifier: email }, device)).body.state).toBe('mailbox')
  const flow = await beginBesieged(email)
  expect((await finish(flow, await api.code(email))).body).toMatchObject({ state: 'done' })
})

test('a known device has six more an hour, and is no help with another’s account', async () => {
  const [mine, theirs] = [await owner(), await owner()]
  await besiege(mine.email)
  await besiege(theirs.email)
  const asked = []
  for (let at = 0; at < 7; at++)
    asked.push((await ask('forgot-password', { identifier: mine.email }, mine.device)).body.state)
  expect(asked).toEqual([...Array(6).fill('code'), 'mailbox'])
  for (const identifier of [theirs.email, newEmail()]) {
    const foreign = []
    for (let at = 0; at < 7; at++) foreign.push(await ask('forgot-password', { identifier }, mine.device))
    expect(foreign.at(-1)?.body.state).toBe('mailbox')
  }
})

test('a stranger who uses up what their network is sent keeps from their reset neither a known device there nor whoever has proven the mailbox', async () => {
  const phone = newPhone()
  const { email, device } = await owner(phone)
  const remoteAddress = newNetwork()
  const here = (path: string, body: object, cookie = '') =>
    api.call('POST', `forgot-password${path}`, body, { remoteAddress, headers: { cookie } })
  await besiege(email)
  const mailbox = (await here('', { identifier: email })).body
  expect(mailbox.state).toBe('mailbox')
  const code = await api.code(email)
  const used = await Promise.allSettled(
    Array.from({ length: policy.codesPerNetworkHourDemo }, () =>
      spendNetworkBudget(api.deps, networkOf(remoteAddress)),
    ),
  )
  expect(used.some(({ status }) => status === 'rejected')).toBe(true)
  expect(verdict(await here('', { identifier: newEmail() }))).toBe('429 too_many_codes')
  expect(verdict(await here('', { identifier: email }))).toBe('429 too_many_codes')
  const begun = await here('', { identifier: email }, device)
  expect(verdict(begun)).toBe('200')
  expect(verdict(await here('', { identifier: newEmail() }, device))).toBe('429 too_many_codes')
  const proven = await here('/code', { flow: mailbox.flow, code })
  expect(verdict(proven)).toBe('200')
  api.deps.clock.advance(61)
  expect(verdict(await here('/other-channel', { flow: begun.body.flow }))).toBe('429 too_many_codes')
  expect(verdict(await here('/other-channel', { flow: begun.body.flow }, device))).toBe('200')
  expect(verdict(await here('/resend', { flow: proven.body.flow }))).toBe('200')
})

test('signing up in somebody’s name, and guessing at their resets, keeps them from nothing they do themselves', async () => {
  const { email } = await owner()
  for (let at = 0; at < 7; at++) await ask('sign-up', { identifier: email })
  expect(verdict(await ask('sign-up', { identifier: email }))).toBe('429 too_many_codes')
  await besiege(email)
  const { cookie = '' } = await ask('sign-in', { identifier: email, password: PASSWORD })
  const { body: begun } = await startAuthenticator(api, cookie, email)
  const proven = await step(api, cookie, 'code', { flow: begun.flow, code: await api.code(email) })
  expect(verdict(proven)).toBe('200')
})
