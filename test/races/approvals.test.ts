// Promise P1: one code approves one act, and one approval is redeemed once, of fifty at once on two servers.
// The full run, 200 repeats: PROMISES=full; fewer: PORTVAKT_RACE_ROUNDS=20
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey } from '../../server/api-keys/manage-api-keys.ts'
import { CONTENT } from '../support/approvals.ts'
import { accountOf, bindAtOnce } from '../support/bind-at-once.ts'
import { call, signUp } from '../support/client.ts'
import { type Operator, openOperator } from '../support/operator.ts'
import { postBytes, type RawAnswer, sendTogether } from '../support/raw-http.ts'
import { startTwoServers, type TwoServers } from '../support/two-servers.ts'

const ROUNDS = Number(process.env.PORTVAKT_RACE_ROUNDS ?? (process.env.PROMISES === 'full' ? 200 : 4))
const AT_ONCE = 50
const SESSIONS = 25
const PASSWORD = 'riktig hest batteri stift'
const identifier = 'kari@example.com'
const rootKey = randomBytes(32).toString('hex')

let two: TwoServers
let operator: Operator
let key: string
/** Of sessions opened before the authenticator was bound, each on a device of its own: their tries wait for no other's. */
let tokens: string[]
let accountId: string
beforeAll(async () => {
  two = await startTwoServers({ ROOT_KEY: rootKey })
  operator = await openOperator(two.database.url, rootKey)
  key = (await createApiKey(operator.deps, { name: 'Nordbørs', scopes: ['approvals:write'], days: 1 })).key
  tokens = [await signUp(two.servers[0], identifier, PASSWORD)]
  while (tokens.length < SESSIONS) {
    const { body } = await call(two.servers[0], 'POST', 'sign-in', { identifier, password: PASSWORD, client: 'app' })
    tokens.push(body.session.token)
  }
  accountId = accountOf(tokens[0] ?? '')
})
afterAll(async () => {
  await operator?.close()
  await two?.stop()
})

const asProgram = (idempotencyKey: string) => [`authorization: Bearer ${key}`, `idempotency-key: ${idempotencyKey}`]
const ask = (idempotencyKey: string = randomUUID()) =>
  postBytes('/api/v1/approvals', { accountId, content: CONTENT }, asProgram(idempotencyKey))
/** In one of the sessions, by turns. */
const approve = (id: string, code: string, at: number) =>
  postBytes(`/api/v1/account/approvals/${id}/totp`, { code }, [`authorization: Bearer ${tokens[at % SESSIONS]}`])
const outcomes = (answers: RawAnswer[]) => Object.groupBy(answers, ({ status, body }) => body?.code ?? String(status))

async function countOf(state: string): Promise<number> {
  const [row] = await two.database.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM approvals WHERE state = '${state}'`,
  )
  return row?.n ?? 0
}

test(
  `asked fifty times with one key it is one approval; approved by fifty at once, once; redeemed by fifty at once, once (${ROUNDS} rounds)`,
  async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const asked = await sendTogether(two.ports, Array(AT_ONCE).fill(ask(`order-${round}`)))
      const ids = new Set(asked.map(({ body }) => body?.id))
      expect([round, ids.size, outcomes(asked)['200']?.length]).toEqual([round, 1, AT_ONCE])
      const [id] = ids
      const code = (await bindAtOnce(operator.deps, accountId)).code()
      const requests = Array.from({ length: AT_ONCE }, (_, at) => approve(id, code, at))
      const approved = outcomes(await sendTogether(two.ports, requests))
      expect([round, approved['200']?.length]).toEqual([round, 1])
      const known = ['200', 'totp_used', 'wrong_state', 'too_many_attempts']
      expect(Object.keys(approved).filter((outcome) => !known.includes(outcome))).toEqual([])

      const headers = { headers: { authorization: `Bearer ${key}` } }
      const { proof } = await (await fetch(`${two.servers[1].url}/api/v1/approvals/${id}`, headers)).json()
      const path = `/api/v1/approvals/${id}/redeem`
      const spending = { accountId, content: CONTENT, proof }
      // Every second one with a key of its own: half of them are the same request, the rest are rivals.
      const spendings = Array.from({ length: AT_ONCE }, (_, at) =>
        postBytes(path, spending, asProgram(at % 2 ? `same-${round}` : randomUUID())),
      )
      const answers = await sendTogether(two.ports, spendings)
      const won = answers.flatMap(({ status, body }, at) => (status === 200 ? [{ at, body }] : []))
      const isRepeat = won.every(({ at }) => at % 2 === 1)
      expect([round, won.length]).toEqual([round, isRepeat ? AT_ONCE / 2 : 1])
      expect(new Set(won.map(({ body }) => JSON.stringify(body))).size).toBe(1)
      expect(outcomes(answers).approval_spent).toHaveLength(AT_ONCE - won.length)
    }
    expect(await countOf('redeemed')).toBe(ROUNDS)
  },
  60_000 + ROUNDS * 10_000,
)

test(
  `one code sent for fifty acts in one instant approves one (${ROUNDS} rounds)`,
  async () => {
    const before = await countOf('approved')
    for (let round = 0; round < ROUNDS; round++) {
      const asked = await sendTogether(
        two.ports,
        Array.from({ length: AT_ONCE }, () => ask()),
      )
      const ids = asked.map(({ body }) => body.id as string)
      const code = (await bindAtOnce(operator.deps, accountId)).code()
      const by = outcomes(
        await sendTogether(
          two.ports,
          ids.map((id, at) => approve(id, code, at)),
        ),
      )
      expect([round, by['200']?.length]).toEqual([round, 1])
      expect((by.totp_used?.length ?? 0) + (by.too_many_attempts?.length ?? 0)).toBe(AT_ONCE - 1)
      expect([round, await countOf('approved')]).toEqual([round, before + round + 1])
    }
  },
  60_000 + ROUNDS * 10_000,
)

test('a session ended on one server approves nothing on the other', async () => {
  const token = tokens[0] ?? ''
  const [asked] = await sendTogether(two.ports, [ask()])
  const app = await bindAtOnce(operator.deps, accountId)
  // Remembered by the second server a moment ago.
  await call(two.servers[1], 'GET', 'session', undefined, { token })
  expect((await call(two.servers[0], 'DELETE', 'session', undefined, { token })).status).toBe(204)
  const path = `account/approvals/${asked?.body.id}/totp`
  const late = await call(two.servers[1], 'POST', path, { code: app.code() }, { token })
  expect([late.status, late.body.code]).toEqual([401, 'session_required'])
})
