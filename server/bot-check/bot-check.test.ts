import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, newPhone, verdict, withApi } from '../../test/support/api.ts'
import { payload, solve } from '../../test/support/bot-check.ts'
import { policy } from '../platform/policy.ts'
import type { BotChallenge } from '../platform/refusals.ts'
import { levelOfNetwork } from './bot-check.ts'
import { makeChallenge } from './make-challenge.ts'
import { noteForBotCheck } from './require-bot-check.ts'
import { spendSolution } from './spend-solution.ts'
import { sweepBotChecks } from './sweep-bot-checks.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const signUp = (identifier: string, botCheck?: string, remoteAddress = '127.0.0.1') =>
  api.bare('POST', 'sign-up', { identifier, botCheck }, { remoteAddress })
const ask = async (purpose = 'new_number'): Promise<BotChallenge> =>
  (await api.get(`bot-check?purpose=${purpose}`)).body
const take = (botCheck: string, least = 1) => spendSolution(api.deps, 'new_number', botCheck, least)

/** The solution of a challenge, to be changed. */
function solved(challenge: BotChallenge): {
  challenge: BotChallenge
  solution: { counter: number; derivedKey: string }
} {
  return JSON.parse(Buffer.from(solve(challenge), 'base64').toString())
}

describe('before an SMS to a new number', () => {
  test('none is sent without a bot check; the refusal brings the challenge along', async () => {
    const phone = newPhone()
    const refused = await signUp(phone)
    expect(verdict(refused)).toBe('403 bot_check_required')
    expect(await api.messages(phone)).toEqual([])
    expect(await api.count('sign_ups')).toBe(0)
    expect(verdict(await signUp(phone, solve(refused.body.challenge)))).toBe('200')
    expect(await api.messages(phone)).toHaveLength(1)
  })

  test('nor is another', async () => {
    const phone = newPhone()
    const flow = await api.flow(phone)
    api.deps.clock.advance(61)
    const refused = await api.bare('POST', 'sign-up/resend', { flow })
    expect(verdict(refused)).toBe('403 bot_check_required')
    const botCheck = solve(refused.body.challenge)
    expect(verdict(await api.bare('POST', 'sign-up/resend', { flow, botCheck }))).toBe('200')
    expect(await api.messages(phone)).toHaveLength(2)
  })

  test('a mail needs none', async () => {
    expect(verdict(await signUp('someone@example.com'))).toBe('200')
  })

  test('one that was made ahead will do', async () => {
    expect(verdict(await signUp(newPhone(), solve(await ask())))).toBe('200')
  })

  test.each([
    ['POST', 'account/identifiers'],
    ['POST', 'account/identifiers/:id/change'],
  ] as const)('also when a signed-in customer adds or changes one: %s %s', async (method, path) => {
    const cookie = await api.account(path.includes('change') ? newPhone() : `${Math.random()}@example.com`)
    const { body } = await api.get('account', cookie)
    const url = path.replace(':id', body.identifiers[0].id)
    const refused = await api.bare(method, url, { identifier: newPhone() }, { headers: { cookie } })
    expect(verdict(refused)).toBe('403 bot_check_required')
    const next = { identifier: newPhone(), botCheck: solve(refused.body.challenge) }
    expect((await api.bare(method, url, next, { headers: { cookie } })).status).toBe(200)
  })
})

describe('a solution', () => {
  test('is what the protocol’s own library finds', async () => {
    const challenge = await ask()
    const solution = await solveChallenge({ challenge, deriveKey })
    expect(await take(payload(challenge, solution ?? {}))).toBe(true)
  })

  test('is accepted once', async () => {
    const botCheck = solve(await ask())
    const taken = await Promise.all(Array.from({ length: 50 }, () => take(botCheck)))
    expect(taken.filter(Boolean)).toHaveLength(1)
  })

  test.each<[string, (it: ReturnType<typeof solved>) => object]>([
    ['another cost', ({ challenge, ...it }) => ({ ...it, challenge: changed(challenge, { cost: 1 }) })],
    ['a later end', ({ challenge, ...it }) => ({ ...it, challenge: changed(challenge, { expiresAt: 2e9 }) })],
    ['another nonce', ({ challenge, ...it }) => ({ ...it, challenge: changed(challenge, { nonce: '0'.repeat(32) }) })],
    [
      'another purpose',
      ({ challenge, ...it }) => ({ ...it, challenge: changed(challenge, { data: { most: 400, purpose: 'sign_in' } }) }),
    ],
    ['another key', (it) => ({ ...it, solution: { ...it.solution, derivedKey: '0'.repeat(64) } })],
    [
      'the key cut to what the challenge tells',
      (it) => ({ ...it, solution: { ...it.solution, derivedKey: it.challenge.parameters.keyPrefix.padEnd(64, '0') } }),
    ],
    ['no signature', (it) => ({ ...it, challenge: { ...it.challenge, signature: '0'.repeat(72) } })],
    ['a member more', (it) => ({ ...it, more: 1 })],
  ])('with %s is none', async (_name, change) => {
    const it = solved(await ask())
    expect(await take(Buffer.from(JSON.stringify(change(structuredClone(it)))).toString('base64'))).toBe(false)
    expect(await take(payload(it.challenge, it.solution))).toBe(true)
  })

  test('of another challenge is none', async () => {
    const [one, other] = [solved(await ask()), solved(await ask())]
    expect(await take(payload(one.challenge, other.solution))).toBe(false)
  })

  test('of another purpose is none', async () => {
    expect(await take(solve(await ask('sign_in')))).toBe(false)
    expect(verdict(await signUp(newPhone(), solve(await ask('reset_password'))))).toBe('403 bot_check_required')
  })

  test('of an easier challenge is none', async () => {
    expect(await take(solve(await makeChallenge(api.deps, 'new_number', 0)), policy.botCheckMostTries * 2)).toBe(false)
  })

  test.each(['', 'AAAA', Buffer.from('null').toString('base64'), Buffer.from('[]').toString('base64')])(
    '%j is none',
    async (text) => expect(await take(text)).toBe(false),
  )

  test('expires, and is not forgotten before it does', async () => {
    const [used, late] = [solve(await ask()), solve(await ask())]
    expect(await take(used)).toBe(true)
    api.deps.clock.advance(policy.botCheckTtlSeconds - 30)
    await sweepBotChecks(api.deps)
    expect(await take(used)).toBe(false)
    api.deps.clock.advance(31)
    expect(await take(late)).toBe(false)
    const before = await api.count('bot_checks')
    api.deps.clock.advance(61)
    await sweepBotChecks(api.deps)
    expect(before).toBeGreaterThan(0)
    expect(await api.count('bot_checks')).toBe(0)
  })
})

function changed(challenge: BotChallenge, change: Partial<BotChallenge['parameters']>): BotChallenge {
  return { ...challenge, parameters: { ...challenge.parameters, ...change } }
}

describe('where a network does too much', () => {
  let production: Api
  beforeAll(async () => {
    production = await withApi({ config: { mode: 'production' } })
  })
  afterAll(() => production.close())
  const post = (path: string, body: object, remoteAddress: string) =>
    production.bare('POST', path, body, { remoteAddress })

  test('after ten wrong passwords, of whatever accounts, strangers there need one; others do not', async () => {
    const wrong = (at: number, more = {}, from = '192.0.2.1') =>
      post('sign-in', { identifier: `nobody${at}@example.com`, password: 'feil hest batteri', ...more }, from)
    for (let at = 0; at < policy.botCheckFreePerNetworkHour; at++)
      expect(verdict(await wrong(at))).toBe('401 credentials_wrong')
    const refused = await wrong(20)
    expect(verdict(refused)).toBe('403 bot_check_required')
    const botCheck = solve(refused.body.challenge)
    expect(verdict(await wrong(20, { botCheck }))).toBe('401 credentials_wrong')
    expect(verdict(await wrong(21, { botCheck }))).toBe('403 bot_check_required')
    expect(verdict(await wrong(22, {}, '192.0.2.2'))).toBe('401 credentials_wrong')
    production.deps.clock.advance(3601)
    expect(verdict(await wrong(23))).toBe('401 credentials_wrong')
  })

  test('after ten resets, the next need one, whoever has the address', async () => {
    const reset = (at: number, more = {}) =>
      post('forgot-password', { identifier: `nobody${at}@example.com`, ...more }, '192.0.2.3')
    for (let at = 0; at < policy.botCheckFreePerNetworkHour; at++) expect(verdict(await reset(at))).toBe('200')
    const refused = await reset(20)
    expect(verdict(refused)).toBe('403 bot_check_required')
    expect(verdict(await reset(20, { botCheck: solve(refused.body.challenge) }))).toBe('200')
  })

  test('and the more it does, the dearer it gets', async () => {
    const free = policy.botCheckFreePerNetworkHour
    expect([0, free, 2 * free, 4 * free, 100 * free].map((count) => levelOfNetwork(count, free))).toEqual([
      0, 0, 1, 2, 2,
    ])
    for (let at = 0; at < 4 * free; at++) await noteForBotCheck(production.deps, 'reset_password', '192.0.2.4')
    const { body } = await post('forgot-password', { identifier: 'nobody@example.com' }, '192.0.2.4')
    expect(body.challenge.parameters.data.most).toBe(4 * policy.botCheckMostTries)
    const easy = solve((await production.get('bot-check?purpose=reset_password')).body)
    const refused = await post('forgot-password', { identifier: 'nobody@example.com', botCheck: easy }, '192.0.2.4')
    expect(verdict(refused)).toBe('403 bot_check_required')
  })
})
