// Promise P1: a code of the authenticator, sent fifty times in one instant to two servers, raises one session.
// The full run, 200 repeats: PROMISES=full
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountOf, type BoundApp, bindAtOnce } from '../support/bind-at-once.ts'
import { call, signUp } from '../support/client.ts'
import { type Operator, openOperator } from '../support/operator.ts'
import { postBytes, type RawAnswer, sendTogether } from '../support/raw-http.ts'
import { startTwoServers, type TwoServers } from '../support/two-servers.ts'

const ROUNDS = process.env.PROMISES === 'full' ? 200 : 4
const AT_ONCE = 50
const PASSWORD = 'riktig hest batteri stift'
const identifier = 'once@example.com'
const rootKey = randomBytes(32).toString('hex')

let two: TwoServers
let operator: Operator
/** Of sessions opened before the authenticator was bound, each on a device of its own. */
let tokens: string[]
/** What each device is known by: without it all would be one stranger. */
let devices: string[]
beforeAll(async () => {
  two = await startTwoServers({ ROOT_KEY: rootKey })
  operator = await openOperator(two.database.url, rootKey)
  tokens = [await signUp(two.servers[0], identifier, PASSWORD)]
  devices = ['']
  while (tokens.length < AT_ONCE) {
    const { body } = await call(two.servers[0], 'POST', 'sign-in', { identifier, password: PASSWORD, client: 'app' })
    tokens.push(body.session.token)
    devices.push(body.session.deviceToken)
  }
})
afterAll(async () => {
  await operator?.close()
  await two?.stop()
})

const stepUp = (token: string, code: string, device = '') =>
  postBytes('/api/v1/step-up/totp', { code }, [`authorization: Bearer ${token}`, `portvakt-device: ${device}`])
const outcomes = (answers: RawAnswer[]) => Object.groupBy(answers, ({ status, body }) => body?.code ?? String(status))
const bind = (): Promise<BoundApp> => bindAtOnce(operator.deps, accountOf(tokens[0] ?? ''))

/** How many sessions of the account stand at AAL 2. */
async function raised(): Promise<number> {
  const [row] = await two.database.query<{ n: number }>('SELECT count(*)::int AS n FROM sessions WHERE aal = 2')
  return row?.n ?? 0
}

test(
  `fifty sessions on as many devices, one code: one is raised (${ROUNDS} rounds)`,
  async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await two.database.query("UPDATE sessions SET aal = 1, amr = '{pwd}', factor_at = NULL")
      const code = (await bind()).code()
      const answers = await sendTogether(
        two.ports,
        tokens.map((token, at) => stepUp(token, code, devices[at])),
      )
      const by = outcomes(answers)
      expect([round, by['200']?.length, by.totp_used?.length]).toEqual([round, 1, AT_ONCE - 1])
      expect([round, await raised()]).toEqual([round, 1])
      const winner = answers.findIndex(({ status }) => status === 200)
      tokens[winner] = answers[winner]?.body.token
    }
  },
  60_000 + ROUNDS * 3_000,
)

test(
  `one session, one code, fifty times: it gets one new token (${ROUNDS} rounds)`,
  async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const code = (await bind()).code()
      const answers = await sendTogether(two.ports, Array(AT_ONCE).fill(stepUp(tokens[0] ?? '', code)))
      const by = outcomes(answers)
      expect([round, by['200']?.length]).toEqual([round, 1])
      const known = ['200', 'totp_used', 'session_required', 'too_many_attempts']
      expect(Object.keys(by).filter((outcome) => !known.includes(outcome))).toEqual([])
      tokens[0] = by['200']?.[0]?.body.token
      for (const server of two.servers)
        expect((await call(server, 'GET', 'session', undefined, { token: tokens[0] ?? '' })).status).toBe(200)
    }
  },
  60_000 + ROUNDS * 3_000,
)
