import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, newEmail, newPhone, PASSWORD, verdict, withApi } from '../../test/support/api.ts'
import { codeSchema } from '../codes/schema.ts'

let api: Api
beforeAll(async () => {
  api = await withApi()
})
afterAll(() => api.close())

const subjects = async (to: string) => (await api.messages(to)).map(({ subject, text }) => subject || text)
const codesFor = async (to: string) => (await api.messages(to)).filter(({ text }) => /^\d{8}$/m.test(text)).length

test('answers where the code went, masked, and when the next may be asked for', async () => {
  const email = await api.post('sign-up', { identifier: newEmail() })
  expect(email.body).toMatchObject({ channel: 'email', destination: 'p•••@example.com', state: 'code' })
  const phone = await api.post('sign-up', { identifier: '412 34 567' })
  expect(phone.body).toMatchObject({ channel: 'sms', destination: '+47 ••• •• 567', state: 'code' })
  const now = api.deps.clock.now().getTime()
  expect(Date.parse(email.body.resendAt) - now).toBeGreaterThan(50_000)
  expect(Date.parse(email.body.resendAt) - now).toBeLessThanOrEqual(60_000)
  expect(Date.parse(email.body.expiresAt) - now).toBeLessThanOrEqual(600_000)
})

test('a code is eight digits on a line of its own, and nowhere in the answer', async () => {
  const email = newEmail()
  const answer = await api.post('sign-up', { identifier: email })
  const code = await api.code(email)
  expect(codeSchema.parse(code)).toBe(code)
  expect(JSON.stringify([answer.body, answer.headers])).not.toContain(code)
})

test('reserves nothing: several sign-ups for one address go on side by side', async () => {
  const email = newEmail()
  const strangers = await api.flow(email)
  const owners = await api.flow(email)
  const code = await api.code(email)
  expect(await api.count('identifier_claims')).toBe(0)
  expect(verdict(await api.post('sign-up/code', { flow: strangers, code }))).toBe('422 code_wrong')
  expect(verdict(await api.post('sign-up/code', { flow: owners, code }))).toBe('200')
  const done = await api.post('sign-up/password', { flow: owners, password: PASSWORD, acceptTerms: true })
  expect(done.status).toBe(201)
})

test('a taken address gets the same answer; its owner is told, where they were told before, with a link to sign in', async () => {
  const stored = `Kari.${newEmail()}`
  await api.account(stored)
  const before = await codesFor(stored)
  const spelledOtherwise = stored.toLowerCase().replace('example.com', 'EXAMPLE.com')
  const taken = await api.post('sign-up', { identifier: spelledOtherwise })
  const free = await api.post('sign-up', { identifier: `Kari.${newEmail()}` })
  expect(Object.keys(taken.body)).toEqual(Object.keys(free.body))
  expect(taken.body.flow).toHaveLength(free.body.flow.length)
  expect(taken).toMatchObject({ status: free.status, body: { state: 'code', actions: free.body.actions } })
  const [message] = await api.messages(stored)
  expect(message).toMatchObject({ to: stored })
  expect(message?.text).toContain('http://localhost:4000/log-in')
  expect(message?.text + String(message?.html)).not.toMatch(/\d{8}/)
  expect(await codesFor(stored)).toBe(before)
})

test('a taken address cannot be proven: no digits are right, and tries end as they do for any', async () => {
  const phone = newPhone()
  await api.account(phone)
  const flow = await api.flow(phone)
  const answers = []
  for (let at = 0; at < 6; at++) answers.push(verdict(await api.post('sign-up/code', { flow, code: `0000000${at}` })))
  expect(answers).toEqual([...Array(5).fill('422 code_wrong'), '422 code_spent'])
})

test('resend: not before a minute has passed; then a new code, and the old one is dead', async () => {
  const email = newEmail()
  const flow = await api.flow(email)
  const first = await api.code(email)
  api.deps.clock.advance(57)
  const soon = await api.post('sign-up/resend', { flow })
  expect(soon).toMatchObject({ status: 429, body: { code: 'code_too_soon' } })
  expect(soon.headers['retry-after']).toBe(String(soon.body.retryAfterSeconds))
  expect(soon.body.retryAfterSeconds).toBeLessThanOrEqual(3)
  expect(await subjects(email)).toHaveLength(1)
  api.deps.clock.advance(soon.body.retryAfterSeconds)
  const again = await api.post('sign-up/resend', { flow })
  expect(again).toMatchObject({ status: 200, body: { flow, state: 'code' } })
  expect(Date.parse(again.body.resendAt)).toBeGreaterThan(api.deps.clock.now().getTime())
  expect(verdict(await api.post('sign-up/code', { flow, code: first }))).toBe('422 code_replaced')
  expect(verdict(await api.post('sign-up/code', { flow, code: await api.code(email) }))).toBe('200')
})

test('of resends at once, one sends', async () => {
  const email = newEmail()
  const flow = await api.flow(email)
  api.deps.clock.advance(60)
  const answers = await Promise.all(Array.from({ length: 3 }, () => api.post('sign-up/resend', { flow })))
  expect(answers.map(verdict).sort()).toEqual(['200', '429 code_too_soon', '429 code_too_soon'])
  expect(await codesFor(email)).toBe(2)
})

test.each([
  [
    'an e-mail address',
    (email: string) => [email, email.toUpperCase(), ` ${email} `, email.replace('@e', '@E')],
    newEmail,
  ],
  [
    'a phone number',
    (phone: string) => {
      const national = phone.slice(3)
      return [phone, national, `0047${national}`, `+47 ${national.slice(0, 3)} ${national.slice(3)}`]
    },
    newPhone,
  ],
])('%s may be sent six codes an hour and ten a day, however it is spelled', async (_kind, spellings, newAddress) => {
  const address = newAddress()
  const spelled = spellings(address)
  const begin = async (at: number) => api.post('sign-up', { identifier: spelled[at % spelled.length] })
  const hour = []
  for (let at = 0; at < 7; at++) hour.push(await begin(at))
  expect(hour.map(verdict)).toEqual([...Array(6).fill('200'), '429 too_many_codes'])
  expect(hour[6]?.body.retryAfterSeconds).toBeGreaterThan(3500)
  expect(hour[6]?.headers['retry-after']).toBe(String(hour[6]?.body.retryAfterSeconds))
  expect(await codesFor(address)).toBe(6)
  api.deps.clock.advance(3601)
  const day = []
  for (let at = 0; at < 5; at++) day.push(await begin(at))
  expect(day.map(verdict)).toEqual([...Array(4).fill('200'), '429 too_many_codes'])
  expect(day[4]?.body.retryAfterSeconds).toBeGreaterThan(20 * 3600)
  api.deps.clock.advance(24 * 3600)
  expect(verdict(await begin(0))).toBe('200')
})

test('resends spend the same budget, and a used-up budget leaves the open code good', async () => {
  const email = newEmail()
  const flow = await api.flow(email)
  for (let at = 0; at < 5; at++) {
    api.deps.clock.advance(60)
    expect(verdict(await api.post('sign-up/resend', { flow }))).toBe('200')
  }
  api.deps.clock.advance(60)
  expect(verdict(await api.post('sign-up/resend', { flow }))).toBe('429 too_many_codes')
  expect(verdict(await api.post('sign-up/code', { flow, code: await api.code(email) }))).toBe('200')
})

test('the message follows the language asked for, else the operator’s', async () => {
  const [bokmål, english] = [newEmail(), newEmail()]
  await api.post('sign-up', { identifier: bokmål })
  await api.post('sign-up', { identifier: english, locale: 'en' })
  expect((await api.messages(bokmål))[0]?.text).toContain('koden')
  expect((await api.messages(english))[0]?.text).toContain('code')
})
