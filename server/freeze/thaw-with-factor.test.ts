import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, newEmail, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { type Bound, bindAuthenticator, waitingSignIn } from '../../test/support/authenticator.ts'
import { accountOf } from '../../test/support/recovery.ts'
import { listHolds } from '../holds/holds.ts'
import { policy } from '../platform/policy.ts'
import { newPhrase } from '../recovery-key/recovery-key.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const next = (seconds = 30) => api.deps.clock.advance(seconds)
/** One symbol in the middle is another: the last one may have bits that say nothing. */
const mend = (flow: string) => flow.slice(0, 60) + (flow[60] === 'A' ? 'B' : 'A') + flow.slice(61)
const wrong = (code: string) => String((Number(code) + 1) % 1e6).padStart(6, '0')

interface Person extends Bound {
  email: string
  accountId: string
}

/** A frozen account with an authenticator. */
async function frozen(): Promise<Person> {
  const email = newEmail()
  const made = await bindAuthenticator(api, await api.account(email), email)
  const accountId = await accountOf(api, made.cookie)
  await api.post('account/freeze', {}, made.cookie)
  next()
  return { ...made, email, accountId }
}

async function begin({ email }: Person): Promise<{ flow: string; code: string }> {
  const { body } = await api.post('thaw', { identifier: email, password: PASSWORD })
  return { flow: body.flow, code: await api.code(email) }
}

/** Password and code are proven. */
async function waiting(person?: Person) {
  const owner = person ?? (await frozen())
  const { body } = await api.post('thaw/code', await begin(owner))
  return { ...owner, body, flow: body.flow as string }
}

const totp = (flow: string, code: string) => api.post('thaw/totp', { flow, code })
const withPhrase = (flow: string, phrase: string) => api.post('thaw/recovery-key', { flow, phrase })
const isFrozen = async ({ accountId }: Person) =>
  (await api.count('accounts', `account_id = '${accountId}' AND frozen_at IS NOT NULL`)) === 1

describe('with a code of the authenticator, after password and code', () => {
  it('opens the account, pauses withdrawals, tells the owner, and signs nobody in', async () => {
    const person = await waiting()
    expect(person.body).toEqual({ state: 'factor', flow: expect.any(String), actions: ['totp', 'recovery_key'] })
    expect(await isFrozen(person)).toBe(true)
    const done = await totp(person.flow, person.app.code())
    expect(done).toMatchObject({ status: 200, cookie: undefined })
    expect(done.body).toEqual({ state: 'done', actions: ['sign_in'] })
    expect(await isFrozen(person)).toBe(false)
    expect((await listHolds(api.deps, person.accountId)).map(({ reason }) => reason)).toContain('thawed')
    next()
    const { flow, state } = await waitingSignIn(api, person.email)
    expect(state).toBe('factor')
    expect(verdict(await api.post('sign-in/totp', { flow, code: person.app.code() }))).toBe('200')
  })

  it('once: neither the flow nor the code opens anything again', async () => {
    const person = await waiting()
    const code = person.app.code()
    const answers = await Promise.all(Array.from({ length: 5 }, () => totp(person.flow, code)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const { flow } = await waitingSignIn(api, person.email)
    expect(verdict(await api.post('sign-in/totp', { flow, code }))).toBe('422 totp_used')
    next()
    expect(verdict(await totp(person.flow, person.app.code()))).toBe('410 flow_ended')
  })

  it.each<[string, (code: string) => string, string]>([
    ['wrong', wrong, '422 totp_wrong'],
    ['five digits', (code) => code.slice(1), '400 request_invalid'],
  ])('%s: it stays frozen', async (_what, write, expected) => {
    const person = await waiting()
    expect(verdict(await totp(person.flow, write(person.app.code())))).toBe(expected)
    expect(await isFrozen(person)).toBe(true)
  })
})

describe('with the whole phrase', () => {
  it('opens the account; the lost authenticator proves nothing from then on, and the phrase replaces it at sign-in', async () => {
    const person = await waiting()
    expect((await withPhrase(person.flow, person.phrase)).body).toEqual({ state: 'done', actions: ['sign_in'] })
    expect(await isFrozen(person)).toBe(false)
    const reasons = (await listHolds(api.deps, person.accountId)).map(({ reason }) => reason)
    expect(reasons).toEqual(expect.arrayContaining(['thawed', 'recovery_key_used']))
    next()
    const { flow, actions } = await waitingSignIn(api, person.email)
    expect(actions).toEqual(['recovery_key'])
    expect(verdict(await api.post('sign-in/totp', { flow, code: person.app.code() }))).toBe('409 totp_not_enrolled')
    expect((await api.post('sign-in/recovery-key', { flow, phrase: person.phrase })).body.state).toBe('key')
  })

  it('of another account is wrong, counted and told; mistyped costs nothing', async () => {
    const person = await waiting()
    const mistyped = person.phrase.slice(0, -1) + (person.phrase.endsWith('Z') ? 'Y' : 'Z')
    for (let at = 0; at < 8; at++)
      expect(verdict(await withPhrase(person.flow, mistyped))).toBe('422 recovery_key_mistyped')
    const { phrase } = newPhrase(person.accountId)
    for (let at = 0; at < policy.recoveryKeyTriesPerHour; at++)
      expect(verdict(await withPhrase(person.flow, phrase))).toBe('422 recovery_key_wrong')
    expect(verdict(await withPhrase(person.flow, person.phrase))).toBe('429 too_many_attempts')
    expect(await isFrozen(person)).toBe(true)
    const told = (await api.messages(person.email)).filter(({ subject }) => /Feil gjenopprettingsnøkkel/.test(subject))
    expect(told).toHaveLength(policy.recoveryKeyTriesPerHour)
  })
})

describe('in any other order it stays frozen', () => {
  const doors: [string, (person: Person, flow: string) => ReturnType<Api['post']>][] = [
    ['a code of the authenticator', ({ app }, flow) => totp(flow, app.code())],
    ['the phrase', ({ phrase }, flow) => withPhrase(flow, phrase)],
  ]

  it.each(doors)('%s before the code, which is after the password alone', async (_what, knock) => {
    const person = await frozen()
    const { flow } = await begin(person)
    expect(verdict(await knock(person, flow))).toBe('410 flow_ended')
    expect(await isFrozen(person)).toBe(true)
  })

  it.each(doors)('%s after a wrong password', async (_what, knock) => {
    const person = await frozen()
    const { body } = await api.post('thaw', { identifier: person.email, password: `${PASSWORD}!` })
    expect(verdict(await knock(person, body.flow))).toBe('410 flow_ended')
    expect(await isFrozen(person)).toBe(true)
  })

  it.each(doors)('%s ten minutes after the code', async (_what, knock) => {
    const person = await waiting()
    next(policy.codeTtlSeconds)
    expect(verdict(await knock(person, person.flow))).toBe('410 flow_ended')
    expect(await isFrozen(person)).toBe(true)
  })

  it.each(doors)('%s with a flow of sign-in, of a reset, or a mended one', async (_what, knock) => {
    const person = await waiting()
    const reset = (await api.post('forgot-password', { identifier: person.email })).body.flow
    for (const flow of [reset, mend(person.flow), 'A'.repeat(200)])
      expect(verdict(await knock(person, flow))).toBe('410 flow_ended')
    expect(await isFrozen(person)).toBe(true)
  })

  it.each(doors)('%s with a thawing from before it was opened, and frozen again', async (_what, knock) => {
    const person = await waiting()
    const old = await waiting(person)
    expect(verdict(await totp(person.flow, person.app.code()))).toBe('200')
    next()
    const { flow } = await waitingSignIn(api, person.email)
    const { cookie } = await api.post('sign-in/totp', { flow, code: person.app.code() })
    await api.post('account/freeze', {}, cookie)
    next()
    expect(verdict(await knock(person, old.flow))).toBe('410 flow_ended')
    expect(await isFrozen(person)).toBe(true)
  })

  it('the code once more: it is used up, and its flow serves for nothing else', async () => {
    const person = await frozen()
    const proof = await begin(person)
    const { body } = await api.post('thaw/code', proof)
    expect(verdict(await api.post('thaw/code', proof))).toBe('422 code_used')
    expect(verdict(await api.post('thaw/code', { ...proof, flow: body.flow }))).toBe('410 flow_ended')
    expect(verdict(await api.post('thaw/resend', { flow: body.flow }))).toBe('410 flow_ended')
    expect(await isFrozen(person)).toBe(true)
  })
})
