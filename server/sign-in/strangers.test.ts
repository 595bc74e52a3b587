// Promises P2, P3, P12: whose failures stand in whose way, and what does not.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  type Answer,
  type Api,
  deviceCookie,
  newEmail,
  newNetwork,
  newPhone,
  notTheCode,
  PASSWORD,
  verdict,
  WRONG_PASSWORD,
  withApi,
} from '../../test/support/api.ts'
import { accountOf } from '../../test/support/recovery.ts'
import { endCodes } from '../codes/verify-code.ts'
import { settleAfterAnswers } from '../platform/after-answer.ts'
import { policy } from '../platform/policy.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

interface From {
  device?: string
  flow?: string
  from?: string
}

const signIn = (identifier: string, password: string, { device, flow, from = newNetwork() }: From = {}) =>
  api.call(
    'POST',
    'sign-in',
    { identifier, password, flow },
    { remoteAddress: from, headers: device ? { cookie: device } : {} },
  )
const post = (path: string, body: object, from = newNetwork()) =>
  api.call('POST', `sign-in/${path}`, body, { remoteAddress: from })

/** What an answer was: its refusal, or its state. */
const outcome = (answer: Answer): string => answer.body.state ?? answer.body.code

/** Wrong passwords by strangers, each from a network of its own. */
async function strangers(identifier: string, times: number): Promise<Answer | undefined> {
  let last: Answer | undefined
  for (let at = 0; at < times; at++) last = await signIn(identifier, WRONG_PASSWORD)
  return last
}

/** Signs in until the mailbox is asked for, and proves it. @returns the flow */
async function prove(identifier: string, mailbox = identifier): Promise<string> {
  const asked = await signIn(identifier, PASSWORD)
  const { body } = await post('code', { flow: asked.body.flow, code: await api.code(mailbox) })
  expect(body).toMatchObject({ state: 'password', flow: asked.body.flow, actions: ['sign_in'] })
  return body.flow
}

/** Everything that a client can see of an answer, but what is new with every answer. */
function visible({ status, headers, body }: Answer): object {
  const { 'x-request-id': _id, date: _date, ...others } = headers
  const { flow, resendAt: _resendAt, expiresAt: _expiresAt, ...rest } = body
  return { status, others, rest: { ...rest, requestId: 0, destination: 0 }, flow: flow?.length }
}

describe('a device that the account knows', () => {
  test('signs in whatever strangers do, and waits after failures of its own alone', async () => {
    const email = newEmail()
    await api.account(email)
    const device = deviceCookie(await signIn(email, PASSWORD))
    await strangers(email, 60)
    expect(outcome(await signIn(email, PASSWORD, { device }))).toBe('signed_in')
    for (let at = 0; at < 5; at++)
      expect(outcome(await signIn(email, WRONG_PASSWORD, { device }))).toBe('credentials_wrong')
    const waiting = await signIn(email, PASSWORD, { device })
    expect(outcome(waiting)).toBe('too_many_attempts')
    api.deps.clock.advance(waiting.body.retryAfterSeconds)
    expect(outcome(await signIn(email, PASSWORD, { device }))).toBe('signed_in')
  })

  test('is nobody’s else: another account’s device, and one that was removed, are strangers', async () => {
    const [email, other] = [newEmail(), newEmail()]
    const keeper = await api.account(email)
    await api.account(other)
    const foreign = deviceCookie(await signIn(other, PASSWORD))
    const device = deviceCookie(await signIn(email, PASSWORD))
    await strangers(email, 20)
    expect(outcome(await signIn(email, PASSWORD, { device: foreign }))).toBe('code')
    const { devices } = (await api.get('devices', `${keeper}; ${device}`)).body
    const { id } = devices.find(({ current }: { current: boolean }) => current)
    await api.call('DELETE', `devices/${id}`, undefined, { headers: { cookie: keeper } })
    expect(outcome(await signIn(email, PASSWORD, { device }))).toBe('code')
  })

  test('is signed in with one trip after the hash; frozen meanwhile, nothing of it is kept and that is said', async () => {
    const email = newEmail()
    await api.account(email)
    const device = deviceCookie(await signIn(email, PASSWORD))
    const long = vi.spyOn(api.deps.db, 'transactionIf')
    const verify = vi.spyOn(api.deps.hasher, 'verify')
    try {
      expect(outcome(await signIn(email, PASSWORD, { device }))).toBe('signed_in')
      expect(long).not.toHaveBeenCalled()
      const sessions = await api.count('sessions')
      verify.mockImplementationOnce(async () => {
        const lastSeen = 'SELECT account_id FROM devices ORDER BY last_seen_at DESC LIMIT 1'
        await api.query(`UPDATE accounts SET frozen_at = now() WHERE account_id = (${lastSeen})`)
        return true
      })
      expect(outcome(await signIn(email, PASSWORD, { device }))).toBe('account_frozen')
      expect(long).toHaveBeenCalledOnce()
      expect(await api.count('sessions')).toBe(sessions)
    } finally {
      long.mockRestore()
      verify.mockRestore()
    }
  })

  test('gives up the hash of a try that is refused, so that a crowd of them takes nobody’s turn', async () => {
    const email = newEmail()
    await api.account(email)
    const device = deviceCookie(await signIn(email, PASSWORD))
    const load = vi.spyOn(api.deps.hasher, 'load')
    const verify = vi.spyOn(api.deps.hasher, 'verify')
    try {
      for (let at = 0; at < 5; at++) await signIn(email, WRONG_PASSWORD, { device })
      expect(outcome(await signIn(email, PASSWORD, { device }))).toBe('too_many_attempts')
      expect(verify.mock.calls.map(([, , waiting]) => waiting?.signal?.aborted)).toEqual([
        ...Array(5).fill(false),
        true,
      ])
      // Where others wait, it is not even begun: each would take a place from them.
      load.mockReturnValue({ running: 1, waiting: 1 })
      verify.mockClear()
      expect(outcome(await signIn(email, PASSWORD, { device }))).toBe('too_many_attempts')
      expect(verify).not.toHaveBeenCalled()
      api.deps.clock.advance(3600)
      expect(outcome(await signIn(email, PASSWORD, { device }))).toBe('signed_in')
      expect(verify.mock.calls.map(([, , waiting]) => waiting?.isStranger)).toEqual([false])
    } finally {
      load.mockRestore()
      verify.mockRestore()
    }
  })

  test('is hashed for before strangers; so is who proved the mailbox, and who only says so is not', async () => {
    const email = newEmail()
    await api.account(email)
    const device = deviceCookie(await signIn(email, PASSWORD))
    const verify = vi.spyOn(api.deps.hasher, 'verify')
    const asStranger = async (from: From, identifier = email) => {
      verify.mockClear()
      expect(outcome(await signIn(identifier, WRONG_PASSWORD, from))).toBe('credentials_wrong')
      return verify.mock.calls.map(([, , waiting]) => waiting?.isStranger ?? false)
    }
    try {
      expect(await asStranger({ device })).toEqual([false])
      expect(await asStranger({})).toEqual([true])
      expect(await asStranger({ device }, newEmail())).toEqual([true])
      const other = newEmail()
      await api.account(other)
      await strangers(other, 20)
      const flow = await prove(other)
      expect(await asStranger({ flow })).toEqual([true])
      expect(await asStranger({ flow }, other)).toEqual([false])
    } finally {
      verify.mockRestore()
    }
  })

  test('its failures are not strangers’ failures', async () => {
    const email = newEmail()
    await api.account(email)
    const device = deviceCookie(await signIn(email, PASSWORD))
    for (let at = 0; at < 30; at++) {
      const { body } = await signIn(email, WRONG_PASSWORD, { device })
      if (body.retryAfterSeconds) api.deps.clock.advance(body.retryAfterSeconds)
    }
    expect(outcome(await signIn(email, PASSWORD))).toBe('signed_in')
  })

  test('in the wrong hands is a stranger after twenty in a row, also with days between, until somebody signs in on it', async () => {
    const email = newEmail()
    await api.account(email)
    const device = deviceCookie(await signIn(email, PASSWORD))
    const told: string[] = []
    for (let at = 0; at < 20; at++) {
      expect(outcome(await signIn(email, WRONG_PASSWORD, { device }))).toBe('credentials_wrong')
      await settleAfterAnswers()
      for (const { text } of await api.messages(email))
        told.push(...(/feil passord (\d+) ganger/.exec(text)?.slice(1) ?? []))
      api.deps.clock.advance(24 * 3600 + 1)
    }
    expect(told).toEqual(['5', '20'])
    await strangers(email, 20)
    expect(outcome(await signIn(email, PASSWORD, { device }))).toBe('code')
    const flow = await prove(email)
    expect(outcome(await signIn(email, PASSWORD, { device, flow }))).toBe('signed_in')
    await strangers(email, 20)
    expect(outcome(await signIn(email, PASSWORD, { device }))).toBe('signed_in')
  })

  test('forgets its wrong passwords with a right one', async () => {
    const email = newEmail()
    await api.account(email)
    const device = deviceCookie(await signIn(email, PASSWORD))
    for (let day = 0; day < 7; day++) {
      for (let at = 0; at < 4; at++) await signIn(email, WRONG_PASSWORD, { device })
      expect(outcome(await signIn(email, PASSWORD, { device }))).toBe('signed_in')
    }
    await strangers(email, 20)
    expect(outcome(await signIn(email, PASSWORD, { device }))).toBe('signed_in')
  })
})

describe('a stranger’s device', () => {
  test('has its password looked at twenty times a day, by all of them together; then the mailbox comes first', async () => {
    const email = newEmail()
    await api.account(email)
    expect(outcome((await strangers(email, 20)) as Answer)).toBe('credentials_wrong')
    for (const password of [PASSWORD, WRONG_PASSWORD]) {
      const asked = await signIn(email, password)
      expect(asked.body).toMatchObject({
        state: 'code',
        actions: ['code', 'resend', 'other_channel'],
        channel: 'email',
      })
      expect(asked.cookie).toBeUndefined()
      expect(asked.headers['set-cookie']).toBeUndefined()
    }
    api.deps.clock.advance(24 * 3600 + 1)
    expect(outcome(await signIn(email, PASSWORD))).toBe('signed_in')
  })

  test('is of the network its connection comes from, whatever it claims (P22)', async () => {
    const email = newEmail()
    await api.account(email)
    const claim = (at: number) => {
      const headers = { 'x-forwarded-for': `10.9.8.${at}`, forwarded: `for=10.9.8.${at}`, 'x-real-ip': `10.9.8.${at}` }
      const body = { identifier: email, password: WRONG_PASSWORD }
      return api.call('POST', 'sign-in', body, { remoteAddress: '198.51.100.7', headers })
    }
    const outcomes = []
    for (let at = 0; at < 12; at++) outcomes.push(outcome(await claim(at)))
    expect(outcomes.filter((said) => said === 'credentials_wrong')).toHaveLength(5)
    expect(outcomes.filter((said) => said === 'too_many_attempts')).toHaveLength(7)
  })

  test('on a network that has to wait need not wait once the mailbox decides', async () => {
    const email = newEmail()
    await api.account(email)
    const shared = newNetwork()
    for (let at = 0; at < 5; at++) await signIn(email, WRONG_PASSWORD, { from: shared })
    expect(outcome(await signIn(email, PASSWORD, { from: shared }))).toBe('too_many_attempts')
    await strangers(email, 15)
    expect(outcome(await signIn(email, PASSWORD, { from: shared }))).toBe('code')
  })

  test('after fifty wrong ones in a row the next day changes nothing; a right one with a proof begins the row anew', async () => {
    const email = newEmail()
    await api.account(email)
    for (const times of [20, 20, 10]) {
      expect(outcome((await strangers(email, times)) as Answer)).toBe('credentials_wrong')
      if (times === 20) expect(outcome(await signIn(email, PASSWORD))).toBe('code')
      api.deps.clock.advance(24 * 3600 + 1)
    }
    expect(outcome(await signIn(email, PASSWORD))).toBe('code')
    expect(outcome(await signIn(email, PASSWORD, { flow: await prove(email) }))).toBe('signed_in')
    expect(outcome(await signIn(email, PASSWORD))).toBe('signed_in')
  })

  test('a right password without a proof ends the row, one with a proof leaves the day’s use as it is', async () => {
    const email = newEmail()
    await api.account(email)
    await strangers(email, 19)
    expect(outcome(await signIn(email, PASSWORD))).toBe('signed_in')
    await strangers(email, 20)
    expect(outcome(await signIn(email, PASSWORD, { flow: await prove(email) }))).toBe('signed_in')
    expect(outcome(await signIn(email, PASSWORD))).toBe('code')
  })

  test('a try that nobody settled, because the server was killed, counts as wrong', async () => {
    const email = newEmail()
    await api.account(email)
    await strangers(email, 19)
    await api.query(
      `UPDATE stranger_tries SET pending = 1, pending_until = $1
       WHERE failures = 19 AND in_a_row = 19`,
      [new Date(api.deps.clock.now().getTime() - 1)],
    )
    expect(outcome(await signIn(email, PASSWORD))).toBe('code')
  })
})

const codesTo = async (to: string) => (await api.messages(to)).filter(({ text }) => /^\d{8}$/m.test(text)).length

/** An account with an e-mail address and a phone number. */
async function withBoth(): Promise<{ email: string; phone: string }> {
  const [email, phone] = [newEmail(), newPhone()]
  const cookie = await api.account(phone)
  const { flow } = (await api.post('account/identifiers', { identifier: email }, cookie)).body
  await api.post('account/identifiers/code', { flow, code: await api.code(email) }, cookie)
  return { email, phone }
}

describe('the proof of the mailbox', () => {
  test('code, then the password: signed in, on a device that is known from then on', async () => {
    const email = newEmail()
    await api.account(email)
    await strangers(email, 25)
    const done = await signIn(email, PASSWORD, { flow: await prove(email) })
    expect(outcome(done)).toBe('signed_in')
    expect(outcome(await signIn(email, PASSWORD, { device: deviceCookie(done) }))).toBe('signed_in')
  })

  test('gives five tries of the password and one session; then it is asked for again', async () => {
    const email = newEmail()
    await api.account(email)
    await strangers(email, 20)
    const flow = await prove(email)
    for (let at = 0; at < 5; at++)
      expect(outcome(await signIn(email, WRONG_PASSWORD, { flow }))).toBe('credentials_wrong')
    expect(outcome(await signIn(email, PASSWORD, { flow }))).toBe('code')
    api.deps.clock.advance(301)
    const again = await prove(email)
    expect(outcome(await signIn(email, WRONG_PASSWORD, { flow: again }))).toBe('credentials_wrong')
    expect(outcome(await signIn(email, PASSWORD, { flow: again }))).toBe('signed_in')
    expect(outcome(await signIn(email, PASSWORD, { flow: again }))).toBe('code')
  })

  test('goes to the stored mail address also when the number was typed; to the phone only where there is no other', async () => {
    const { email, phone } = await withBoth()
    const alone = newPhone()
    await api.account(alone)
    await strangers(phone, 20)
    await strangers(alone, 20)
    const before = [await codesTo(email), await codesTo(phone), await codesTo(alone)]
    const [one, other] = [await signIn(phone, PASSWORD), await signIn(alone, PASSWORD)]
    expect(one.body).toMatchObject({ state: 'code', channel: 'email_or_sms' })
    expect(visible(one)).toEqual(visible(other))
    const [mail = 0, sms = 0, only = 0] = before
    expect([await codesTo(email), await codesTo(phone), await codesTo(alone)]).toEqual([mail + 1, sms, only + 1])
    expect(JSON.stringify(one.body)).not.toContain('@')
    const proven = await post('code', { flow: one.body.flow, code: await api.code(email) })
    expect(outcome(await signIn(phone, PASSWORD, { flow: proven.body.flow }))).toBe('signed_in')
  })

  test('goes to the other address when that is asked for, and back; each place has a code of its own', async () => {
    const { email, phone } = await withBoth()
    await strangers(email, 20)
    const asked = await signIn(email, PASSWORD)
    const byMail = await api.code(email)
    const before = [await codesTo(email), await codesTo(phone)]
    const there = await post('other-channel', { flow: asked.body.flow })
    expect(there.body).toMatchObject({ state: 'code', channel: 'email', toOther: true })
    expect(JSON.stringify(there.body)).not.toContain(phone.slice(-4))
    const bySms = await api.code(phone)
    const sent = [before[0], (before[1] ?? 0) + 1]
    expect([await codesTo(email), await codesTo(phone)]).toEqual(sent)
    expect(verdict(await post('code', { flow: there.body.flow, code: byMail }))).toBe('422 code_wrong')
    expect(verdict(await post('code', { flow: asked.body.flow, code: bySms }))).toBe('422 code_wrong')
    const back = await post('other-channel', { flow: there.body.flow })
    expect(back.body).toMatchObject({ state: 'code', toOther: false })
    const again = await post('other-channel', { flow: back.body.flow })
    // Each code goes on serving while it is young.
    expect([await codesTo(email), await codesTo(phone)]).toEqual(sent)
    expect(verdict(await post('code', { flow: back.body.flow, code: byMail }))).toBe('200')
    expect(verdict(await post('code', { flow: again.body.flow, code: bySms }))).toBe('200')
    expect(outcome(await signIn(email, PASSWORD, { flow: again.body.flow }))).toBe('signed_in')
  })

  test('asked for at the other address: the same answer with one address, with two, and without an account', async () => {
    const [{ email, phone }, mailAlone, phoneAlone] = [await withBoth(), newEmail(), newPhone()]
    await api.account(mailAlone)
    await api.account(phoneAlone)
    const answers: Record<string, object[]> = { email: [], phone: [] }
    for (const identifier of [email, phone, mailAlone, phoneAlone, newEmail(), newPhone()]) {
      await strangers(identifier, 20)
      const { flow } = (await signIn(identifier, PASSWORD)).body
      const own = await codesTo(identifier)
      const other = await post('other-channel', { flow })
      if ([mailAlone, phoneAlone].includes(identifier)) expect(await codesTo(identifier)).toBe(own + 1)
      answers[identifier.includes('@') ? 'email' : 'phone']?.push(visible(other))
    }
    for (const [first, ...rest] of Object.values(answers)) expect(rest).toEqual([first, first])
  })

  test('asked for again goes where it went last, and its SMS are counted among the customers’ own', async () => {
    const { email, phone } = await withBoth()
    await strangers(email, 20)
    const { flow } = (await post('other-channel', { flow: (await signIn(email, PASSWORD)).body.flow })).body
    expect(verdict(await post('resend', { flow }))).toBe('429 code_too_soon')
    api.deps.clock.advance(61)
    const before = [await codesTo(email), await codesTo(phone)]
    expect((await post('resend', { flow })).body).toMatchObject({ state: 'code', toOther: true })
    expect([await codesTo(email), await codesTo(phone)]).toEqual([before[0], (before[1] ?? 0) + 1])
    const [{ paid_as: paidAs } = {}] = await api.query<{ paid_as: string | null }>(
      `SELECT paid_as FROM codes WHERE purpose = 'sign_in' ORDER BY issued_at DESC LIMIT 1`,
    )
    expect(paidAs).toBeTruthy()
  })

  test('asked for by a crowd in one instant goes out once, and is counted once', async () => {
    const { email, phone } = await withBoth()
    await strangers(email, 20)
    const { flow } = (await signIn(email, PASSWORD)).body
    const counted = async () => {
      const [row] = await api.query<{ n: number }>(
        `SELECT coalesce(sum(count), 0)::int AS n FROM sms_counts WHERE share = 'customers' AND scope = 'prefix'`,
      )
      return row?.n ?? 0
    }
    const before = [await codesTo(phone), await counted()] as const
    const crowd = newNetwork()
    const answers = await Promise.all(Array.from({ length: 40 }, () => post('other-channel', { flow }, crowd)))
    expect(new Set(answers.map(outcome))).toEqual(new Set(['code']))
    expect([await codesTo(phone), await counted()]).toEqual(before.map((count) => count + 1))
  })

  test('that could not be made at first may be asked for at once', async () => {
    const email = newEmail()
    await api.account(email)
    await strangers(email, 20)
    await settleAfterAnswers() // what is told of the twentieth takes a transaction of its own
    const fails = vi.spyOn(api.deps.db, 'transaction').mockImplementationOnce(() => Promise.reject(new Error('boom')))
    expect((await signIn(email, PASSWORD)).status).toBe(500)
    fails.mockRestore()
    expect(outcome(await signIn(email, PASSWORD))).toBe('code')
  })

  test('goes to the other address ten times a day at the most, whoever asks, and to the first as before', async () => {
    const { email, phone } = await withBoth()
    await strangers(email, 20)
    let { flow } = (await signIn(email, PASSWORD)).body
    const before = await codesTo(phone)
    let most = 0
    flow = (await post('other-channel', { flow })).body.flow
    for (let minutes = 0; minutes < 4 * 60; minutes += 5) {
      most = Math.max(most, (await codesTo(phone)) - before)
      api.deps.clock.advance(301)
      const again = await post('resend', { flow })
      expect(outcome(again)).toBe('code')
      flow = again.body.flow
    }
    expect(most).toBe(policy.codesPerDay)
    expect(await prove(email)).toMatch(/./)
  })

  test('however often the place is changed, a network has ten tries an hour at an address', async () => {
    const { email } = await withBoth()
    await strangers(email, 20)
    const network = newNetwork()
    let { flow } = (await signIn(email, PASSWORD)).body
    const verdicts = []
    for (let at = 0; at < 12; at++) {
      verdicts.push(verdict(await post('code', { flow, code: '00000000' }, network)))
      flow = (await post('other-channel', { flow })).body.flow
    }
    expect(verdicts.slice(10)).toEqual(['429 too_many_attempts', '429 too_many_attempts'])
    expect(new Set(verdicts.slice(0, 10))).toEqual(new Set(['422 code_wrong']))
  })

  test('is of one address, one account and its credentials of then', async () => {
    const [email, other] = [newEmail(), newEmail()]
    await api.account(email)
    await api.account(other)
    await strangers(email, 20)
    await strangers(other, 20)
    const flow = await prove(email)
    expect(outcome(await signIn(other, PASSWORD, { flow }))).toBe('code')
    const asked = await signIn(email, PASSWORD)
    const foreign = await signIn(other, PASSWORD)
    const code = await api.code(other)
    expect(verdict(await post('code', { flow: asked.body.flow, code }))).toBe('422 code_wrong')
    expect(verdict(await post('code', { flow: foreign.body.flow, code }))).toBe('200')
    await api.query('UPDATE accounts SET credential_version = credential_version + 1')
    expect(outcome(await signIn(email, PASSWORD, { flow }))).toBe('code')
  })

  test.each([
    ['a flow of nobody', 'x'.repeat(300), '410 flow_ended'],
    ['no flow at all', undefined, '400 request_invalid'],
    ['a flow too short', 'x', '400 request_invalid'],
  ])('%s proves nothing', async (_name, flow, expected) => {
    expect(verdict(await post('code', { flow, code: '12345678' }))).toBe(expected)
    for (const step of ['resend', 'other-channel']) expect(verdict(await post(step, { flow }))).toBe(expected)
  })

  test('a flow with a bit changed, one of another journey, and one that has ended prove nothing', async () => {
    const email = newEmail()
    await api.account(email)
    await strangers(email, 20)
    const { flow } = (await signIn(email, PASSWORD)).body
    const code = await api.code(email)
    const changed = `${flow.slice(0, -20)}${flow.at(-20) === 'A' ? 'B' : 'A'}${flow.slice(-19)}`
    const reset = (await api.post('forgot-password', { identifier: email })).body.flow
    for (const foreign of [changed, reset])
      expect(verdict(await post('code', { flow: foreign, code }))).toBe('410 flow_ended')
    expect(outcome(await signIn(email, PASSWORD, { flow: changed }))).toBe('code')
    api.deps.clock.advance(3601)
    expect(verdict(await post('code', { flow, code }))).toBe('410 flow_ended')
  })
})

describe('the code', () => {
  test('is one for all who ask: a thousand requests cause one message, and the owner’s code goes on working', async () => {
    const email = newEmail()
    await api.account(email)
    await strangers(email, 20)
    await settleAfterAnswers()
    const mails = (await api.messages(email)).length
    const flows = []
    for (let at = 0; at < 30; at++) flows.push((await signIn(email, WRONG_PASSWORD)).body.flow)
    expect((await api.messages(email)).length).toBe(mails + 1)
    expect(new Set(flows).size).toBe(30)
    const code = await api.code(email)
    for (const flow of flows.slice(0, 10))
      for (let at = 0; at < 5; at++)
        expect(verdict(await post('code', { flow, code: notTheCode(code) }))).toBe('422 code_wrong')
    expect(await prove(email)).toMatch(/./)
  })

  test('one before the newest goes on working for as long as it would have, and each at most once', async () => {
    const email = newEmail()
    await api.account(email)
    await strangers(email, 20)
    const mine = (await signIn(email, PASSWORD)).body.flow
    const first = await api.code(email)
    api.deps.clock.advance(61)
    const theirs = await post('resend', { flow: (await signIn(email, WRONG_PASSWORD)).body.flow })
    expect(theirs.body.state).toBe('code')
    const second = await api.code(email)
    expect(second).not.toBe(first)
    expect(verdict(await post('code', { flow: mine, code: first }))).toBe('200')
    expect(verdict(await post('code', { flow: theirs.body.flow, code: second }))).toBe('422 code_used')
    const again = (await signIn(email, PASSWORD)).body.flow
    expect(verdict(await post('code', { flow: again, code: second }))).toBe('422 code_used')
    expect(verdict(await post('code', { flow: again, code: first }))).toBe('422 code_wrong')
  })

  test.each<[string, (email: string, accountId: string) => Promise<unknown>]>([
    ['used', (email) => prove(email)],
    ['ended with the credentials', (_email, accountId) => endCodes(api.deps.db, api.deps, accountId)],
  ])('%s before its time, it is followed by another at once, and nobody who watches sees that', async (_how, end) => {
    const email = newEmail()
    const accountId = await accountOf(api, await api.account(email))
    await strangers(email, 20)
    const ask = async () => (await signIn(email, WRONG_PASSWORD)).body
    const watched = await ask()
    api.deps.clock.advance(290)
    await end(email, accountId)
    await settleAfterAnswers() // of twenty wrong passwords it is told, too
    const sent = (await api.messages(email)).length
    const all = await Promise.all(Array.from({ length: 10 }, ask))
    expect((await api.messages(email)).length).toBe(sent + 1)
    for (const { expiresAt, resendAt } of all)
      expect({ expiresAt, resendAt }).toEqual({ expiresAt: watched.expiresAt, resendAt: watched.resendAt })
    // It lives as long as any.
    const code = await api.code(email)
    api.deps.clock.advance(590)
    expect(verdict(await post('code', { flow: all[0]?.flow, code }))).toBe('200')
  })

  test('follows one that was used six times an hour at once, and then when that one is no longer young: nobody has a number sent SMS after SMS', async () => {
    const phone = newPhone()
    await api.account(phone)
    await strangers(phone, 20)
    await prove(phone)
    const before = await codesTo(phone)
    for (let at = 0; at < 10; at++) {
      api.deps.clock.advance(11)
      const { flow } = (await signIn(phone, PASSWORD)).body
      await post('code', { flow, code: await api.code(phone) })
    }
    expect((await codesTo(phone)) - before).toBe(policy.codesPerHour)
    // The owner has one that works soon, whatever was used.
    api.deps.clock.advance(policy.sharedCodeSeconds)
    expect(await prove(phone)).toMatch(/./)
  })

  test('may be asked for anew after a minute, three times an hour; then every five minutes, for as long as it is asked', async () => {
    const email = newEmail()
    await api.account(email)
    await strangers(email, 20)
    let { flow } = (await signIn(email, PASSWORD)).body
    const resend = async () => {
      const answer = await post('resend', { flow })
      if (answer.body.flow) flow = answer.body.flow
      return verdict(answer)
    }
    expect(await resend()).toBe('429 code_too_soon')
    const waits = []
    for (let at = 0; at < 20; at++) {
      let waited = 0
      while ((await resend()) !== '200') {
        api.deps.clock.advance(30)
        waited += 30
      }
      waits.push(waited)
    }
    expect(waits.slice(0, 2)).toEqual([60, 60])
    expect(Math.max(...waits)).toBe(300)
    // Whoever comes now has a code that works, in the mailbox or on its way.
    expect(await prove(email)).toMatch(/./)
  })

  test('five wrong tries end a flow and no other; ten end a network’s for the hour and no other’s', async () => {
    const email = newEmail()
    await api.account(email)
    await strangers(email, 20)
    const { flow } = (await signIn(email, PASSWORD)).body
    const code = await api.code(email)
    for (let at = 0; at < 5; at++)
      expect(verdict(await post('code', { flow, code: notTheCode(code) }))).toMatch('wrong')
    expect(verdict(await post('code', { flow, code }))).toBe('422 code_spent')
    const network = newNetwork()
    for (let at = 0; at < 10; at++) {
      const other = (await signIn(email, PASSWORD)).body.flow
      expect(verdict(await post('code', { flow: other, code: notTheCode(code) }, network))).toMatch('wrong')
    }
    const last = (await signIn(email, PASSWORD)).body.flow
    expect(verdict(await post('code', { flow: last, code }, network))).toBe('429 too_many_attempts')
    expect(verdict(await post('code', { flow: last, code }))).toBe('200')
  })

  test('twenty end a subscriber’s for the hour, on however many networks of IPv6', async () => {
    const email = newEmail()
    await api.account(email)
    await strangers(email, 20)
    const tryFrom = async (network: string) => {
      const { flow } = (await signIn(email, PASSWORD)).body
      return verdict(await post('code', { flow, code: notTheCode(await api.code(email)) }, network))
    }
    const said = []
    for (let at = 0; at < 25; at++) said.push(await tryFrom(`2001:db8:77:${at}::1`))
    const { sharedCodeTriesPerSiteHour: most } = policy
    expect(said).toEqual([...Array(most).fill('422 code_wrong'), ...Array(25 - most).fill('429 too_many_attempts')])
    expect(await tryFrom('2001:db8:78:1::1')).toBe('422 code_wrong')
  })

  test('expires, and says so', async () => {
    const email = newEmail()
    await api.account(email)
    await strangers(email, 20)
    const { flow } = (await signIn(email, PASSWORD)).body
    const code = await api.code(email)
    api.deps.clock.advance(601)
    expect(verdict(await post('code', { flow, code }))).toBe('422 code_expired')
  })

  test('with spaces and in other digits is the same code', async () => {
    const email = newEmail()
    await api.account(email)
    await strangers(email, 20)
    const { flow } = (await signIn(email, PASSWORD)).body
    const code = (await api.code(email)).replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)))
    expect(verdict(await post('code', { flow, code: ` ${code.slice(0, 4)} ${code.slice(4)} ` }))).toBe('200')
  })
})

describe('nobody outside learns whether there is an account (P4)', () => {
  test('every answer on the way is the same for an address that no account has, and nothing is sent to it', async () => {
    for (const newAddress of [newEmail, newPhone]) {
      const [known, unknown] = [newAddress(), newAddress()]
      await api.account(known)
      const both = async (act: (address: string) => Promise<Answer>) => {
        const [one, other] = [await act(known), await act(unknown)]
        expect(visible(one)).toEqual(visible(other))
        return [one, other] as const
      }
      const from = newNetwork()
      for (let at = 0; at < 21; at++) await both((address) => signIn(address, WRONG_PASSWORD, { from: `${from}${at}` }))
      const [one, other] = await both((address) => signIn(address, WRONG_PASSWORD))
      const flows: Record<string, string> = { [known]: one.body.flow, [unknown]: other.body.flow }
      expect(one.body.state).toBe('code')
      await settleAfterAnswers()
      const rows = async () => [await api.count('codes'), await api.count('outbox'), await api.count('sign_in_proofs')]
      const before = await rows()
      await both((address) => post('resend', { flow: flows[address] }))
      api.deps.clock.advance(61)
      await both((address) => post('resend', { flow: flows[address] }))
      const [codes = 0, outbox = 0, proofs = 0] = before
      expect(await rows()).toEqual([codes, outbox + 2, proofs])
      const wrong = notTheCode(await api.code(known))
      for (let at = 0; at < 6; at++) await both((address) => post('code', { flow: flows[address], code: wrong }))
      await both((address) => signIn(address, WRONG_PASSWORD, { flow: flows[address] }))
      expect(await api.messages(unknown)).toEqual([])
    }
  })

  test('that the owner used the code shows to nobody else', async () => {
    const email = newEmail()
    await api.account(email)
    await strangers(email, 20)
    const theirs = await signIn(email, WRONG_PASSWORD)
    const wrong = notTheCode(await api.code(email))
    await signIn(email, PASSWORD, { flow: await prove(email) })
    const after = await signIn(email, WRONG_PASSWORD)
    expect([after.body.resendAt, after.body.expiresAt]).toEqual([theirs.body.resendAt, theirs.body.expiresAt])
    expect(verdict(await post('code', { flow: theirs.body.flow, code: wrong }))).toBe('422 code_wrong')
  })
})

describe('the owner is told', () => {
  const notices = async (to: string, words: RegExp) =>
    (await api.messages(to)).filter(({ subject }) => words.test(subject)).length

  test('at failure 5, 20 and 50 in a row, once each, whoever’s address was typed', async () => {
    const email = newEmail()
    await api.account(email)
    const told: [failure: number, said: string][] = []
    for (let at = 1, evaluated = 0; at <= 60; at++) {
      const { body } = await signIn(email, WRONG_PASSWORD)
      if (body.state === 'code') api.deps.clock.advance(24 * 3600 + 1)
      else evaluated++
      await settleAfterAnswers()
      for (const { text } of await api.messages(email)) {
        const said = /feil passord (\d+) ganger/.exec(text)?.[1]
        if (said && !told.some(([, before]) => before === said)) told.push([evaluated, said])
      }
    }
    expect(told).toEqual([
      [5, '5'],
      [20, '20'],
      [50, '50'],
    ])
  })

  test('also of a device that the account knows: at failure 5 and 20 in a row, once each', async () => {
    const email = newEmail()
    await api.account(email)
    const device = deviceCookie(await signIn(email, PASSWORD))
    const told: [failure: number, said: string][] = []
    for (let at = 1; at <= 20; at++) {
      const { body } = await signIn(email, WRONG_PASSWORD, { device })
      expect(body.code).toBe('credentials_wrong')
      await settleAfterAnswers()
      for (const { text } of await api.messages(email)) {
        const said = /feil passord (\d+) ganger/.exec(text)?.[1]
        if (said && !told.some(([, before]) => before === said)) told.push([at, said])
      }
      api.deps.clock.advance(900)
    }
    expect(told).toEqual([
      [5, '5'],
      [20, '20'],
    ])
  })

  test('of a device that the account did not know, and of no other; not at the sign-up', async () => {
    const email = newEmail()
    await api.account(email)
    expect(await notices(email, /En ny enhet/)).toBe(0)
    const device = deviceCookie(await signIn(email, PASSWORD, { from: '193.71.1.1' }))
    expect(await notices(email, /En ny enhet/)).toBe(1)
    expect((await api.messages(email))[0]?.text).toContain('Norge')
    await signIn(email, PASSWORD, { device })
    expect(await notices(email, /En ny enhet/)).toBe(1)
    await signIn(email, PASSWORD)
    expect(await notices(email, /En ny enhet/)).toBe(2)
  })
})
