// Promise P12: whoever has the password of a frozen account, and nothing else, keeps its owner from nothing.
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Api,
  newEmail,
  newPhone,
  notTheCode,
  PASSWORD,
  postFromAnywhere,
  verdict,
  WRONG_PASSWORD,
  withApi,
} from '../../test/support/api.ts'
import { accountIdOf, addAddress } from '../../test/support/notices.ts'
import { policy } from '../platform/policy.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const DAY = 24 * 3600
const ask = (path: string, body: object, cookie?: string) => postFromAnywhere(api, path, body, cookie)
const start = (identifier: string, flow?: string, password = PASSWORD) =>
  ask('thaw', { identifier, password, ...(flow ? { flow } : {}) })

async function frozenPerson() {
  const [email, phone] = [newEmail(), newPhone()]
  const cookie = await api.account(email)
  await addAddress(api, phone, cookie)
  const accountId = await accountIdOf(api, cookie)
  await api.call('POST', 'account/freeze', undefined, { headers: { cookie } })
  api.deps.clock.advance(policy.thawAfterNewPasswordSeconds + 3600)
  return { email, phone, accountId }
}

/** Guesses five times at each code of a flow, and asks for the next one while there is one. */
async function guessAndAsk(flow: string): Promise<void> {
  for (let codes = 0; codes < policy.codesPerHour; codes++) {
    for (let tried = 0; tried < policy.codeTries; tried++) await ask('thaw/code', { flow, code: '00000000' })
    api.deps.clock.advance(61)
    if ((await ask('thaw/resend', { flow })).body.state !== 'code') return
  }
}

/** As somebody does who has the password alone: the counts of strangers set back if that can be, then all there is to use up. */
async function siege(addresses: string[]): Promise<void> {
  for (const identifier of addresses) {
    expect(verdict(await ask('sign-in', { identifier, password: PASSWORD }))).toMatch(/^(200|403 account_frozen)$/)
    const { body } = await start(identifier)
    if (body.state === 'code') await guessAndAsk(body.flow)
  }
}

/** As its owner does, with password and mailbox, by what the page says. @returns the states, and what came of the code */
async function open(identifier: string, mailbox = identifier): Promise<string[]> {
  const begun = await start(identifier)
  const states = [begun.body.state]
  let { flow } = begun.body
  if (begun.body.state === 'mailbox') {
    await ask('sign-in/code', { flow, code: await api.code(mailbox) })
    const proven = await start(identifier, flow)
    states.push(proven.body.state)
    flow = proven.body.flow
  }
  const done = await ask('thaw/code', { flow, code: await api.code(identifier) })
  return [...states, done.body.state ?? done.body.code]
}

test.each([0, 7])(
  'a visit every day for a week uses up no code of the owner’s, who comes %i hours later',
  async (hours) => {
    for (let days = 1; days <= 7; days += 3) {
      const { email, phone } = await frozenPerson()
      for (let day = 0; day < days; day++) {
        await siege([phone, email]) // in this order: the newest mail is what the owner's own address asks for
        if (day < days - 1) api.deps.clock.advance(DAY)
      }
      api.deps.clock.advance(hours * 3600)
      expect(await open(email)).toEqual(['mailbox', 'code', 'done'])
    }
  },
)

test('by the phone number too, whose owner proves the mail address', async () => {
  const { email, phone } = await frozenPerson()
  await siege([email, phone])
  expect(await open(phone, email)).toEqual(['mailbox', 'code', 'done'])
})

test('codes that are asked for and not tried leave the owner others', async () => {
  const { email } = await frozenPerson()
  for (let hour = 0; hour < 3; hour++) {
    for (let at = 0; at < 7; at++) {
      const { body } = await start(email)
      api.deps.clock.advance(61)
      if (body.state === 'code') await ask('thaw/resend', { flow: body.flow })
    }
    api.deps.clock.advance(3600)
  }
  expect(await open(email)).toEqual(['mailbox', 'code', 'done'])
})

test('an owner who has begun is led to the mailbox by another code, and on from there', async () => {
  const { email } = await frozenPerson()
  const { flow } = (await start(email)).body
  const code = await api.code(email)
  await siege([email])
  expect(verdict(await ask('thaw/code', { flow, code }))).toBe('422 code_spent')
  const again = (await ask('thaw/resend', { flow })).body
  expect(again).toMatchObject({ state: 'mailbox', actions: ['mailbox', 'resend', 'other_channel'] })
  await ask('sign-in/code', { flow: again.flow, code: await api.code(email) })
  const proven = (await start(email, again.flow)).body
  expect((await ask('thaw/code', { flow: proven.flow, code: await api.code(email) })).body.state).toBe('done')
})

test('whoever has proven the mailbox gets another code there', async () => {
  const { email } = await frozenPerson()
  await siege([email])
  const { flow } = (await start(email)).body
  await ask('sign-in/code', { flow, code: await api.code(email) })
  const proven = (await start(email, flow)).body
  const first = await api.code(email)
  api.deps.clock.advance(61)
  const again = await ask('thaw/resend', { flow: proven.flow })
  expect(again.body.state).toBe('code')
  expect(verdict(await ask('thaw/code', { flow: again.body.flow, code: first }))).toBe('422 code_replaced')
  expect((await ask('thaw/code', { flow: again.body.flow, code: await api.code(email) })).body.state).toBe('done')
})

test('a proof at the sign-in that says «frozen» is not used up by that', async () => {
  const { email } = await frozenPerson()
  for (let at = 0; at < 20; at++) await ask('sign-in', { identifier: email, password: WRONG_PASSWORD })
  const { flow } = (await ask('sign-in', { identifier: email, password: PASSWORD })).body
  await ask('sign-in/code', { flow, code: await api.code(email) })
  expect(verdict(await ask('sign-in', { identifier: email, password: PASSWORD, flow }))).toBe('403 account_frozen')
  expect((await start(email, flow)).body.state).toBe('code')
})

test('«frozen» gives the try back and wipes out nothing: twenty of strangers stay twenty', async () => {
  const { email } = await frozenPerson()
  const signIn = (password: string) => ask('sign-in', { identifier: email, password })
  for (let at = 0; at < 19; at++) {
    await signIn(WRONG_PASSWORD)
    expect(verdict(await signIn(PASSWORD))).toBe('403 account_frozen')
  }
  await signIn(WRONG_PASSWORD)
  expect((await signIn(PASSWORD)).body.state).toBe('code')
})

test('tries without the mailbox are those of strangers at resets, five a day at an address, whatever the password', async () => {
  const { email, phone } = await frozenPerson()
  for (const [identifier, password] of [
    [email, PASSWORD],
    [phone, WRONG_PASSWORD],
    [newEmail(), PASSWORD],
  ] as const) {
    const said = []
    for (let at = 0; at < 2; at++) {
      const { flow } = (await start(identifier, undefined, password)).body
      const code = password === PASSWORD && identifier === email ? notTheCode(await api.code(email)) : '00000000'
      for (let tried = 0; tried < 5 && flow; tried++) said.push(verdict(await ask('thaw/code', { flow, code })))
    }
    // The second begins at the mailbox, whose flow is none of a thawing.
    expect(said).toEqual([...Array(5).fill('422 code_wrong'), ...Array(5).fill('410 flow_ended')])
    expect((await ask('forgot-password', { identifier })).body.state).toBe('mailbox')
  }
})

test('what is asked for without the mailbox is the address’s, and the answers tell nothing', async () => {
  const walk = async (identifier: string, password: string) => {
    const answers = []
    for (let at = 0; at < 5; at++) {
      const begun = await start(identifier, undefined, password)
      api.deps.clock.advance(61)
      const path = begun.body.state === 'code' ? 'thaw/resend' : 'sign-in/resend'
      const again = await ask(path, { flow: begun.body.flow })
      for (const { body, headers } of [begun, again])
        answers.push([body.state, Object.keys(body), body.destination, body.flow.length, Object.keys(headers)])
    }
    return answers
  }
  const [right, wrong] = [(await frozenPerson()).email, (await frozenPerson()).email]
  const said = await walk(right, PASSWORD)
  expect(said.map(([state]) => state)).toEqual([...Array(6).fill('code'), ...['mailbox', 'code', 'mailbox', 'code']])
  const length = (answers: unknown[][]) => answers.map((each) => each.toSpliced(3, 1))
  for (const other of [await walk(wrong, WRONG_PASSWORD), await walk(newEmail(), PASSWORD)])
    expect(length(other)).toEqual(length(said))
})

test('whoever reads the mail and lacks the password uses up nothing that the owner is sent', async () => {
  const { email } = await frozenPerson()
  await siege([email])
  for (let round = 0; round < 3; round++) {
    const { flow } = (await start(email)).body
    await ask('sign-in/code', { flow, code: await api.code(email) })
    for (let at = 0; at < 5; at++) expect((await start(email, flow, WRONG_PASSWORD)).body.state).toBe('code')
    api.deps.clock.advance(301)
  }
  expect(await open(email)).toEqual(['mailbox', 'code', 'done'])
})
