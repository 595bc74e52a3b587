// Promise P2: parallel guesses all count, parallel right passwords all pass, a sign-up is finished once.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, newEmail, newNetwork, readCode, signUp } from '../support/client.ts'
import { postBytes, type RawAnswer, sendTogether } from '../support/raw-http.ts'
import { startTwoServers, type TwoServers } from '../support/two-servers.ts'

const PASSWORD = 'riktig hest batteri stift'
const identifier = 'owner@example.com'

let two: TwoServers
beforeAll(async () => {
  two = await startTwoServers()
  await signUp(two.servers[0], identifier, PASSWORD)
})
afterAll(() => two?.stop())

const outcomes = (answers: RawAnswer[]) => Object.groupBy(answers, ({ status, body }) => body?.code ?? String(status))
const signIn = (address: string, password: string, from: string) =>
  postBytes('/api/v1/sign-in', { identifier: address, password }, [`x-forwarded-for: ${from}`])
const count = async (sql: string) =>
  (await two.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`))[0]?.n

test('twenty right passwords in one instant, from one network, all pass', async () => {
  for (let round = 0; round < 3; round++) {
    const from = newNetwork()
    const by = outcomes(await sendTogether(two.ports, Array(20).fill(signIn(identifier, PASSWORD, from))))
    expect(Object.fromEntries(Object.entries(by).map(([key, list]) => [key, list?.length]))).toEqual({ 200: 20 })
  }
})

test('of 500 wrong passwords in one instant at most five are looked at; the right one then waits its turn too', async () => {
  for (const address of [identifier, 'nobody@example.com']) {
    const from = newNetwork()
    const requests = Array.from({ length: 500 }, (_, at) => signIn(address, `feil hest batteri stift ${at}`, from))
    const by = outcomes(await sendTogether(two.ports, requests))
    expect(by.credentials_wrong).toHaveLength(5)
    expect(by.too_many_attempts).toHaveLength(495)
    console.log(`P2: of 500 wrong passwords in one instant ${by.credentials_wrong?.length} were looked at`)
    const [right] = await sendTogether(two.ports, [signIn(address, PASSWORD, from)])
    expect(right?.body.code).toBe('too_many_attempts')
  }
  const [elsewhere] = await sendTogether(two.ports, [signIn(identifier, PASSWORD, newNetwork())])
  expect(elsewhere?.status).toBe(200)
})

test('right and wrong passwords mixed: every right one passes or waits, no more than five wrong ones are looked at in a row', async () => {
  const from = newNetwork()
  const requests = Array.from({ length: 40 }, (_, at) =>
    signIn(identifier, at % 4 ? 'feil hest batteri stift' : PASSWORD, from),
  )
  const answers = await sendTogether(two.ports, requests)
  const statuses = (isRight: boolean) =>
    answers.filter((_, at) => (at % 4 === 0) === isRight).map(({ status }) => status)
  const passed = statuses(true).filter((status) => status === 200).length
  const lookedAt = statuses(false).filter((status) => status === 401).length
  expect(statuses(true).every((status) => status === 200 || status === 429)).toBe(true)
  expect(statuses(false).every((status) => status === 401 || status === 429)).toBe(true)
  // Each right one begins the row anew, whenever its turn came.
  expect(lookedAt).toBeLessThanOrEqual(5 * (passed + 1))
  expect(lookedAt + passed).toBeGreaterThan(0)
  console.log(
    `P2: of 30 wrong passwords among 10 right ones ${lookedAt} were looked at, and ${passed} right ones passed`,
  )
  expect(await count('attempts WHERE pending > 0')).toBe(0)
})

async function proven(address: string, at: number): Promise<string> {
  const server = two.servers[at % 2 === 0 ? 0 : 1]
  const { flow } = (await call(server, 'POST', 'sign-up', { identifier: address })).body
  await call(server, 'POST', 'sign-up/code', { flow, code: await readCode(server, address) })
  return flow
}

const finish = (flow: string) => postBytes('/api/v1/sign-up/password', { flow, password: PASSWORD, acceptTerms: true })

test('one sign-up finished 20 times in one instant: one account, one session', async () => {
  for (let round = 0; round < 5; round++) {
    const flow = await proven(newEmail('once'), round)
    const before = [await count('accounts'), await count('sessions')]
    const by = outcomes(await sendTogether(two.ports, Array(20).fill(finish(flow))))
    expect(by['201']).toHaveLength(1)
    expect(by.wrong_state).toHaveLength(19)
    expect([await count('accounts'), await count('sessions')]).toEqual(before.map((n) => Number(n) + 1))
  }
})

test('six sign-ups for one address finished in one instant: one account, the others hear that it is taken', async () => {
  for (let round = 0; round < 3; round++) {
    const flows = []
    const shared = newEmail('shared')
    const spelled = [shared.replace('s', 'S'), shared.replace('example', 'EXAMPLE')]
    for (let at = 0; at < 6; at++) flows.push(await proven(spelled[at % 2] ?? '', at))
    const before = await count('accounts')
    const by = outcomes(await sendTogether(two.ports, flows.map(finish)))
    expect(by['201']).toHaveLength(1)
    expect(by.identifier_taken).toHaveLength(5)
    expect(await count('accounts')).toBe(Number(before) + 1)
  }
})
