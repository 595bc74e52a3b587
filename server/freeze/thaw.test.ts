import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Answer,
  type Api,
  deviceCookie,
  newEmail,
  newNetwork,
  newPhone,
  notTheCode,
  PASSWORD,
  postFromAnywhere,
  verdict,
  WRONG_PASSWORD,
  withApi,
} from '../../test/support/api.ts'
import { solve } from '../../test/support/bot-check.ts'
import { accountIdOf, addAddress, linkOf } from '../../test/support/notices.ts'
import { noteForBotCheck } from '../bot-check/require-bot-check.ts'
import { settleAfterAnswers } from '../platform/after-answer.ts'
import { policy } from '../platform/policy.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const signIn = (identifier: string, password = PASSWORD) => api.post('sign-in', { identifier, password })
const startThaw = (identifier: string, password = PASSWORD) => api.post('thaw', { identifier, password })
const finish = (flow: string, code: string) => api.post('thaw/code', { flow, code })

async function frozenPerson() {
  const [email, phone] = [newEmail(), newPhone()]
  const cookie = await api.account(email)
  const accountId = await accountIdOf(api, cookie)
  await addAddress(api, phone, cookie)
  await api.call('POST', 'account/freeze', undefined, { headers: { cookie } })
  return { email, phone, cookie, accountId }
}

/** From a network that nobody came from before. */
const from = (path: string, body: object) => postFromAnywhere(api, path, body)
const times = ({ body: { resendAt, expiresAt } }: Answer) => ({ resendAt, expiresAt })

const isFrozen = (accountId: string) =>
  api.count('accounts', `account_id = '${accountId}' AND frozen_at IS NOT NULL`).then((n) => n === 1)

describe('with password and code', () => {
  test.each(['email', 'phone'] as const)(
    'opens again by %s, signs nobody in, starts a hold and tells',
    async (kind) => {
      const person = await frozenPerson()
      const { body } = await startThaw(person[kind])
      expect(body).toMatchObject({
        state: 'code',
        actions: ['code', 'resend'],
        channel: kind === 'email' ? 'email' : 'sms',
      })
      const done = await finish(body.flow, await api.code(person[kind]))
      expect([done.status, done.body, done.cookie]).toEqual([200, { state: 'done', actions: ['sign_in'] }, undefined])
      expect(verdict(await api.get('session', person.cookie))).toBe('401 session_required')
      for (const address of [person.email, person.phone])
        expect((await api.messages(address))[0]?.text).toContain('/not-me#')
      const signedIn = await signIn(person.phone)
      const [hold] = signedIn.body.session.holds
      expect(hold.reason).toBe('thawed')
      const hours = (Date.parse(hold.endsAt) - api.deps.clock.now().getTime()) / 3_600_000
      expect(hours).toBeGreaterThan(23.9)
      const { accountId } = person
      expect(await api.count('events', `account_id = '${accountId}' AND type = 'account.thawed'`)).toBe(1)
      expect(await api.count('activities', `account_id = '${accountId}' AND kind = 'thawed'`)).toBe(1)
    },
  )

  test('once: of several at once one opens it', async () => {
    const { email, accountId } = await frozenPerson()
    const { flow } = (await startThaw(email)).body
    const code = await api.code(email)
    const answers = await Promise.all(Array.from({ length: 4 }, () => finish(flow, code)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await api.count('activities', `account_id = '${accountId}' AND kind = 'thawed'`)).toBe(1)
  })

  test('frozen once more, an older flow opens nothing', async () => {
    const { email, accountId } = await frozenPerson()
    const first = (await startThaw(email)).body.flow
    const code = await api.code(email)
    const { flow } = (await startThaw(email)).body
    await finish(flow, await api.code(email))
    expect(await isFrozen(accountId)).toBe(false)
    await api.post('not-me', { token: await linkOf(api, email) })
    expect(verdict(await finish(first, code))).toBe('410 flow_ended')
    expect(await isFrozen(accountId)).toBe(true)
  })

  test('with a second factor bound it stays frozen, and waits for that', async () => {
    const { email, accountId } = await frozenPerson()
    await api.query("UPDATE accounts SET factors = '{totp}' WHERE account_id = $1", [accountId])
    const { flow } = (await startThaw(email)).body
    const answer = await finish(flow, await api.code(email))
    expect(answer.body).toEqual({ state: 'factor', flow: expect.any(String), actions: [] })
    expect(await isFrozen(accountId)).toBe(true)
  })
})

describe('without', () => {
  const others: [string, () => Promise<[string, string]>][] = [
    ['a wrong password', async () => [(await frozenPerson()).email, WRONG_PASSWORD]],
    ['an address nobody has', async () => [newEmail(), PASSWORD]],
    [
      'an account that is not frozen',
      async () => {
        const email = newEmail()
        await api.account(email)
        return [email, PASSWORD]
      },
    ],
  ]

  test.each(others)('%s: the same answer, the same rows, and nothing is sent', async (_name, someone) => {
    const { email } = await frozenPerson()
    const rows = async () => [await api.count('codes'), await api.count('outbox')]
    const start = await rows()
    const real = await startThaw(email)
    const middle = await rows()
    const [identifier, password] = await someone()
    const before = (await api.messages(identifier)).length
    const between = await rows()
    const other = await startThaw(identifier, password)
    const end = await rows()
    expect(Object.keys(other.headers)).toEqual(Object.keys(real.headers))
    expect([other.status, Object.keys(other.body)]).toEqual([real.status, Object.keys(real.body)])
    const { destination } = other.body
    expect(destination).toBe('p•••@example.com')
    expect(Math.abs(other.body.flow.length - real.body.flow.length)).toBeLessThanOrEqual(
      4 * Math.abs(identifier.length - email.length),
    )
    const grown = (from: number[], to: number[]) => to.map((count, at) => count - (from[at] ?? 0))
    expect(grown(between, end)).toEqual(grown(start, middle))
    expect(await api.messages(identifier)).toHaveLength(before)
    const { flow } = other.body
    api.deps.clock.advance(61)
    const again = await api.post('thaw/resend', { flow })
    expect(Object.keys(again.body)).toEqual(Object.keys(real.body))
    for (let n = 0; n < 5; n++) expect(verdict(await finish(flow, '12345678'))).toBe('422 code_wrong')
    expect(verdict(await finish(flow, '12345678'))).toBe('422 code_spent')
    expect(await api.messages(identifier)).toHaveLength(before)
    // Those were the strangers' five at that address, whoever has it.
    api.deps.clock.advance(61)
    expect((await api.post('thaw/resend', { flow })).body.state).toBe('mailbox')
  })

  test('every try costs the same wait, right or wrong', async () => {
    for (const password of [PASSWORD, WRONG_PASSWORD]) {
      const { email } = await frozenPerson()
      const answers = []
      for (let n = 0; n < 6; n++) answers.push(verdict(await startThaw(email, password)))
      expect(answers).toEqual(['200', '200', '200', '200', '200', '429 too_many_attempts'])
    }
  })

  test('what the address may be sent is used up: the same answers, and no code of a thawing more', async () => {
    const { email } = await frozenPerson()
    const walk = async (password: string) => {
      const answers = []
      for (let n = 0; n < 12; n++) {
        const begun = await from('thaw', { identifier: email, password })
        api.deps.clock.advance(61)
        const again = await from('thaw/resend', { flow: begun.body.flow })
        answers.push([verdict(begun), Object.keys(begun.body), verdict(again), Object.keys(again.body)])
      }
      return answers
    }
    const sent = async () =>
      (await api.messages(email)).filter(({ subject }) => /åpne kontoen/.test(subject ?? '')).length
    const right = await walk(PASSWORD)
    expect(await sent()).toBe(policy.codesPerHour)
    api.deps.clock.advance(24 * 3600)
    expect(await walk(`${PASSWORD}!`)).toEqual(right)
  })

  test('a stranger’s tries use up nothing that the owner may be sent', async () => {
    const { email } = await frozenPerson()
    for (let n = 0; n < 12; n++) {
      await startThaw(email, WRONG_PASSWORD)
      api.deps.clock.advance(300)
    }
    const before = (await api.messages(email)).length
    api.deps.clock.advance(900)
    expect((await startThaw(email)).status).toBe(200)
    expect((await api.messages(email)).length).toBe(before + 1)
  })
})

describe('where the password was set anew shortly before', () => {
  const NEW = 'en helt annen setning'
  const WAIT = policy.thawAfterNewPasswordSeconds
  const reset = async ({ email }: { email: string }) => {
    const { flow } = (await api.post('forgot-password', { identifier: email })).body
    const about = { flow, password: NEW, repeat: NEW }
    return api.post('forgot-password/finish', { ...about, code: await api.code(email) })
  }
  const change = ({ cookie }: { cookie: string }) =>
    api.post('account/password', { current: PASSWORD, password: NEW, repeat: NEW }, cookie)
  /** By the link of a notice, as its owner does. */
  async function frozenAfter(set: (person: { email: string; cookie: string }) => Promise<Answer>, hours: number) {
    const email = newEmail()
    const cookie = await api.account(email)
    const accountId = await accountIdOf(api, cookie)
    const link = await set({ email, cookie }).then((answer) => {
      expect(answer.status).toBe(200)
      return linkOf(api, email)
    })
    const setAt = api.deps.clock.now().getTime()
    api.deps.clock.advance(hours * 3600)
    expect((await api.post('not-me', { token: link })).status).toBe(200)
    return { email, accountId, setAt }
  }
  const open = async (email: string) => {
    const { flow } = (await startThaw(email, NEW)).body
    return finish(flow, await api.code(email))
  }

  test.each([
    ['reset', reset],
    ['changed', change],
  ] as const)('%s: whoever has it all opens nothing for 72 hours, and hears until when', async (_how, set) => {
    const { email, accountId, setAt } = await frozenAfter(set, 1)
    const before = (await api.messages(email)).length
    const { status, body, cookie } = await open(email)
    expect([status, cookie, await isFrozen(accountId)]).toEqual([200, undefined, true])
    expect(body).toEqual({ state: 'waiting', actions: [], opensAt: expect.any(String) })
    expect(Math.abs(Date.parse(body.opensAt) - setAt - WAIT * 1000)).toBeLessThan(60_000)
    expect(await api.messages(email)).toHaveLength(before + 1) // the code
    api.deps.clock.advance((Date.parse(body.opensAt) - api.deps.clock.now().getTime()) / 1000 - 5)
    expect((await open(email)).body.state).toBe('waiting')
    api.deps.clock.advance(70)
    expect((await open(email)).body.state).toBe('done')
    expect(await isFrozen(accountId)).toBe(false)
  })

  test('long before, it opens at once', async () => {
    expect((await open((await frozenAfter(reset, 73)).email)).body.state).toBe('done')
  })

  test('the time is told to whoever has password and code, and to nobody else', async () => {
    const { email } = await frozenAfter(reset, 1)
    const begun = (await startThaw(email, NEW)).body
    expect(Object.keys(begun)).toEqual(Object.keys((await startThaw(newEmail())).body))
    const code = await api.code(email)
    const wrong = await finish(begun.flow, notTheCode(code))
    expect([verdict(wrong), wrong.body.opensAt]).toEqual(['422 code_wrong', undefined])
    expect((await finish(begun.flow, code)).body.state).toBe('waiting')
    expect(verdict(await finish(begun.flow, code))).toBe('422 code_used')
  })

  test('with an authenticator too: it is not asked for before', async () => {
    const { email, accountId } = await frozenAfter(reset, 1)
    await api.query("UPDATE accounts SET factors = '{totp}' WHERE account_id = $1", [accountId])
    expect((await open(email)).body).toEqual({ state: 'waiting', actions: [], opensAt: expect.any(String) })
  })
})

describe('its tries of the password are tries of a sign-in', () => {
  const wrong = (path: 'thaw' | 'sign-in', identifier: string) => from(path, { identifier, password: WRONG_PASSWORD })
  const told = async (address: string) => {
    await settleAfterAnswers()
    return (await api.messages(address)).flatMap(({ text }) => /feil passord (\d+) ganger/.exec(text)?.slice(1) ?? [])
  }
  const strangers = async (identifier: string) => {
    for (let n = 0; n < 20; n++) await wrong(n % 4 === 0 ? 'thaw' : 'sign-in', identifier)
  }
  const proof = { state: 'mailbox', actions: ['mailbox', 'resend', 'other_channel'], channel: 'email', toOther: false }

  test('of both together twenty are looked at, the owner hears, and the mailbox comes first then', async () => {
    const { email, accountId } = await frozenPerson()
    await strangers(email)
    expect(await told(email)).toEqual(['20', '5'])
    const [known, unknown] = [await from('thaw', { identifier: email, password: PASSWORD }), newEmail()]
    await strangers(unknown)
    const nobody = await from('thaw', { identifier: unknown, password: PASSWORD })
    expect([known.status, known.body]).toEqual([200, { ...nobody.body, ...times(known), flow: expect.any(String) }])
    expect(known.body).toMatchObject(proof)
    expect(known.body.flow).toHaveLength(nobody.body.flow.length)
    const { flow } = known.body
    expect((await from('sign-in', { identifier: email, password: PASSWORD })).body.state).toBe('code')
    // Not proven yet, it is as good as none.
    expect((await from('thaw', { identifier: email, password: PASSWORD, flow })).body.state).toBe('mailbox')
    expect((await from('sign-in/code', { flow, code: await api.code(email) })).body.state).toBe('password')
    const begun = await from('thaw', { identifier: email, password: PASSWORD, flow })
    expect(begun.body.state).toBe('code')
    expect((await from('thaw/code', { flow: begun.body.flow, code: await api.code(email) })).body.state).toBe('done')
    expect(await isFrozen(accountId)).toBe(false)
  })

  test('a proof of the mailbox gives five, right or wrong', async () => {
    for (const password of [PASSWORD, WRONG_PASSWORD]) {
      const { email } = await frozenPerson()
      await strangers(email)
      const { flow } = (await from('thaw', { identifier: email, password })).body
      await from('sign-in/code', { flow, code: await api.code(email) })
      const states = []
      for (let n = 0; n < 6; n++) states.push((await from('thaw', { identifier: email, password, flow })).body.state)
      expect(states).toEqual(['code', 'code', 'code', 'code', 'code', 'mailbox'])
    }
  })

  test('a right one is counted, and never told as a wrong one', async () => {
    const { email } = await frozenPerson()
    for (let n = 0; n < 5; n++)
      expect((await from('thaw', { identifier: email, password: PASSWORD })).body.state).toBe('code')
    expect(await told(email)).toEqual([])
    for (let n = 0; n < 15; n++) expect(verdict(await wrong('sign-in', email))).toBe('401 credentials_wrong')
    expect((await wrong('sign-in', email)).body.state).toBe('code')
  })

  test('a network that is wrong too often solves a bot check, and is looked at with it', async () => {
    const { email } = await frozenPerson()
    const remoteAddress = newNetwork()
    const work = () => api.bare('POST', 'thaw', { identifier: email, password: PASSWORD }, { remoteAddress })
    for (let n = 0; n < policy.botCheckFreePerNetworkHourDemo; n++)
      await noteForBotCheck(api.deps, 'sign_in', remoteAddress)
    const refused = await work()
    expect(verdict(refused)).toBe('403 bot_check_required')
    const body = { identifier: email, password: PASSWORD, botCheck: solve(refused.body.challenge) }
    expect((await api.bare('POST', 'thaw', body, { remoteAddress })).body.state).toBe('code')
  })

  test('a device that the account knows tries for itself', async () => {
    const email = newEmail()
    await api.account(email)
    const device = deviceCookie(await from('sign-in', { identifier: email, password: PASSWORD }))
    await strangers(email)
    const body = { identifier: email, password: WRONG_PASSWORD }
    const known = (path: string) => api.call('POST', path, body, { headers: { cookie: device } })
    for (let n = 0; n < 5; n++) expect((await known('thaw')).body.state).toBe('code')
    expect(verdict(await known('sign-in'))).toBe('429 too_many_attempts')
  })
})

describe('the code', () => {
  test.each([
    ['wrong digits', async (flow: string, code: string) => finish(flow, notTheCode(code)), '422 code_wrong'],
    [
      'one for a new password',
      async (flow: string, _code: string, email: string) => {
        await api.post('forgot-password', { identifier: email })
        return finish(flow, await api.code(email))
      },
      '422 code_wrong',
    ],
    [
      'too late',
      async (flow: string, code: string) => {
        api.deps.clock.advance(601)
        return finish(flow, code)
      },
      '422 code_expired',
    ],
    [
      'after a newer one',
      async (flow: string, code: string) => {
        api.deps.clock.advance(61)
        const { body } = await api.post('thaw/resend', { flow })
        return finish(body.flow, code)
      },
      '422 code_replaced',
    ],
    ['for a flow nobody has', async (_: string, code: string) => finish('A'.repeat(300), code), '410 flow_ended'],
    [
      'for a flow of an hour ago',
      async (flow: string, code: string) => {
        api.deps.clock.advance(3601)
        return finish(flow, code)
      },
      '410 flow_ended',
    ],
  ])('opens nothing: %s', async (_name, act, expected) => {
    const { email, accountId } = await frozenPerson()
    const { flow } = (await startThaw(email)).body
    expect(verdict(await act(flow, await api.code(email), email))).toBe(expected)
    expect(await isFrozen(accountId)).toBe(true)
  })

  test('of one account opens no other', async () => {
    const [mine, theirs] = [await frozenPerson(), await frozenPerson()]
    await startThaw(mine.email)
    const { flow } = (await startThaw(theirs.email)).body
    const code = await api.code(mine.email)
    if (code !== (await api.code(theirs.email))) expect(verdict(await finish(flow, code))).toBe('422 code_wrong')
    expect(await isFrozen(theirs.accountId)).toBe(true)
  })

  test('is asked for again only after a minute', async () => {
    const { email } = await frozenPerson()
    const { flow } = (await startThaw(email)).body
    expect(verdict(await api.post('thaw/resend', { flow }))).toBe('429 code_too_soon')
  })
})

test.each([
  ['nothing', {}, ['identifier', 'password']],
  ['an unknown field', { identifier: 'a@b.no', password: PASSWORD, force: true }, ['force']],
  ['a list', { identifier: ['a@b.no'], password: PASSWORD }, ['identifier']],
  ['no address', { identifier: 'ola', password: PASSWORD }, ['identifier']],
])('refuses %s, naming the field', async (_name, body, fields) => {
  const answer = await api.post('thaw', body)
  expect(verdict(answer)).toBe('400 request_invalid')
  expect(answer.body.fields.map(({ field }: { field: string }) => field).sort()).toEqual(fields)
})
