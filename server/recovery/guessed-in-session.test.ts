// Promise P12: whoever has the password alone, signs in with it and uses up codes in that session, keeps the owner from nothing that a
// mailbox opens.
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Answer,
  type Api,
  deviceCookie,
  newEmail,
  PASSWORD,
  postFromAnywhere,
  verdict,
  withApi,
} from '../../test/support/api.ts'
import { identifierOf } from '../../test/support/authenticator.ts'
import { linkOf } from '../../test/support/notices.ts'
import { NEW_PASSWORD } from '../../test/support/recovery.ts'
import { policy } from '../platform/policy.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const DAY_MS = 24 * 3600 * 1000
const ask = (path: string, body: object, cookie?: string) => postFromAnywhere(api, path, body, cookie)

interface Inside {
  email: string
  password: string
  cookie: string
  device: string
}

async function signIn(email: string, password: string): Promise<Inside> {
  const answer = await ask('sign-in', { identifier: email, password })
  expect(verdict(answer)).toBe('200')
  return { email, password, cookie: answer.cookie ?? '', device: deviceCookie(answer) }
}

/** Each door asks for a code. @returns how to guess at it; undefined when there is none today */
type Door = (thief: Inside) => Promise<(() => Promise<Answer>) | undefined>

const inSession =
  (start: (thief: Inside, identifierId: string) => [path: string, body: object], path: string): Door =>
  async (thief) => {
    const { cookie, email } = thief
    const begun = await ask(...start(thief, await identifierOf(api, cookie, email)), cookie)
    if (begun.status >= 400) expect(verdict(begun)).toBe('429 too_many_codes')
    return begun.body.flow && (() => ask(path, { flow: begun.body.flow, code: '00000000' }, cookie))
  }

const doors: Record<string, Door> = {
  'a change of the address': inSession(
    (_thief, id) => [`account/identifiers/${id}/change`, { identifier: newEmail() }],
    'account/identifier-changes/code',
  ),
  'the proof of an address': inSession(
    (_thief, identifierId) => ['step-up/address', { identifierId }],
    'step-up/address/code',
  ),
  'the binding of an authenticator': inSession(
    (_thief, identifierId) => ['account/authenticator/change', { kind: 'bind', identifierId }],
    'account/authenticator/change/code',
  ),
  'a reset on a device of their own': async ({ email, password, device }) => {
    const { body } = await ask('forgot-password', { identifier: email }, device)
    const guess = { flow: body.flow, code: '00000000', password, repeat: password }
    return body.state === 'code' ? () => ask('forgot-password/finish', guess, device) : undefined
  },
}

/** Guesses at these doors in turn, five times a code. @returns how many were looked at */
async function guess(email: string, password: string, most: number, at: readonly Door[]): Promise<number> {
  let looked = 0
  for (let codes = 0; codes * policy.codeTries < most; codes++) {
    const thief = await signIn(email, password)
    const tryCode = await at[codes % at.length]?.(thief)
    for (let tried = 0; tryCode && tried < policy.codeTries; tried++)
      if (verdict(await tryCode()) === '422 code_wrong') looked++
    // Six codes an hour; and whoever is signed in on a new device is told so each time.
    api.deps.clock.advance(codes % policy.codesPerHour === 5 ? 3601 : 61)
  }
  return looked
}

const each = Object.entries(doors).map(([name, door]) => [name, [door]] as const)
const besieged = [
  ...each.map(([name, door]) => [30, name, door] as const),
  [100, 'all of these', Object.values(doors)] as const,
]

/** Resets the password by what the page says. @returns the states, and what came of it */
async function reset(email: string, password: string, device?: string): Promise<string[]> {
  let { body } = await ask('forgot-password', { identifier: email }, device)
  const states = [body.state]
  if (body.state === 'mailbox') {
    body = (await ask('forgot-password/code', { flow: body.flow, code: await api.code(email) }, device)).body
    states.push(body.state)
  }
  const finishing = { flow: body.flow, code: await api.code(email), password, repeat: password }
  const done = await ask('forgot-password/finish', finishing, device)
  return [...states, done.body.state ?? done.body.code]
}

/** Strangers' tries of resets at the address, too. */
async function guessAsStranger(email: string): Promise<void> {
  for (;;) {
    const { body } = await ask('forgot-password', { identifier: email })
    if (body.state !== 'code') return
    const guessed = { flow: body.flow, code: '00000000', password: PASSWORD, repeat: PASSWORD }
    for (let tried = 0; tried < policy.codeTries; tried++) await ask('forgot-password/finish', guessed)
  }
}

/** On the device that the owner has signed in on last, or another one; after three days of it. */
test.each(besieged)(
  '%i wrong codes a day at %s: the owner resets at once, three days running',
  async (most, _name, at) => {
    const email = newEmail()
    await api.account(email)
    let [now, next] = [PASSWORD, NEW_PASSWORD]
    const turn = () => {
      const [before, after] = [now, next]
      now = after
      next = before
    }
    for (let day = 0; day < 3; day++) {
      const morning = api.deps.clock.now().getTime()
      const owner = await signIn(email, now)
      expect(await guess(email, now, most, at)).toBeGreaterThan(9)
      expect((await reset(email, next, owner.device)).at(-1)).toBe('done')
      turn()
      // And again, with strangers at it besides, on a device that nobody knows.
      api.deps.clock.advance(301)
      await guessAsStranger(email)
      expect(await reset(email, next)).toEqual(['mailbox', 'code', 'done'])
      turn()
      api.deps.clock.advance(Math.ceil((morning + DAY_MS - api.deps.clock.now().getTime()) / 1000) + 60)
    }
  },
)

test('a known device whose tries were used up in sessions goes on with the proof of the mailbox, in an open reset too', async () => {
  const email = newEmail()
  await api.account(email)
  const { device } = await signIn(email, PASSWORD)
  const begun = (await ask('forgot-password', { identifier: email }, device)).body
  await guess(email, PASSWORD, 15, Object.values(doors).slice(0, 3))
  await guessAsStranger(email)
  api.deps.clock.advance(61)
  const again = (await ask('forgot-password/resend', { flow: begun.flow }, device)).body
  expect(again.state).toBe('mailbox')
  expect((await reset(email, NEW_PASSWORD, device)).slice(1)).toEqual(['code', 'done'])
})

test.each(besieged)(
  '%i wrong codes a day at %s, then frozen: the owner opens the account at once, three days running',
  async (most, _name, at) => {
    const email = newEmail()
    await api.account(email)
    for (let day = 0; day < 3; day++) {
      const morning = api.deps.clock.now().getTime()
      await guess(email, PASSWORD, most, at)
      await guessAsStranger(email)
      expect(verdict(await ask('not-me', { token: await linkOf(api, email) }))).toBe('200')
      const { flow } = (await ask('thaw', { identifier: email, password: PASSWORD })).body
      expect(verdict(await ask('sign-in/code', { flow, code: await api.code(email) }))).toBe('200')
      const proven = (await ask('thaw', { identifier: email, password: PASSWORD, flow })).body
      expect(proven.state).toBe('code')
      const done = await ask('thaw/code', { flow: proven.flow, code: await api.code(email) })
      expect(done.body.state ?? done.body.code).toBe('done')
      api.deps.clock.advance(Math.ceil((morning + DAY_MS - api.deps.clock.now().getTime()) / 1000) + 60)
    }
  },
)

test('a thief in a session who has all its codes sent keeps the owner of the new password from none', async () => {
  const email = newEmail()
  await api.account(email)
  api.deps.clock.advance(25 * 3600)
  const bind = async (cookie: string) => {
    const identifierId = await identifierOf(api, cookie, email)
    return ask('account/authenticator/change', { kind: 'bind', identifierId }, cookie)
  }
  for (let hour = 0; hour < 3; hour++) {
    const { cookie } = await signIn(email, PASSWORD)
    for (let at = 0; at < 7; at++) await bind(cookie)
    if (hour === 2) expect(verdict(await bind(cookie))).toBe('429 too_many_codes')
    else api.deps.clock.advance(3601)
  }
  expect((await reset(email, NEW_PASSWORD)).at(-1)).toBe('done')
  const owner = await signIn(email, NEW_PASSWORD)
  expect((await bind(owner.cookie)).body).toMatchObject({ state: 'code' })
})
