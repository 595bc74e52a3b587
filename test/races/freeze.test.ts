// Promise P10: fifty sign-ins in the instant of the freeze, on two servers: none opens after it, none that opened lives.
// The full run: PROMISES=full, or PORTVAKT_RACE_ROUNDS=1000
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, newEmail, newNetwork, readCode, signUp } from '../support/client.ts'
import { postBytes, sendTogether } from '../support/raw-http.ts'
import { scale } from '../support/scale.ts'
import { startTwoServers, type TwoServers } from '../support/two-servers.ts'

const ROUNDS = scale('PORTVAKT_RACE_ROUNDS', { ci: 4, full: 1_000 })
const PASSWORD = 'riktig hest batteri stift'
/** Promise P10: what the other server may still remember. */
const FORGOTTEN_MS = 250

let two: TwoServers
beforeAll(async () => {
  two = await startTwoServers()
})
afterAll(() => two?.stop())

const from = () => `x-forwarded-for: ${newNetwork()}`
const signIn = (identifier: string) =>
  postBytes('/api/v1/sign-in', { identifier, password: PASSWORD, client: 'app' }, [from()])

async function linkFor(identifier: string): Promise<string> {
  const token = await signUp(two.servers[0], identifier, PASSWORD)
  const phone = `+479${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}`
  const { flow } = (await call(two.servers[0], 'POST', 'account/identifiers', { identifier: phone }, { token })).body
  const code = await readCode(two.servers[0], phone)
  await call(two.servers[0], 'POST', 'account/identifiers/code', { flow, code }, { token })
  const { body } = await call(two.servers[0], 'GET', `/outbox.json?to=${identifier}`)
  return /\/not-me#([\w-]{43})/.exec(body[0].text)?.[1] ?? ''
}

test(
  `freezing among 50 sign-ins leaves no session on either server (${ROUNDS} rounds)`,
  async () => {
    let opened = 0
    for (let round = 0; round < ROUNDS; round++) {
      const identifier = newEmail('freeze')
      const link = await linkFor(identifier)
      const signIns = Array.from({ length: 50 }, () => signIn(identifier))
      // Somewhere among them: each waits for its turn to be hashed.
      const freezing = sleep(Math.random() * 900).then(() => call(two.servers[0], 'POST', 'not-me', { token: link }))
      const [answers, frozen] = await Promise.all([sendTogether(two.ports, signIns), freezing])
      expect([round, frozen.status, frozen.body]).toEqual([round, 200, { state: 'frozen' }])
      const outcomes = new Set(answers.map(({ status, body }) => body?.code ?? status))
      // On a slow machine some of fifty at once wait in vain for their turn.
      const known = [200, 'account_frozen', 'too_many_attempts', 'busy']
      expect([...outcomes].filter((outcome) => !known.includes(outcome))).toEqual([])
      await sleep(FORGOTTEN_MS)
      const tokens = answers.flatMap(({ body }) => body?.session?.token ?? [])
      opened += tokens.length
      for (const token of tokens)
        for (const server of two.servers)
          expect((await call(server, 'GET', 'session', undefined, { token })).status).toBe(401)
      // What comes after the answer hears why, and opens nothing.
      for (const server of two.servers) {
        const late = await call(server, 'POST', 'sign-in', { identifier, password: PASSWORD })
        expect([late.status, late.body.code]).toEqual([403, 'account_frozen'])
      }
    }
    console.log(`${opened} of ${ROUNDS * 50} sign-ins came before their freeze; none lived after it`)
  },
  60_000 + ROUNDS * 10_000,
)

test('a link used fifty times in one instant on two servers freezes once and tells once', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const identifier = newEmail('link')
    const token = await linkFor(identifier)
    const before = (await call(two.servers[0], 'GET', `/outbox.json?to=${identifier}`)).body.length
    const requests = Array.from({ length: 50 }, () => postBytes('/api/v1/not-me', { token }, [from()]))
    const answers = await sendTogether(two.ports, requests)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(50)
    const { body } = await call(two.servers[1], 'GET', `/outbox.json?to=${identifier}`)
    expect(body).toHaveLength(before + 1)
  }
})

test('a code that opens again, sent fifty times in one instant to two servers, opens once', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const identifier = newEmail('thaw')
    await call(two.servers[0], 'POST', 'not-me', { token: await linkFor(identifier) })
    const { flow } = (await call(two.servers[0], 'POST', 'thaw', { identifier, password: PASSWORD })).body
    const body = { flow, code: await readCode(two.servers[0], identifier) }
    const requests = Array.from({ length: 50 }, () => postBytes('/api/v1/thaw/code', body, [from()]))
    const answers = await sendTogether(two.ports, requests)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const codes = new Set(answers.flatMap(({ body }) => body?.code ?? []))
    expect([...codes].filter((code) => !['code_spent', 'code_used', 'flow_ended'].includes(code))).toEqual([])
    const { body: messages } = await call(two.servers[1], 'GET', `/outbox.json?to=${identifier}`)
    expect(messages[0].subject).toContain('åpnet igjen')
    expect(messages[1].subject).not.toContain('åpnet igjen')
  }
})
