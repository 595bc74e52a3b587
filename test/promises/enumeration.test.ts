// Promise P4: whether an address has an account shows in no byte of an answer, and not in the time of a sign-in with the real
// hash. What lies beside the hash: enumeration-time.test.ts. The full run: PROMISES=full, or PORTVAKT_HASH_TIMINGS=1000.
import { randomBytes, randomInt } from 'node:crypto'
import { Agent, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askWithBotCheck } from '../support/bot-check.ts'
import { newNetwork, readCode, signUp } from '../support/client.ts'
import { type EmptyDatabase, emptyDatabase } from '../support/empty-database.ts'
import { postBytes, type RawAnswer, sendBytes, withoutChance } from '../support/raw-http.ts'
import { scale } from '../support/scale.ts'
import { type ServerProcess, startServer } from '../support/server-process.ts'
import { judge, newTimes } from '../support/timing.ts'

const TIMINGS = scale('PORTVAKT_HASH_TIMINGS', { ci: 60, full: 1_000 })
/** An address has so many wrong passwords before its owner is told. */
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
    await makeKnown(3 + Math.ceil(TIMINGS / USES))
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

test(
  'no time tells: a sign-in with a wrong password, Argon2id and all',
  async () => {
    const ask = (identifier: string) => time('sign-in', { identifier, password: 'feil hest batteri stift' }, 401)
    const measure = async () => {
      const times = newTimes()
      for (let at = 0; at < 10; at++) await ask(newAddress()) // warm
      for (let at = 0; at < TIMINGS; at++) {
        await database.query('DELETE FROM stranger_tries')
        const address = known[3 + Math.floor(at / USES)] ?? ''
        const turns = [
          async () => times.known.push(await ask(address)),
          async () => times.unknown.push(await ask(newAddress())),
          async () => times.again.push(await ask(newAddress())),
        ]
        for (const turn of turns.sort(() => Math.random() - 0.5)) await turn()
      }
      return judge('sign-in with the real hash', times)
    }
    expect((await measure()) || (await measure())).toBe(true)
  },
  60_000 + TIMINGS * 2_000,
)
