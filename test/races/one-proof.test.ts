// Promises P1, P13, P15: one code of the authenticator does one thing, whatever it is brought to at once on two servers; so
// does one phrase; and a frozen account is opened once.
// The full run, 200 rounds: PROMISES=full, or PORTVAKT_RACE_ROUNDS=…
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey } from '../../server/api-keys/manage-api-keys.ts'
import { CONTENT } from '../support/approvals.ts'
import { newOwner, type Owner, PASSWORD, waitingFlow } from '../support/bound-client.ts'
import { call, newEmail, newNetwork, readCode } from '../support/client.ts'
import { knownDevices } from '../support/known-devices.ts'
import { type Operator, openOperator } from '../support/operator.ts'
import { postBytes, type RawAnswer, sendTogether } from '../support/raw-http.ts'
import { scale } from '../support/scale.ts'
import { startTwoServers, type TwoServers } from '../support/two-servers.ts'

const ROUNDS = scale('PORTVAKT_RACE_ROUNDS', { ci: 3, full: 200 })
const AT_ONCE = 50
const NEW_PASSWORD = 'en helt annen setning'
const password = { password: NEW_PASSWORD, repeat: NEW_PASSWORD }
const rootKey = randomBytes(32).toString('hex')

let two: TwoServers
let operator: Operator
let key: string
beforeAll(async () => {
  two = await startTwoServers({ ROOT_KEY: rootKey })
  operator = await openOperator(two.database.url, rootKey)
  key = (await createApiKey(operator.deps, { name: 'Nordbørs', scopes: ['approvals:write'], days: 1 })).key
})
afterAll(async () => {
  await operator?.close()
  await two?.stop()
})

const outcomes = (answers: RawAnswer[]) => Object.groupBy(answers, ({ status, body }) => body?.code ?? String(status))
const from = () => `x-forwarded-for: ${newNetwork()}`
/** By turns, and each on both servers. */
const many = (kinds: number, make: (kind: number, at: number) => Buffer) =>
  Array.from({ length: AT_ONCE }, (_, at) => make((at >> 1) % kinds, at))
const count = async (table: string, { accountId }: Owner, more: string) => {
  const where = `account_id = '${accountId}' AND ${more}`
  const [row] = await two.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE ${where}`)
  return row?.n ?? 0
}
const expectOnly = (by: ReturnType<typeof outcomes>, ...codes: string[]) =>
  expect(Object.keys(by).filter((code) => !['200', ...codes].includes(code))).toEqual([])

/** A session of the account, and an act it is asked to approve. */
async function signedIn({ identifier, accountId, app }: Owner) {
  const { flow } = await waitingFlow(two.servers[0], identifier)
  const { body } = await call(two.servers[1], 'POST', 'sign-in/totp', { flow, code: app.code() })
  const asked = postBytes('/api/v1/approvals', { accountId, content: CONTENT }, [
    `authorization: Bearer ${key}`,
    `idempotency-key: ${randomUUID()}`,
  ])
  const [{ body: approval }] = (await sendTogether(two.ports, [asked])) as [RawAnswer]
  return { token: body.session.token as string, approval: approval.id as string }
}

/** A reset whose mailbox is proven. */
async function waitingReset({ identifier }: Owner): Promise<string> {
  const { flow } = (await call(two.servers[0], 'POST', 'forgot-password', { identifier })).body
  const code = await readCode(two.servers[0], identifier)
  const proven = await call(two.servers[1], 'POST', 'forgot-password/finish', { flow, code, ...password })
  expect(proven.body.state).toBe('factor')
  return flow
}

test(
  `one code, brought ${AT_ONCE} times at once to a sign-in, a step-up, an approval and a reset, does one of them (${ROUNDS} rounds)`,
  async () => {
    const won: Record<string, number> = {}
    for (let round = 0; round < ROUNDS; round++) {
      const owner = await newOwner(two.servers[0], newEmail('one'))
      const { token, approval } = await signedIn(owner)
      const flow = (await waitingFlow(two.servers[1], owner.identifier)).flow
      const reset = await waitingReset(owner)
      const devices = await knownDevices(two.database, owner.accountId, AT_ONCE)
      // The session proved the factor just now: what raises it again shows in the time.
      await two.database.query('UPDATE sessions SET factor_at = NULL WHERE account_id = $1', [owner.accountId])
      // Six hours after the authenticator was bound.
      await two.database.query('DELETE FROM holds WHERE account_id = $1', [owner.accountId])
      const code = owner.app.code(1)
      const uses = [
        ['sign-in', 'sign-in/totp', { flow, code }],
        ['step-up', 'step-up/totp', { code }],
        ['approval', `account/approvals/${approval}/totp`, { code }],
        ['reset', 'forgot-password/totp', { flow: reset, code, ...password }],
      ] as const
      const requests = many(uses.length, (kind, at) => {
        const [name, path, body] = uses[kind] as (typeof uses)[number]
        const isOwn = name === 'step-up' || name === 'approval'
        const own = isOwn ? [`authorization: Bearer ${token}`] : []
        return postBytes(`/api/v1/${path}`, body, [from(), `portvakt-device: ${devices[at]}`, ...own])
      })
      const answers = await sendTogether(two.ports, requests)
      const by = outcomes(answers)
      expect([round, by['200']?.length]).toEqual([round, 1])
      const late = ['flow_ended', 'wrong_state', 'session_required', 'withdrawals_on_hold']
      expectOnly(by, 'totp_used', 'too_many_attempts', ...late)
      const done = {
        'sign-in and step-up': await count('sessions', owner, 'factor_at IS NOT NULL'),
        approval: await count('approvals', owner, "state = 'approved'"),
        reset: await count('activities', owner, "kind = 'password_reset'"),
      }
      expect([round, Object.values(done).reduce((sum, each) => sum + each)]).toEqual([round, 1])
      const [name = ''] = uses[(answers.findIndex(({ status }) => status === 200) >> 1) % uses.length] ?? []
      won[name] = (won[name] ?? 0) + 1
    }
    console.log(`${ROUNDS} codes, each brought ${AT_ONCE} times for four things, did ${JSON.stringify(won)}`)
  },
  60_000 + ROUNDS * 15_000,
)

test(
  `one phrase, brought ${AT_ONCE} times at once to a sign-in and a reset, begins one replacing (${ROUNDS} rounds)`,
  async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const owner = await newOwner(two.servers[0], newEmail('both'))
      const { phrase } = owner
      const { flow } = await waitingFlow(two.servers[1], owner.identifier)
      const reset = await waitingReset(owner)
      const requests = many(2, (kind) =>
        kind
          ? postBytes('/api/v1/forgot-password/recovery-key', { flow: reset, phrase, ...password }, [from()])
          : postBytes('/api/v1/sign-in/recovery-key', { flow, phrase }, [from()]),
      )
      const by = outcomes(await sendTogether(two.ports, requests))
      expect([round, by['200']?.length]).toEqual([round, 1])
      expectOnly(by, 'flow_ended', 'wrong_state', 'too_many_attempts')
      expect(await count('authenticator_changes', owner, "kind = 'replace'")).toBe(1)
      expect(await count('activities', owner, "kind = 'recovery_key_used'")).toBe(1)
      expect(await count('sessions', owner, 'revoked_at IS NULL AND credential_version > 2')).toBe(0)
    }
  },
  60_000 + ROUNDS * 15_000,
)

test(
  `a frozen account, brought one code and the phrase ${AT_ONCE} times at once by two thawings, opens once (${ROUNDS} rounds)`,
  async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const owner = await newOwner(two.servers[0], newEmail('frozen'))
      const { identifier, phrase } = owner
      const { token } = await signedIn(owner)
      expect((await call(two.servers[0], 'POST', 'account/freeze', {}, { token })).status).toBe(200)
      const flows: string[] = []
      for (const server of two.servers) {
        const { flow } = (await call(server, 'POST', 'thaw', { identifier, password: PASSWORD })).body
        const proven = await call(server, 'POST', 'thaw/code', { flow, code: await readCode(server, identifier) })
        expect(proven.body.actions).toEqual(['totp', 'recovery_key'])
        flows.push(proven.body.flow)
      }
      const devices = await knownDevices(two.database, owner.accountId, AT_ONCE)
      const code = owner.app.code(1)
      const requests = many(4, (kind, at) => {
        const flow = flows[kind % 2]
        return kind < 3
          ? postBytes('/api/v1/thaw/totp', { flow, code }, [from(), `portvakt-device: ${devices[at]}`])
          : postBytes('/api/v1/thaw/recovery-key', { flow, phrase }, [from()])
      })
      const by = outcomes(await sendTogether(two.ports, requests))
      expect([round, by['200']?.length]).toEqual([round, 1])
      expectOnly(by, 'totp_used', 'totp_not_enrolled', 'flow_ended', 'too_many_attempts')
      expect(await count('activities', owner, "kind = 'thawed'")).toBe(1)
      expect(await count('sessions', owner, 'revoked_at IS NULL')).toBe(0)
    }
  },
  60_000 + ROUNDS * 15_000,
)
