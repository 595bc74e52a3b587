// Promises P1, P2: a code is used once and tried five times, on two servers, however many ask in one instant.
// The full run: PROMISES=full, or PORTVAKT_RACE_ROUNDS=10000
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, newEmail, newNetwork, readCode, signUp } from '../support/client.ts'
import { postBytes, type RawAnswer, sendTogether } from '../support/raw-http.ts'
import { scale } from '../support/scale.ts'
import { startTwoServers, type TwoServers } from '../support/two-servers.ts'

const ROUNDS = scale('PORTVAKT_RACE_ROUNDS', { ci: 25, full: 10_000 })
const PASSWORD = 'riktig hest batteri stift'

let two: TwoServers
beforeAll(async () => {
  two = await startTwoServers()
})
afterAll(() => two?.stop())

const path = '/api/v1/sign-up/code'
const outcomes = (answers: RawAnswer[]) => Object.groupBy(answers, ({ status, body }) => body?.code ?? String(status))

async function begin(address: string): Promise<{ flow: string; code: string }> {
  const [server] = two.servers
  const { body } = await call(server, 'POST', 'sign-up', { identifier: address })
  return { flow: body.flow, code: await readCode(server, address) }
}

test(
  `a sign-up code sent 50 times in one instant to two servers is right once (${ROUNDS} rounds)`,
  async () => {
    let right = 0
    for (let round = 0; round < ROUNDS; round++) {
      const { flow, code } = await begin(newEmail('once'))
      const answers = await sendTogether(two.ports, Array(50).fill(postBytes(path, { flow, code })))
      const by = outcomes(answers)
      expect([round, by['200']?.length]).toEqual([round, 1])
      right += by['200']?.length ?? 0
      expect(
        [...Object.keys(by)].filter((key) => !['200', 'code_spent', 'code_used', 'wrong_state'].includes(key)),
      ).toEqual([])
    }
    console.log(`P1: ${ROUNDS} codes of a sign-up, each sent 50 times in one instant to two servers: ${right} right`)
  },
  120_000 + ROUNDS * 5_000,
)

test(
  'a code for a new address, likewise: one address, one hold',
  async () => {
    const rounds = Math.ceil(ROUNDS / 3)
    for (let round = 0; round < rounds; round++) {
      const [server] = two.servers
      const token = await signUp(server, newEmail('adds'), PASSWORD)
      const phone = `+479${String(1_000_000 + round)}`
      const { body } = await call(server, 'POST', 'account/identifiers', { identifier: phone }, { token })
      const proof = { flow: body.flow, code: await readCode(server, phone) }
      const request = postBytes('/api/v1/account/identifiers/code', proof, [`authorization: Bearer ${token}`])
      const by = outcomes(await sendTogether(two.ports, Array(50).fill(request)))
      expect([round, by['201']?.length]).toEqual([round, 1])
      await sleep(250)
      for (const each of two.servers) {
        const { body: now } = await call(each, 'GET', 'session', undefined, { token })
        expect(now.account.identifiers).toHaveLength(2)
        expect(now.holds).toHaveLength(1)
      }
    }
    const [row] = await two.database.query<{ n: number }>('SELECT count(*)::int AS n FROM holds')
    expect(row?.n).toBe(rounds)
  },
  120_000 + ROUNDS * 5_000,
)

test('of 500 guesses in one instant, the right code among them, at most five are looked at', async () => {
  let most = 0
  for (let round = 0; round < 4; round++) {
    const { flow, code } = await begin(newEmail('guesses'))
    const right = Math.floor(Math.random() * 500)
    const guess = (at: number) => (at === right ? code : String((Number(code) + at + 1) % 1e8).padStart(8, '0'))
    const from = () => [`x-forwarded-for: ${newNetwork()}`]
    const requests = Array.from({ length: 500 }, (_, at) => postBytes(path, { flow, code: guess(at) }, from()))
    const by = outcomes(await sendTogether(two.ports, requests))
    const lookedAt = (by['200']?.length ?? 0) + (by.code_wrong?.length ?? 0)
    expect(lookedAt).toBeLessThanOrEqual(5)
    most = Math.max(most, lookedAt)
    expect(lookedAt + (by.code_spent?.length ?? 0) + (by.code_used?.length ?? 0) + (by.wrong_state?.length ?? 0)).toBe(
      500,
    )
    if (!by['200'])
      expect((await call(two.servers[1], 'POST', 'sign-up/code', { flow, code })).body.code).toBe('code_spent')
  }
  console.log(`P2: of 500 guesses in one instant, ${most} were looked at`)
})

test('resends in one instant on two servers: one code is sent, and it is the good one', async () => {
  for (let round = 0; round < 3; round++) {
    const address = newEmail('resends')
    const { flow } = await begin(address)
    await two.database.query("UPDATE codes SET issued_at = issued_at - interval '61 seconds'")
    const by = outcomes(await sendTogether(two.ports, Array(6).fill(postBytes('/api/v1/sign-up/resend', { flow }))))
    expect(by['200']).toHaveLength(1)
    const code = await readCode(two.servers[1], address)
    expect((await call(two.servers[0], 'POST', 'sign-up/code', { flow, code })).status).toBe(200)
  }
})

test('an address is sent six codes an hour, also when sixty sign-ups begin in one instant', async () => {
  const identifier = 'budget@example.com'
  const requests = Array.from({ length: 60 }, () =>
    postBytes('/api/v1/sign-up', { identifier }, [`x-forwarded-for: ${newNetwork()}`]),
  )
  const by = outcomes(await sendTogether(two.ports, requests))
  expect(by['200']).toHaveLength(6)
  expect(by.too_many_codes).toHaveLength(54)
  expect((await call(two.servers[0], 'GET', `/outbox.json?to=${identifier}`)).body).toHaveLength(6)
})
