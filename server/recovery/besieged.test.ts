// Promise P12: what strangers ask for in an owner's name keeps the owner from nothing, where they have something to show.
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Answer,
  type Api,
  deviceCookie,
  newEmail,
  newPhone,
  notTheCode,
  PASSWORD,
  verdict,
  withApi,
} from '../../test/support/api.ts'
import { startAuthenticator, step } from '../../test/support/authenticator.ts'
import { addAddress, NEW_PASSWORD } from '../../test/support/recovery.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

let networks = 0
const ask = (path: string, body: object, device?: string): Promise<Answer> =>
  api.call('POST', path, body, {
    remoteAddress: `10.77.${++networks >> 8}.${networks & 255}`,
    headers: device ? { cookie: device } : {},
  })

/** An account that knows a device, a day after it was made. */
async function owner(phone?: string) {
  const email = newEmail()
  const session = await api.account(email)
  if (phone) await addAddress(api, session, phone)
  const device = deviceCookie(await ask('sign-in', { identifier: email, password: PASSWORD }))
  api.deps.clock.advance(25 * 3600)
  return { email, device }
}

/** Strangers ask for all the codes of an hour, and guess at each. */
async function besiege(email: string): Promise<void> {
  for (let at = 0; at < 6; at++) {
    const { body } = await ask('forgot-password', { identifier: email })
    const code = notTheCode(await api.code(email))
    const guess = { flow: body.flow, code, password: NEW_PASSWORD, repeat: NEW_PASSWORD }
    for (let tried = 0; tried < 5; tried++)
      expect(verdict(await ask('forgot-password/finish', guess))).toBe('422 code_wrong')
  }
  expect(verdict(await ask('forgot-password', { identifier: email }))).toBe('429 too_many_codes')
}

test('an owner on a known device gets a code all the same, also at the other address, and it works', async () => {
  const phone = newPhone()
  const { email, device } = await owner(phone)
  await besiege(email)
  const begun = await ask('forgot-password', { identifier: email }, device)
  expect(verdict(begun)).toBe('200')
  api.deps.clock.advance(61)
  expect(verdict(await ask('forgot-password/other-channel', { flow: begun.body.flow }))).toBe('429 too_many_codes')
  const other = await ask('forgot-password/other-channel', { flow: begun.body.flow }, device)
  expect(verdict(other)).toBe('200')
  const reset = { flow: begun.body.flow, code: await api.code(phone), password: NEW_PASSWORD, repeat: NEW_PASSWORD }
  expect(verdict(await ask('forgot-password/finish', reset))).toBe('429 too_many_attempts')
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

test('a known device has six more an hour, and is no help with another’s account', async () => {
  const [mine, theirs] = [await owner(), await owner()]
  await besiege(mine.email)
  await besiege(theirs.email)
  const asked = []
  for (let at = 0; at < 7; at++)
    asked.push(verdict(await ask('forgot-password', { identifier: mine.email }, mine.device)))
  expect(asked).toEqual([...Array(6).fill('200'), '429 too_many_codes'])
  for (const identifier of [theirs.email, newEmail()]) {
    const foreign = []
    for (let at = 0; at < 7; at++) foreign.push(verdict(await ask('forgot-password', { identifier }, mine.device)))
    expect(foreign.at(-1)).toBe('429 too_many_codes')
  }
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
