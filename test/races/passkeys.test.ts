// Promise P1: an answer of a passkey is taken once, on two servers, however many send it in one instant.
// The full run: PORTVAKT_RACE_ROUNDS=10000
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, newNetwork, signUp } from '../support/client.ts'
import { postBytes, type RawAnswer, sendTogether } from '../support/raw-http.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { SoftPasskey } from '../support/soft-authenticator.ts'
import { startTwoServers, type TwoServers } from '../support/two-servers.ts'

const ROUNDS = Number(process.env.PORTVAKT_RACE_ROUNDS ?? 25)
const PASSWORD = 'riktig hest batteri stift'
const AT_ONCE = 50

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
  20_000 + ROUNDS * 2000,
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
  20_000 + ROUNDS * 2000,
)

test(
  'one new passkey sent many times is added once: one row, one hold',
  async () => {
    for (let round = 0; round < Math.ceil(ROUNDS / 5); round++) {
      const token = await signUp(two.servers[0], `adds${round}@example.com`, PASSWORD)
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
  20_000 + ROUNDS * 2000,
)

test(
  'a passkey removed while it signs in opens nothing that lasts, and nobody waits for ever',
  async () => {
    for (let round = 0; round < Math.ceil(ROUNDS / 5); round++) {
      const { passkey, token, accountId } = await withPasskey(two.servers[0], `gone${round}@example.com`)
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
  20_000 + ROUNDS * 2000,
)
