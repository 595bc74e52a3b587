// Promise P1: an answer of a passkey is taken once, on two servers, however many send it in one instant.
// The full run: PROMISES=full, or PORTVAKT_RACE_ROUNDS=10000
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, newEmail, newNetwork, readCode, signUp } from '../support/client.ts'
import { postBytes, type RawAnswer, sendTogether } from '../support/raw-http.ts'
import { scale } from '../support/scale.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { SoftPasskey } from '../support/soft-authenticator.ts'
import { startTwoServers, type TwoServers } from '../support/two-servers.ts'

const ROUNDS = scale('PORTVAKT_RACE_ROUNDS', { ci: 25, full: 10_000 })
const PASSWORD = 'riktig hest batteri stift'
const NEW_PASSWORD = 'en helt annen setning'
const AT_ONCE = 50
/** What is heard by those who bring what another has brought. */
const SPENT = ['flow_ended', 'passkey_wrong', 'too_many_attempts', 'wrong_state']

let two: TwoServers
beforeAll(async () => {
  two = await startTwoServers()
})
afterAll(() => two?.stop())

const taken = (answers: RawAnswer[]) => answers.filter(({ status }) => status >= 200 && status < 300).length
const refused = (answers: RawAnswer[]) => [...new Set(answers.flatMap(({ body }) => body?.code ?? []))].sort()
const inForce = async (account: string) =>
  (
    await two.database.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM sessions WHERE account_id = $1 AND revoked_at IS NULL',
      [account],
    )
  )[0]?.n ?? 0

async function withPasskey(server: ServerProcess, identifier: string) {
  const token = await signUp(server, identifier, PASSWORD)
  const passkey = new SoftPasskey()
  const options = (await call(server, 'POST', 'account/passkeys/options', undefined, { token })).body
  const added = await call(server, 'POST', 'account/passkeys', { credential: passkey.create(options) }, { token })
  return { passkey, identifier, token: added.body.session.token, accountId: added.body.session.account.id }
}

test(
  `one answer sent ${AT_ONCE} times in one instant to two servers opens one session (${ROUNDS} rounds)`,
  async () => {
    const { passkey, accountId } = await withPasskey(two.servers[0], 'alone@example.com')
    for (let round = 0; round < ROUNDS; round++) {
      const options = (await call(two.servers[round % 2 ? 1 : 0], 'POST', 'sign-in/passkey/options', {})).body
      const body = { credential: passkey.get(options), client: 'app' }
      const before = await inForce(accountId)
      const request = postBytes('/api/v1/sign-in/passkey', body, [`x-forwarded-for: ${newNetwork()}`])
      const answers = await sendTogether(two.ports, Array(AT_ONCE).fill(request))
      expect([round, taken(answers), (await inForce(accountId)) - before]).toEqual([round, 1, 1])
      expect(refused(answers).filter((code) => !['passkey_wrong', 'too_many_attempts'].includes(code))).toEqual([])
    }
  },
  120_000 + ROUNDS * 5_000,
)

test(
  'likewise after the password, and to prove it once more',
  async () => {
    const person = await withPasskey(two.servers[0], 'both@example.com')
    const { passkey, accountId, identifier } = person
    let { token } = person
    for (let round = 0; round < Math.ceil(ROUNDS / 3); round++) {
      const [server] = two.servers
      const { flow } = (await call(server, 'POST', 'sign-in', { identifier, password: PASSWORD, client: 'app' })).body
      const factor = (await call(server, 'POST', 'sign-in/passkey/options', { flow })).body
      const before = await inForce(accountId)
      const second = postBytes('/api/v1/sign-in/passkey', { flow, credential: passkey.get(factor) }, [
        `x-forwarded-for: ${newNetwork()}`,
      ])
      expect(taken(await sendTogether(two.ports, Array(AT_ONCE).fill(second)))).toBe(1)
      expect((await inForce(accountId)) - before).toBe(1)

      const stepUp = (await call(server, 'POST', 'step-up/passkey/options', undefined, { token })).body
      const renewal = postBytes('/api/v1/step-up/passkey', { credential: passkey.get(stepUp) }, [
        `authorization: Bearer ${token}`,
      ])
      const renewed = await sendTogether(two.ports, Array(4).fill(renewal))
      expect(taken(renewed)).toBe(1)
      token = renewed.find(({ status }) => status === 200)?.body.token
    }
  },
  120_000 + ROUNDS * 5_000,
)

const activities = async (account: string, kind: string) =>
  (
    await two.database.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM activities WHERE account_id = $1 AND kind = $2',
      [account, kind],
    )
  )[0]?.n ?? 0
const from = () => [`x-forwarded-for: ${newNetwork()}`]

test(
  'a reset with one answer of a passkey, sent fifty times in one instant to two servers, happens once',
  async () => {
    for (let round = 0; round < Math.ceil(ROUNDS / 5); round++) {
      const identifier = newEmail('reset')
      const { passkey, accountId } = await withPasskey(two.servers[0], identifier)
      const password = (at: number) => ({ password: `${NEW_PASSWORD} ${at}`, repeat: `${NEW_PASSWORD} ${at}` })
      const { flow } = (await call(two.servers[0], 'POST', 'forgot-password', { identifier })).body
      const code = await readCode(two.servers[1], identifier)
      const proven = await call(two.servers[1], 'POST', 'forgot-password/finish', { flow, code, ...password(0) })
      expect(proven.body).toEqual({ state: 'factor', actions: ['passkey'] })
      const options = (await call(two.servers[0], 'POST', 'forgot-password/passkey/options', { flow })).body
      const credential = passkey.get(options)
      // Five passwords among them: the one whose answer was right is the one that counts.
      const answers = await sendTogether(
        two.ports,
        Array.from({ length: AT_ONCE }, (_, at) =>
          postBytes('/api/v1/forgot-password/passkey', { flow, credential, ...password(at % 5) }, from()),
        ),
      )
      expect([round, taken(answers)]).toEqual([round, 1])
      expect(refused(answers).filter((code) => !SPENT.includes(code))).toEqual([])
      expect([await activities(accountId, 'password_reset'), await inForce(accountId)]).toEqual([1, 0])
      const won = answers.findIndex(({ status }) => status === 200) % 5
      for (const [at, expected] of [[won, 200] as const, [(won + 1) % 5, 401] as const]) {
        const tried = { identifier, password: password(at).password }
        expect((await call(two.servers[1], 'POST', 'sign-in', tried)).status).toBe(expected)
      }
    }
  },
  120_000 + ROUNDS * 5_000,
)

test(
  'a frozen account is opened once by two thawings with an answer each, sent 25 times in one instant to two servers',
  async () => {
    for (let round = 0; round < Math.ceil(ROUNDS / 5); round++) {
      const identifier = newEmail('thaw')
      const { passkey, token, accountId } = await withPasskey(two.servers[0], identifier)
      expect((await call(two.servers[0], 'POST', 'account/freeze', {}, { token })).status).toBe(200)
      const thawings: string[] = []
      for (const server of two.servers) {
        const { flow } = (await call(server, 'POST', 'thaw', { identifier, password: PASSWORD })).body
        const proven = await call(server, 'POST', 'thaw/code', { flow, code: await readCode(server, identifier) })
        expect(proven.body).toMatchObject({ state: 'factor', actions: ['passkey'] })
        thawings.push(proven.body.flow)
      }
      const bodies: object[] = []
      for (const flow of thawings) {
        const options = (await call(two.servers[1], 'POST', 'thaw/passkey/options', { flow })).body
        bodies.push({ flow, credential: passkey.get(options) })
      }
      // Both answers on both servers.
      const requests = Array.from({ length: AT_ONCE }, (_, at) =>
        postBytes('/api/v1/thaw/passkey', bodies[(at >> 1) % 2], from()),
      )
      const answers = await sendTogether(two.ports, requests)
      expect([round, taken(answers)]).toEqual([round, 1])
      expect(refused(answers).filter((code) => !SPENT.includes(code))).toEqual([])
      expect([await activities(accountId, 'thawed'), await inForce(accountId)]).toEqual([1, 0])
    }
  },
  120_000 + ROUNDS * 5_000,
)

test(
  'one new passkey sent many times is added once: one row, one hold',
  async () => {
    for (let round = 0; round < Math.ceil(ROUNDS / 5); round++) {
      const token = await signUp(two.servers[0], newEmail('adds'), PASSWORD)
      const options = (await call(two.servers[0], 'POST', 'account/passkeys/options', undefined, { token })).body
      const request = postBytes('/api/v1/account/passkeys', { credential: new SoftPasskey().create(options) }, [
        `authorization: Bearer ${token}`,
      ])
      const answers = await sendTogether(two.ports, Array(4).fill(request))
      expect([round, taken(answers)]).toEqual([round, 1])
      const { session } = answers.find(({ status }) => status === 201)?.body ?? {}
      const rows = await two.database.query(
        `SELECT (SELECT count(*)::int FROM passkeys WHERE account_id = $1) AS passkeys,
           (SELECT count(*)::int FROM holds WHERE account_id = $1) AS holds`,
        [session.account.id],
      )
      expect(rows).toEqual([{ passkeys: 1, holds: 1 }])
    }
  },
  120_000 + ROUNDS * 5_000,
)

test(
  'a passkey removed while it signs in opens nothing that lasts, and nobody waits for ever',
  async () => {
    for (let round = 0; round < Math.ceil(ROUNDS / 5); round++) {
      const { passkey, token, accountId } = await withPasskey(two.servers[0], newEmail('gone'))
      const { body: listed } = await call(two.servers[0], 'GET', 'account/passkeys', undefined, { token })
      const ready = await Promise.all(
        Array.from({ length: 10 }, async () => {
          const options = (await call(two.servers[1], 'POST', 'sign-in/passkey/options', {})).body
          return passkey.get(options)
        }),
      )
      const [removed, ...opened] = await Promise.all([
        call(two.servers[0], 'DELETE', `account/passkeys/${listed.passkeys[0].id}`, undefined, { token }),
        ...ready.map((credential) => call(two.servers[1], 'POST', 'sign-in/passkey', { credential, client: 'app' })),
      ])
      expect([round, removed.status]).toEqual([round, 200])
      for (const { status, body } of opened)
        expect(['passkey_unknown', 'passkey_wrong', 'flow_ended', undefined]).toContain(
          status < 300 ? undefined : body.code,
        )
      expect([round, await inForce(accountId)]).toEqual([round, 1]) // the session that removed it
    }
  },
  120_000 + ROUNDS * 5_000,
)
