// Promises P1, P2: the tries of strangers, of a known device and of a proven mailbox hold in parallel, on two servers.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, newNetwork, readCode, signUp } from '../support/client.ts'
import { postBytes, type RawAnswer, sendTogether } from '../support/raw-http.ts'
import { startTwoServers, type TwoServers } from '../support/two-servers.ts'

const PASSWORD = 'riktig hest batteri stift'
const WRONG = 'feil hest batteri stift'

let two: TwoServers
beforeAll(async () => {
  two = await startTwoServers()
})
afterAll(() => two?.stop())

const outcomes = (answers: RawAnswer[]) =>
  answers.reduce<Record<string, number>>((count, { status, body }) => {
    const outcome = body?.state ?? body?.code ?? String(status)
    return Object.assign(count, { [outcome]: (count[outcome] ?? 0) + 1 })
  }, {})
const post = (path: string, body: object, device?: string, from = newNetwork()) =>
  postBytes(`/api/v1/${path}`, body, [`x-forwarded-for: ${from}`, ...(device ? [`portvakt-device: ${device}`] : [])])
const signIn = (identifier: string, password: string, device?: string, from?: string) =>
  post('sign-in', { identifier, password, client: 'app' }, device, from)
const together = async (requests: Buffer[]) => outcomes(await sendTogether(two.ports, requests))
/** Of so many at once on a loaded machine, a few may be told to come again in a second: right passwords do. */
async function untilAnswered(requests: Buffer[]): Promise<RawAnswer[]> {
  const answers = await sendTogether(two.ports, requests)
  for (const [at, { body }] of answers.entries()) {
    if (body?.code !== 'too_many_attempts' || body.retryAfterSeconds !== 1) continue
    await sleep(1000)
    answers.splice(at, 1, ...(await untilAnswered(requests.slice(at, at + 1))))
  }
  return answers
}
const many = (count: number, make: () => Buffer) => Array.from({ length: count }, make)

let serial = 0
async function newAccount(): Promise<string> {
  const identifier = `owner${++serial}@example.com`
  await signUp(two.servers[0], identifier, PASSWORD)
  return identifier
}

/** Signs in once on an app. @returns what it is known by */
async function newDevice(identifier: string): Promise<string> {
  const { body } = await call(two.servers[1], 'POST', 'sign-in', { identifier, password: PASSWORD, client: 'app' })
  return body.session.deviceToken
}

async function newFlow(identifier: string): Promise<string> {
  return (await call(two.servers[0], 'POST', 'sign-in', { identifier, password: PASSWORD })).body.flow
}

describe('of 500 guesses in one instant', () => {
  test('from 500 networks by strangers, 20 are looked at, and the rest are asked for the mailbox', async () => {
    for (const identifier of [await newAccount(), 'nobody@example.com']) {
      const by = await together(many(500, () => signIn(identifier, WRONG)))
      expect(by.credentials_wrong).toBe(20)
      expect((by.code ?? 0) + (by.too_many_attempts ?? 0)).toBe(480)
      expect(await together([signIn(identifier, PASSWORD)])).toEqual({ code: 1 })
    }
  })

  test('on a known device, 5 are looked at; strangers and other devices wait for nothing of it', async () => {
    const identifier = await newAccount()
    const [device, other] = [await newDevice(identifier), await newDevice(identifier)]
    const by = await together(many(500, () => signIn(identifier, WRONG, device)))
    expect(by).toEqual({ credentials_wrong: 5, too_many_attempts: 495 })
    expect(await together([signIn(identifier, PASSWORD, device)])).toEqual({ too_many_attempts: 1 })
    expect(await together([signIn(identifier, PASSWORD, other), signIn(identifier, PASSWORD)])).toEqual({
      signed_in: 2,
    })
  })

  test('with one proof of the mailbox, 5 are looked at', async () => {
    const identifier = await newAccount()
    await together(many(20, () => signIn(identifier, WRONG)))
    const flow = await newFlow(identifier)
    const code = await readCode(two.servers[0], identifier)
    await call(two.servers[0], 'POST', 'sign-in/code', { flow, code })
    const by = await together(many(500, () => post('sign-in', { identifier, password: WRONG, flow })))
    expect(by).toEqual({ credentials_wrong: 5, code: 495 })
  })
})

describe('twenty right passwords in one instant all pass', () => {
  test('from strangers, on one network and on twenty', async () => {
    const identifier = await newAccount()
    const one = newNetwork()
    for (let round = 0; round < 2; round++) {
      const here = await untilAnswered(many(20, () => signIn(identifier, PASSWORD, undefined, one)))
      expect(outcomes(here)).toEqual({ signed_in: 20 })
      const everywhere = await untilAnswered(many(20, () => signIn(identifier, PASSWORD)))
      expect(outcomes(everywhere)).toEqual({ signed_in: 20 })
    }
  })

  test('from one known device, also while strangers storm', async () => {
    const identifier = await newAccount()
    const device = await newDevice(identifier)
    const storm = many(200, () => signIn(identifier, WRONG))
    const [strangers, own] = await Promise.all([
      together(storm),
      untilAnswered(many(20, () => signIn(identifier, PASSWORD, device))),
    ])
    expect(strangers.credentials_wrong).toBe(20)
    expect(outcomes(own)).toEqual({ signed_in: 20 })
  })
})

test('one code proves one flow of fifty, and one proof opens one session of twenty', async () => {
  for (let round = 0; round < 5; round++) {
    const identifier = await newAccount()
    await together(many(20, () => signIn(identifier, WRONG)))
    const flows = await Promise.all(Array.from({ length: 50 }, () => newFlow(identifier)))
    const code = await readCode(two.servers[0], identifier)
    const answers = await sendTogether(
      two.ports,
      flows.map((flow) => post('sign-in/code', { flow, code })),
    )
    expect(outcomes(answers)).toEqual({ password: 1, code_used: 49 })
    const flow = answers.find(({ status }) => status === 200)?.body.flow
    const by = await together(many(20, () => post('sign-in', { identifier, password: PASSWORD, flow })))
    expect(by.signed_in).toBe(1)
    expect(Object.keys(by).filter((outcome) => !['signed_in', 'flow_ended', 'code'].includes(outcome))).toEqual([])
  }
})

test('a first code is made once, however many ask in one instant', async () => {
  for (let round = 0; round < 3; round++) {
    const identifier = await newAccount()
    await together(many(20, () => signIn(identifier, WRONG)))
    const answers = await sendTogether(
      two.ports,
      many(50, () => signIn(identifier, WRONG)),
    )
    expect(outcomes(answers)).toEqual({ code: 50 })
    expect(new Set(answers.map(({ body }) => body.expiresAt)).size).toBe(1)
  }
})

test('a server that is killed in the middle forgives no try', async () => {
  const identifier = await newAccount()
  await together(many(19, () => signIn(identifier, WRONG)))
  const [, second] = two.servers
  const answers = sendTogether([second.port], [signIn(identifier, WRONG)])
  await expect
    .poll(async () => (await two.database.query('SELECT 1 FROM stranger_tries WHERE pending > 0')).length, {
      interval: 1,
    })
    .toBe(1)
  await second.kill()
  await answers
  const [row] = await two.database.query<{ n: number }>(
    'SELECT failures + pending AS n FROM stranger_tries WHERE pending > 0',
  )
  expect(row?.n).toBe(20)
})
