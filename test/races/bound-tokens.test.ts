// A token that is bound to a phone's key opens nothing without it: on two servers that know its session by heart, and while
// it is renewed. The full run: PROMISES=full
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, readCode } from '../support/client.ts'
import { deviceKey } from '../support/device-key.ts'
import { postBytes, type RawAnswer, sendBytes, sendTogether } from '../support/raw-http.ts'
import { scale } from '../support/scale.ts'
import { startTwoServers, type TwoServers } from '../support/two-servers.ts'

const ROUNDS = scale('PORTVAKT_BOUND_TOKENS', { ci: 10, full: 200 })
const PASSWORD = 'riktig hest batteri stift'
const identifier = 'bound@example.com'
const SESSION = '/api/v1/session'

const here = { origin: 'http://localhost:4000', now: () => new Date() }
const [key, thief] = [deviceKey(here), deviceKey(here)]

let two: TwoServers
let token: string
beforeAll(async () => {
  two = await startTwoServers()
  const [server] = two.servers
  const { flow } = (await call(server, 'POST', 'sign-up', { identifier })).body
  await call(server, 'POST', 'sign-up/code', { flow, code: await readCode(server, identifier) })
  const body = { flow, password: PASSWORD, acceptTerms: true, client: 'app' }
  token = (await send('/api/v1/sign-up/password', body)).body.token
})
afterAll(() => two?.stop())

/** With the phone's key. */
const send = (path: string, body: unknown, bearer?: string): Promise<RawAnswer> => {
  const proof = `dpop: ${key.prove({ method: 'POST', path, token: bearer })}`
  const headers = bearer === undefined ? [proof] : [proof, `authorization: Bearer ${bearer}`]
  return sendBytes(two.ports[0], postBytes(path, body, headers))
}

const ask = (bearer: string, ...headers: string[]) =>
  Buffer.from(
    `GET ${SESSION} HTTP/1.1\r\n${['host: x', 'connection: close', `authorization: Bearer ${bearer}`, ...headers].join('\r\n')}\r\n\r\n`,
  )
const proof = (by: typeof key, bearer: string) => `dpop: ${by.prove({ method: 'GET', path: SESSION, token: bearer })}`
/** The owner; a copy of the token; a copy with a key of its own; a copy with a proof for something else. */
const askers = (bearer: string) => [
  ask(bearer, proof(key, bearer)),
  ask(bearer),
  ask(bearer, proof(thief, bearer)),
  ask(bearer, `dpop: ${key.prove({ method: 'GET', path: '/api/v1/account', token: bearer })}`),
]

test(`sixty at once, a quarter of them the owner: exactly those are let in (${ROUNDS} rounds)`, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const requests = Array.from({ length: 15 }, () => askers(token)).flat()
    const answers = await sendTogether(two.ports, requests)
    const said = answers.map(({ status, body }) => body.code ?? status)
    expect([round, said]).toEqual([round, said.map((_, at) => (at % 4 ? 'device_proof_required' : 200))])
  }
}, 120_000)

test(`while the token is renewed no copy is let in, neither the old one nor the new (${ROUNDS} rounds)`, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    let isOver = false
    const known = [token]
    const seen: (string | number)[] = []
    const copies = (async () => {
      while (!isOver) {
        const answers = await sendTogether(
          two.ports,
          known.flatMap((each) => askers(each).slice(1)),
        )
        seen.push(...answers.map(({ status, body }) => body.code ?? status))
      }
    })()
    const renewed = await send('/api/v1/step-up/password', { password: PASSWORD }, token)
    token = renewed.body.token
    known.push(token)
    const owner = await sendTogether(two.ports, [ask(token, proof(key, token)), ask(token, proof(key, token))])
    isOver = true
    await copies
    expect([round, owner.map(({ status }) => status)]).toEqual([round, [200, 200]])
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.filter((each) => !['device_proof_required', 'session_required'].includes(String(each)))).toEqual([])
  }
}, 120_000)
