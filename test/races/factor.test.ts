// Promises P1, P13: a code of an authenticator and a phrase do one thing each, however many requests bring them at once to two servers.
// The full run, 200 rounds: PROMISES=full, or PORTVAKT_RACE_ROUNDS=…
import { afterAll, beforeAll, expect, test } from 'vitest'
import { policy } from '../../server/platform/policy.ts'
import { appOf, newOwner, PASSWORD, waitingFlow } from '../support/bound-client.ts'
import { call, newEmail, newNetwork, readCode } from '../support/client.ts'
import { knownDevices } from '../support/known-devices.ts'
import { postBytes, type RawAnswer, sendTogether } from '../support/raw-http.ts'
import { scale } from '../support/scale.ts'
import { startTwoServers, type TwoServers } from '../support/two-servers.ts'

const ROUNDS = scale('PORTVAKT_RACE_ROUNDS', { ci: 3, full: 200 })
const AT_ONCE = 50
const NEW_PASSWORD = 'en helt annen setning'

let two: TwoServers
beforeAll(async () => {
  two = await startTwoServers()
})
afterAll(() => two?.stop())

const outcomes = (answers: RawAnswer[]) => Object.groupBy(answers, ({ status, body }) => body?.code ?? String(status))
const from = () => `x-forwarded-for: ${newNetwork()}`
const many = <T>(make: (at: number) => T) => Array.from({ length: AT_ONCE }, (_, at) => make(at))
const count = async (table: string, where: string) => {
  const [row] = await two.database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE ${where}`)
  return row?.n ?? 0
}
const expectOnly = (by: ReturnType<typeof outcomes>, ...codes: string[]) =>
  expect(Object.keys(by).filter((code) => !['200', ...codes].includes(code))).toEqual([])

test(
  `one code of an authenticator, brought ${AT_ONCE} times at once by three sign-ins, opens one session (${ROUNDS} rounds)`,
  async () => {
    const lookedAt = []
    let opened = 0
    for (let round = 0; round < ROUNDS; round++) {
      const owner = await newOwner(two.servers[0], newEmail('once'))
      const devices = await knownDevices(two.database, owner.accountId, AT_ONCE / 2)
      const flows = await Promise.all(two.servers.map((server) => waitingFlow(server, owner.identifier)))
      flows.push(await waitingFlow(two.servers[0], owner.identifier))
      const code = owner.app.code(1)
      const requests = many((at) =>
        postBytes('/api/v1/sign-in/totp', { flow: flows[at % flows.length]?.flow, code }, [
          from(),
          `portvakt-device: ${devices[at % devices.length]}`,
        ]),
      )
      const sessions = () => count('sessions', `account_id = '${owner.accountId}' AND factor_at IS NOT NULL`)
      const before = await sessions()
      const by = outcomes(await sendTogether(two.ports, requests))
      expect([round, by['200']?.length]).toEqual([round, 1])
      expectOnly(by, 'totp_used', 'flow_ended', 'too_many_attempts')
      expect(await sessions()).toBe(before + 1)
      opened += by['200']?.length ?? 0
      lookedAt.push(1 + (by.totp_used?.length ?? 0))
    }
    const most = `${Math.min(...lookedAt)} to ${Math.max(...lookedAt)} of ${AT_ONCE} were looked at`
    console.log(`${ROUNDS} codes, each brought ${AT_ONCE} times: ${opened} sessions opened; ${most}`)
  },
  60_000 + ROUNDS * 15_000,
)

test(
  `one code, brought ${AT_ONCE} times at once on the devices that brought the password, and on each other’s, opens one session (${ROUNDS} rounds)`,
  async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const owner = await newOwner(two.servers[0], newEmail('own'))
      const devices = await knownDevices(two.database, owner.accountId, 6)
      const flows = await Promise.all(
        devices.map((device, at) => waitingFlow(two.servers[at % 2 ? 0 : 1], owner.identifier, PASSWORD, device)),
      )
      const code = owner.app.code(1)
      // Every other one is on the device of the flow, the rest on the next.
      const requests = many((at) =>
        postBytes('/api/v1/sign-in/totp', { flow: flows[(at >> 1) % flows.length]?.flow, code }, [
          from(),
          `portvakt-device: ${devices[((at >> 1) + (at & 1)) % devices.length]}`,
        ]),
      )
      const sessions = () => count('sessions', `account_id = '${owner.accountId}' AND factor_at IS NOT NULL`)
      const before = await sessions()
      const by = outcomes(await sendTogether(two.ports, requests))
      expect([round, by['200']?.length]).toEqual([round, 1])
      expectOnly(by, 'totp_used', 'flow_ended', 'too_many_attempts')
      expect(await sessions()).toBe(before + 1)
      // Nothing was wrong, and so every device has all of its tries again.
      expect(await count('attempts', 'pending > 0')).toBe(0)
    }
  },
  60_000 + ROUNDS * 15_000,
)

test(
  `of ${AT_ONCE} wrong codes at once by two devices with one flow, five each are looked at (${ROUNDS} rounds)`,
  async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const owner = await newOwner(two.servers[0], newEmail('guess'))
      const devices = await knownDevices(two.database, owner.accountId, 2)
      const [mine] = devices
      const { flow } = await waitingFlow(two.servers[1], owner.identifier, PASSWORD, mine)
      const right = [-1, 0, 1, 2, 3].map((ahead) => owner.app.code(ahead))
      const guesses = Array.from({ length: 2 * AT_ONCE }, (_, at) => String(at + 100_000))
      const wrong = guesses.filter((guess) => !right.includes(guess))
      const requests = many((at) =>
        postBytes('/api/v1/sign-in/totp', { flow, code: wrong[at] }, [
          from(),
          `portvakt-device: ${devices[(at >> 1) % 2]}`,
        ]),
      )
      const answers = await sendTogether(two.ports, requests)
      expectOnly(outcomes(answers), 'totp_wrong', 'totp_late', 'too_many_attempts')
      const looked = devices.map((_, of) => answers.filter(({ status }, at) => status === 422 && (at >> 1) % 2 === of))
      const most = policy.wrongPasswordsBeforeWait
      expect([round, ...looked.map(({ length }) => length)]).toEqual([round, most, most])
      const rows = await two.database.query<{ spent: number }>(
        'SELECT spent FROM budgets WHERE spent_at IS NOT NULL ORDER BY ends_at DESC, key LIMIT 2',
      )
      expect(rows.map(({ spent }) => spent)).toEqual([most, most])
    }
  },
  60_000 + ROUNDS * 15_000,
)

test(
  `one phrase, brought ${AT_ONCE} times at once, begins one replacing (${ROUNDS} rounds)`,
  async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const owner = await newOwner(two.servers[0], newEmail('phrase'))
      const { flow } = await waitingFlow(two.servers[0], owner.identifier)
      const requests = many(() => postBytes('/api/v1/sign-in/recovery-key', { flow, phrase: owner.phrase }, [from()]))
      const by = outcomes(await sendTogether(two.ports, requests))
      expect([round, by['200']?.length]).toEqual([round, 1])
      expectOnly(by, 'flow_ended', 'too_many_attempts')
      expect(await count('authenticator_changes', `account_id = '${owner.accountId}' AND kind = 'replace'`)).toBe(1)
      expect(await count('activities', `account_id = '${owner.accountId}' AND kind = 'recovery_key_used'`)).toBe(1)
      // … and the new one, entered back as often, opens one session.
      const [begun] = by['200'] ?? []
      const step = (name: string, body: object) =>
        call(two.servers[1], 'POST', `sign-in/recovery-key/${name}`, { flow: begun?.body.flow, ...body })
      const shown = await step('key', { code: appOf(begun?.body.key.secret).code() })
      const phrase = shown.body.phrase.text
      const back = many(() =>
        postBytes('/api/v1/sign-in/recovery-key/phrase', { flow: begun?.body.flow, phrase, client: 'app' }, [from()]),
      )
      const ended = outcomes(await sendTogether(two.ports, back))
      expect([round, ended['200']?.length]).toEqual([round, 1])
      expectOnly(ended, 'flow_ended')
      expect(await count('sessions', `account_id = '${owner.accountId}' AND revoked_at IS NULL`)).toBe(1)
    }
  },
  60_000 + ROUNDS * 15_000,
)

test(
  `a reset with code and authenticator, sent ${AT_ONCE} times at once, happens once; with the phrase too (${ROUNDS} rounds)`,
  async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const owner = await newOwner(two.servers[0], newEmail('reset'))
      const { identifier } = owner
      const { flow } = (await call(two.servers[0], 'POST', 'forgot-password', { identifier })).body
      const password = { password: NEW_PASSWORD, repeat: NEW_PASSWORD }
      const code = await readCode(two.servers[0], identifier)
      const proven = await call(two.servers[1], 'POST', 'forgot-password/finish', { flow, code, ...password })
      expect(proven.body.state).toBe('factor')
      const totp = owner.app.code(1)
      const requests = many((at) =>
        at % 2
          ? postBytes('/api/v1/forgot-password/totp', { flow, code: totp, ...password }, [from()])
          : postBytes('/api/v1/forgot-password/recovery-key', { flow, phrase: owner.phrase, ...password }, [from()]),
      )
      const by = outcomes(await sendTogether(two.ports, requests))
      expect([round, by['200']?.length]).toEqual([round, 1])
      expectOnly(by, 'flow_ended', 'wrong_state', 'totp_used', 'totp_not_enrolled', 'too_many_attempts')
      expect(await count('activities', `account_id = '${owner.accountId}' AND kind = 'password_reset'`)).toBe(1)
      expect(await count('sessions', `account_id = '${owner.accountId}' AND revoked_at IS NULL`)).toBe(0)
      const old = await call(two.servers[1], 'POST', 'sign-in', { identifier, password: PASSWORD })
      expect(old.body.code).toBe('credentials_wrong')
      expect((await waitingFlow(two.servers[0], identifier, NEW_PASSWORD)).actions).toContain('recovery_key')
    }
  },
  60_000 + ROUNDS * 15_000,
)
