import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, newEmail, notTheCode, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { sweepCodes } from '../codes/sweep-codes.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

type Step = 'code' | 'resend' | 'state' | 'password'
const steps: Step[] = ['code', 'resend', 'state', 'password']

const take = (step: Step, flow: string, code = '00000000') =>
  api.post(`sign-up/${step}`, {
    flow,
    ...(step === 'code' ? { code } : {}),
    ...(step === 'password' ? { password: PASSWORD, acceptTerms: true } : {}),
  })

async function flowIn(state: string): Promise<string> {
  const email = newEmail()
  if (state === 'code') return api.flow(email)
  const flow = await api.provenFlow(email)
  if (state === 'done') await take('password', flow)
  return flow
}

describe('each step is taken in its own state alone', () => {
  test.each([
    ['code', 'password', '409 wrong_state'],
    ['password', 'code', '409 wrong_state'],
    ['password', 'resend', '409 wrong_state'],
    ['done', 'code', '409 wrong_state'],
    ['done', 'resend', '409 wrong_state'],
    ['done', 'password', '409 wrong_state'],
  ] as const)('in state %s: %s → %s', async (state, step, expected) => {
    const flow = await flowIn(state)
    const [accounts, messages] = [await api.count('accounts'), await api.count('outbox')]
    const answer = await take(step, flow)
    expect(verdict(answer)).toBe(expected)
    expect(answer.body.state).toBe(state)
    expect(answer.cookie).toBeUndefined()
    expect([await api.count('accounts'), await api.count('outbox')]).toEqual([accounts, messages])
  })

  test.each([
    ['code', ['code', 'resend']],
    ['password', ['password']],
    ['done', ['sign_in']],
  ])('a reload in state %s shows it, with what can be done', async (state, actions) => {
    const flow = await flowIn(state)
    const { status, body } = await take('state', flow)
    expect({ status, body }).toMatchObject({ status: 200, body: { flow, state, actions } })
    expect('expiresAt' in body).toBe(state === 'code')
  })
})

describe('a flow is a secret, and its own', () => {
  const forged: [string, (flow: string) => string][] = [
    ['its first character changed', (flow) => (flow.startsWith('A') ? 'B' : 'A') + flow.slice(1)],
    ['its last byte changed', (flow) => flow.slice(0, 62) + (flow.endsWith('AA') ? 'BA' : 'AA')],
    ['all zeros', () => 'A'.repeat(64)],
    ['the id of one and the secret of another', (flow) => flow.slice(0, 22) + 'x'.repeat(42)],
  ]
  test.each(forged)('%s: ended, for every step', async (_name, forge) => {
    const email = newEmail()
    const flow = await api.flow(email)
    const code = await api.code(email)
    for (const step of steps) expect(verdict(await take(step, forge(flow), code))).toBe('410 flow_ended')
    expect(verdict(await take('code', flow, code))).toBe('200')
  })

  test.each([
    ['too short', 'A'.repeat(63)],
    ['too long', 'A'.repeat(65)],
    ['no base64url', `${'A'.repeat(63)}+`],
    ['empty', ''],
  ])('%s: not a flow at all', async (_name, flow) => {
    for (const step of steps) {
      const answer = await take(step, flow)
      expect(verdict(answer)).toBe('400 request_invalid')
      expect(answer.body.fields).toContainEqual({ field: 'flow', code: flow ? 'invalid' : 'required' })
    }
  })

  test('ends after an hour, whatever its state', async () => {
    const flows = await Promise.all(['code', 'password'].map(flowIn))
    api.deps.clock.advance(3600)
    for (const flow of flows) for (const step of steps) expect(verdict(await take(step, flow))).toBe('410 flow_ended')
  })
})

describe('a code is good for its own flow alone', () => {
  test('another flow’s code is refused, and stays unspent for its owner', async () => {
    const [mine, theirs] = [newEmail(), newEmail()]
    const [myFlow, theirFlow] = [await api.flow(mine), await api.flow(theirs)]
    const theirCode = await api.code(theirs)
    expect(verdict(await take('code', myFlow, theirCode))).toBe('422 code_wrong')
    expect(verdict(await take('code', theirFlow, theirCode))).toBe('200')
    expect(verdict(await take('code', myFlow, await api.code(mine)))).toBe('200')
  })

  test('a code for adding an address proves no sign-up for it, and the other way round', async () => {
    const address = newEmail()
    const cookie = await api.account('+4799900001')
    const begun = await api.post('account/identifiers', { identifier: address }, cookie)
    const addingCode = await api.code(address)
    const flow = await api.flow(address)
    const signUpCode = await api.code(address)
    expect(verdict(await take('code', flow, addingCode))).toBe('422 code_wrong')
    const crossed = await api.post('account/identifiers/code', { flow: begun.body.flow, code: signUpCode }, cookie)
    expect(verdict(crossed)).toBe('422 code_wrong')
    expect(verdict(await take('code', flow, signUpCode))).toBe('200')
    const added = await api.post('account/identifiers/code', { flow: begun.body.flow, code: addingCode }, cookie)
    expect(added.status).toBe(201)
  })

  test('five tries, the fifth still right; then none, and a new code gives five more', async () => {
    const [lucky, unlucky] = [newEmail(), newEmail()]
    for (const [email, wrong] of [
      [lucky, 4],
      [unlucky, 5],
    ] as const) {
      const flow = await api.flow(email)
      const code = await api.code(email)
      for (let at = 0; at < wrong; at++)
        expect(verdict(await take('code', flow, notTheCode(code)))).toBe('422 code_wrong')
      expect(verdict(await take('code', flow, code))).toBe(wrong === 4 ? '200' : '422 code_spent')
      if (wrong === 4) continue
      api.deps.clock.advance(60)
      await api.post('sign-up/resend', { flow })
      expect(verdict(await take('code', flow, code))).toBe('422 code_replaced')
      expect(verdict(await take('code', flow, await api.code(email)))).toBe('200')
    }
  })

  test('ends after ten minutes, and says so for as long as the flow lasts', async () => {
    const email = newEmail()
    const flow = await api.flow(email)
    const code = await api.code(email)
    api.deps.clock.advance(601)
    expect(verdict(await take('code', flow, code))).toBe('422 code_expired')

    await sweepCodes(api.deps)
    expect(verdict(await take('code', flow, code))).toBe('422 code_expired')
    expect((await take('state', flow)).body.expiresAt).toBeDefined()
    await api.post('sign-up/resend', { flow })
    expect(verdict(await take('code', flow, await api.code(email)))).toBe('200')
  })

  test.each([
    ['with spaces and dashes', (code: string) => ` ${code.slice(0, 4)}-${code.slice(4)} `],
    [
      'in Arabic-Indic digits',
      (code: string) => code.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit))),
    ],
    [
      'in full-width digits',
      (code: string) => code.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    ],
    ['with no-break spaces', (code: string) => [...code].join('\u00a0')],
  ])('may be typed %s', async (_how, typed) => {
    const email = newEmail()
    const flow = await api.flow(email)
    expect(verdict(await take('code', flow, typed(await api.code(email))))).toBe('200')
  })
})
