import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Api,
  newEmail,
  newPhone,
  notTheCode,
  PASSWORD,
  verdict,
  WRONG_PASSWORD,
  withApi,
} from '../../test/support/api.ts'
import { accountIdOf, addAddress, linkOf } from '../../test/support/notices.ts'

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
    for (let n = 0; n < 5; n++) expect(verdict(await finish(flow, '12345678'))).toBe('422 code_wrong')
    expect(verdict(await finish(flow, '12345678'))).toBe('422 code_spent')
    api.deps.clock.advance(61)
    const again = await api.post('thaw/resend', { flow })
    expect(Object.keys(again.body)).toEqual(Object.keys(real.body))
    expect(await api.messages(identifier)).toHaveLength(before)
  })

  test('every try costs the same wait, right or wrong', async () => {
    for (const password of [PASSWORD, WRONG_PASSWORD]) {
      const { email } = await frozenPerson()
      const answers = []
      for (let n = 0; n < 6; n++) answers.push(verdict(await startThaw(email, password)))
      expect(answers).toEqual(['200', '200', '200', '200', '200', '429 too_many_attempts'])
    }
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
