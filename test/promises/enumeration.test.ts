// Promise P4: whether an address has an account shows in no byte of an answer and not in its time.
// The full run, which prints its figures: PORTVAKT_TIMINGS=5000
import { randomBytes, randomInt } from 'node:crypto'
import { Agent, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askWithBotCheck } from '../support/bot-check.ts'
import { newNetwork, readCode, signUp } from '../support/client.ts'
import { type EmptyDatabase, emptyDatabase } from '../support/empty-database.ts'
import { postBytes, type RawAnswer, sendBytes } from '../support/raw-http.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import { areaUnderCurve, median, medianGapError } from '../support/statistics.ts'

const FULL = process.env.PORTVAKT_TIMINGS
/** Of each kind. A few hundred tell a difference of two standard deviations' tenth; noise is told apart by taking more. */
const TIMINGS = Number(FULL ?? 200)
const MOST_DOUBLINGS = FULL ? 0 : 3
const BOUND = FULL ? 0.03 : 0.05
/** An address may be sent six codes an hour. */
const USES = 4

const PASSWORD = 'riktig hest batteri stift'
const newAddress = () => `person.${randomBytes(6).toString('hex')}@example.com`

let database: EmptyDatabase
let server: ServerProcess
const known: string[] = []
beforeAll(
  async () => {
    database = await emptyDatabase()
    server = await startServer({
      DATABASE_URL: database.url,
      ROOT_KEY: randomBytes(32).toString('hex'),
      TRUSTED_PROXIES: '127.0.0.1',
      HASH_SLOTS: '1',
    })
    await makeKnown(Math.ceil(TIMINGS / USES))
  },
  60_000 + TIMINGS * 100,
)
afterAll(async () => {
  await server?.kill()
  await database?.drop()
})

async function makeKnown(count: number): Promise<void> {
  while (known.length < count) {
    const address = newAddress()
    await signUp(server, address, PASSWORD)
    known.push(address)
  }
}

const from = () => `x-forwarded-for: ${newNetwork()}`

describe('no byte tells', () => {
  const chance = ['date', 'x-request-id', 'retry-after']
  const withoutChance = ({ status, headers, text }: RawAnswer) => ({
    status,
    // How long to wait is told to the second, and the two did not ask in the same one.
    headers: headers.map(([name, value]) => [name, chance.includes(name) ? value.length : value]),
    text: text.replaceAll(/[A-Za-z0-9_-]{64}|[0-9a-f-]{36}|\d{4}-\d\d-\d\dT[\d:.]+Z/g, (part) =>
      '#'.repeat(part.length),
    ),
  })
  const both = async (
    send: (address: string) => Promise<RawAnswer>,
    [mine, nobodys] = [known[0] ?? '', newAddress()],
  ) => {
    const answers = [await send(mine), await send(nobodys)]
    expect(withoutChance(answers[0] as RawAnswer)).toEqual(withoutChance(answers[1] as RawAnswer))
    return answers as [RawAnswer, RawAnswer]
  }
  const post = async (path: string, body: object, ...headers: string[]) => {
    const ask = (each: unknown) => sendBytes(server.port, postBytes(`/api/v1/${path}`, each, [from(), ...headers]))
    return askWithBotCheck(ask, body)
  }

  test('of a sign-in with a wrong password, the first and those that wait', async () => {
    const network = from()
    const pair = [known[1] ?? '', newAddress()]
    for (let at = 0; at < 7; at++) {
      const send = (identifier: string) =>
        sendBytes(
          server.port,
          postBytes('/api/v1/sign-in', { identifier, password: 'feil hest batteri stift' }, [network]),
        )
      const [one] = await both(send, pair as [string, string])
      expect(one.status).toBe(at < 5 ? 401 : 429)
      expect(one.headers.some(([name]) => name === 'set-cookie')).toBe(false)
    }
  })

  test('of a sign-up: its start, wrong codes until they end, a resend, its state', async () => {
    const [one, other] = await both((identifier) => post('sign-up', { identifier }))
    const flows = new Map([
      [known[0] ?? '', one.body.flow],
      ['nobody', other.body.flow],
    ])
    const pair: [string, string] = [known[0] ?? '', 'nobody']
    await both((address) => post('sign-up/state', { flow: flows.get(address) }), pair)
    await both((address) => post('sign-up/resend', { flow: flows.get(address) }), pair)
    for (let at = 0; at < 6; at++)
      await both((address) => post('sign-up/code', { flow: flows.get(address), code: '00000000' }), pair)
    await both(
      (address) => post('sign-up/password', { flow: flows.get(address), password: PASSWORD, acceptTerms: true }),
      pair,
    )
  })

  test('of a sign-up whose budget is used up', async () => {
    const pair: [string, string] = [known[2] ?? '', newAddress()]
    await database.query('DELETE FROM budgets') // or the owner's own sign-up would still count
    for (let at = 0; at < 8; at++) {
      const [one] = await both((identifier) => post('sign-up', { identifier }), pair)
      expect(one.status).toBe(at < 6 ? 200 : 429)
    }
  })

  test('of adding an address to one’s own account', async () => {
    const phones = [
      `+479${randomInt(1e7).toString().padStart(7, '0')}`,
      `+479${randomInt(1e7).toString().padStart(7, '0')}`,
    ]
    await signUp(server, phones[0] ?? '', PASSWORD)
    const tokens = [await signUp(server, newAddress(), PASSWORD), await signUp(server, newAddress(), PASSWORD)]
    const [one, other] = await both(
      async (identifier) => {
        const token = tokens[phones.indexOf(identifier)]
        const answer = await post('account/identifiers', { identifier }, `authorization: Bearer ${token}`)
        return { ...answer, text: answer.text.replaceAll(/••• •• \d{3}/g, '') }
      },
      phones as [string, string],
    )
    const flows = [one.body.flow, other.body.flow]
    expect(flows.every(Boolean)).toBe(true)
    for (const path of ['code', 'resend'])
      await both(
        async (phone) => {
          const at = phones.indexOf(phone)
          const body = { flow: flows[at], ...(path === 'code' ? { code: '00000000' } : {}) }
          return post(`account/identifiers/${path}`, body, `authorization: Bearer ${tokens[at]}`)
        },
        phones as [string, string],
      )
    await expect(readCode(server, phones[1] ?? '')).resolves.toMatch(/^\d{8}$/)
  })
})

const agent = new Agent({ keepAlive: true, maxSockets: 1 })
afterAll(() => agent.destroy())

/** @returns how long the answer took, in ms */
async function time(path: string, body: object, expected: number): Promise<number> {
  const text = JSON.stringify(body)
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const headers = { 'content-type': 'application/json', 'content-length': text.length, 'x-forwarded-for': newNetwork() }
  const start = performance.now()
  request({ port: server.port, path: `/api/v1/${path}`, method: 'POST', agent, headers }, (response) => {
    response.on('data', () => {})
    response.on('end', () => {
      if (response.statusCode === expected) resolve(performance.now() - start)
      else reject(new Error(`${path} answered ${response.statusCode}`))
    })
  })
    .on('error', reject)
    .end(text)
  return promise
}

/** Takes times in turns of random order, more of them while they seem to differ. */
async function compare(name: string, ask: (address: string) => Promise<number>): Promise<void> {
  const [ofKnown, ofUnknown]: [number[], number[]] = [[], []]
  for (let at = 0; at < 20; at++) await ask(newAddress()) // warm
  for (let doubling = 0; ; doubling++) {
    const target = TIMINGS * 2 ** doubling
    await makeKnown(Math.ceil(target / USES) + 3)
    for (let at = ofKnown.length; at < target; at++) {
      const address = known[3 + Math.floor(at / USES)] ?? ''
      const pair = [async () => ofKnown.push(await ask(address)), async () => ofUnknown.push(await ask(newAddress()))]
      for (const each of Math.random() < 0.5 ? pair : pair.reverse()) await each()
    }
    const area = areaUnderCurve(ofKnown, ofUnknown)
    const gap = median(ofKnown) - median(ofUnknown)
    const errors = Math.abs(gap) / medianGapError(ofKnown, ofUnknown)
    console.log(
      `${name}: AUC ${area.toFixed(3)}, medians ${median(ofKnown).toFixed(2)} and ${median(ofUnknown).toFixed(2)} ms, apart by ${errors.toFixed(1)} standard errors, n = ${target}`,
    )
    if (Math.abs(area - 0.5) <= BOUND && (!FULL || errors < 3)) return
    if (doubling === MOST_DOUBLINGS) throw new Error(`${name}: the time tells whether an address has an account`)
  }
}

describe('no time tells', () => {
  const limit = 60_000 + TIMINGS * 2 ** MOST_DOUBLINGS * 400
  test(
    'of a sign-in with a wrong password, Argon2id and all',
    async () => {
      await compare('sign-in', (identifier) =>
        time('sign-in', { identifier, password: 'feil hest batteri stift' }, 401),
      )
    },
    limit,
  )

  test(
    'of the start of a sign-up',
    async () => {
      await compare('sign-up', (identifier) => time('sign-up', { identifier }, 200))
    },
    limit,
  )
})
