// Promises P1, P2, P10: a reset happens once, is guessed at five times, and closes every door on two servers at once.
// The full run: PROMISES=full, or PORTVAKT_RACE_ROUNDS=10000
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, newEmail, newNetwork, readCode, signUp } from '../support/client.ts'
import { postBytes, type RawAnswer, sendTogether } from '../support/raw-http.ts'
import { scale } from '../support/scale.ts'
import { startTwoServers, type TwoServers } from '../support/two-servers.ts'

const ROUNDS = scale('PORTVAKT_RACE_ROUNDS', { ci: 6, full: 10_000 })
const OLD = 'riktig hest batteri stift'
const path = '/api/v1/forgot-password/finish'

let two: TwoServers
beforeAll(async () => {
  two = await startTwoServers()
})
afterAll(() => two?.stop())

const outcomes = (answers: RawAnswer[]) => Object.groupBy(answers, ({ status, body }) => body?.code ?? String(status))
const newPassword = (at: number) => `en helt annen setning nummer ${at}`
const from = () => [`x-forwarded-for: ${newNetwork()}`]

async function begin(identifier: string): Promise<{ flow: string; code: string }> {
  const { body } = await call(two.servers[0], 'POST', 'forgot-password', { identifier })
  return { flow: body.flow, code: await readCode(two.servers[0], identifier) }
}

const finish = (proof: { flow: string; code: string }, at = 0) =>
  postBytes(path, { ...proof, password: newPassword(at), repeat: newPassword(at) }, from())

async function passwordsThatWork(identifier: string, most: number): Promise<number[]> {
  const works = []
  for (let at = -1; at < most; at++) {
    const password = at < 0 ? OLD : newPassword(at)
    if ((await call(two.servers[1], 'POST', 'sign-in', { identifier, password })).status === 200) works.push(at)
  }
  return works
}

async function resets(): Promise<number> {
  const [row] = await two.database.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM activities WHERE kind = 'password_reset'",
  )
  return row?.n ?? 0
}

test(
  `a reset sent 50 times in one instant to two servers happens once (${ROUNDS} rounds)`,
  async () => {
    const before = await resets()
    for (let round = 0; round < ROUNDS; round++) {
      const identifier = newEmail('once')
      const token = await signUp(two.servers[0], identifier, OLD)
      const proof = await begin(identifier)
      const requests = Array.from({ length: 50 }, (_, at) => finish(proof, at % 5))
      const by = outcomes(await sendTogether(two.ports, requests))
      expect([round, by['200']?.length]).toEqual([round, 1])
      const others = Object.keys(by).filter(
        (code) => !['200', 'code_spent', 'code_used', 'flow_ended', 'wrong_state'].includes(code),
      )
      expect(others).toEqual([])
      // Six hashes a round: of thousands of rounds, one in ten.
      if (ROUNDS < 100 || round % 10 === 0) expect(await passwordsThatWork(identifier, 5)).toHaveLength(1)
      for (const server of two.servers)
        expect((await call(server, 'GET', 'session', undefined, { token })).status).toBe(401)
      expect(await resets()).toBe(before + round + 1)
    }
    console.log(
      `P1: ${ROUNDS} resets, each sent 50 times in one instant to two servers: ${(await resets()) - before} made`,
    )
  },
  120_000 + ROUNDS * 5_000,
)

test(
  'four resets of one account, each with its own right code, in one instant: one of them happens',
  async () => {
    for (let round = 0; round < Math.ceil(ROUNDS / 3); round++) {
      const identifier = newEmail('four')
      await signUp(two.servers[0], identifier, OLD)
      const proofs = []
      for (let at = 0; at < 4; at++) proofs.push(await begin(identifier))
      // As many as an address has looked at a day; one of them twice.
      const requests = [...proofs, ...proofs.slice(0, 1)].map((proof, at) => finish(proof, at % 4))
      const by = outcomes(await sendTogether(two.ports, requests))
      expect([round, by['200']?.length]).toEqual([round, 1])
      expect(Object.keys(by).filter((code) => !['200', 'flow_ended', 'wrong_state'].includes(code))).toEqual([])
      expect(await passwordsThatWork(identifier, 4)).toHaveLength(1)
    }
  },
  120_000 + ROUNDS * 5_000,
)

test('of 500 guesses in one instant, the right code among them, at most five are looked at', async () => {
  for (let round = 0; round < 3; round++) {
    const identifier = newEmail('guesses')
    await signUp(two.servers[0], identifier, OLD)
    const { flow, code } = await begin(identifier)
    const right = Math.floor(Math.random() * 500)
    const guess = (at: number) => (at === right ? code : String((Number(code) + at + 1) % 1e8).padStart(8, '0'))
    const requests = Array.from({ length: 500 }, (_, at) => finish({ flow, code: guess(at) }))
    const by = outcomes(await sendTogether(two.ports, requests))
    const lookedAt = (by['200']?.length ?? 0) + (by.code_wrong?.length ?? 0)
    expect(lookedAt).toBeLessThanOrEqual(5)
    const counted =
      lookedAt + (by.code_spent?.length ?? 0) + (by.code_used?.length ?? 0) + (by.wrong_state?.length ?? 0)
    expect(counted).toBe(500)
    expect(await passwordsThatWork(identifier, 1)).toEqual([by['200'] ? 0 : -1])
  }
})

test('sign-ins with the old password in the same instant as the reset: none of their sessions lives', async () => {
  for (let round = 0; round < 5; round++) {
    const identifier = newEmail('late')
    await signUp(two.servers[0], identifier, OLD)
    const proof = await begin(identifier)
    const signIns = Array.from({ length: 10 }, () =>
      postBytes('/api/v1/sign-in', { identifier, password: OLD, client: 'app' }, from()),
    )
    const answers = await sendTogether(two.ports, [...signIns.slice(0, 5), finish(proof), ...signIns.slice(5)])
    const [done] = answers.splice(5, 1)
    expect(done?.status).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, 250))
    for (const { body } of answers) {
      const token = body?.session?.token
      if (!token) continue
      for (const server of two.servers)
        expect((await call(server, 'GET', 'session', undefined, { token })).status).toBe(401)
    }
  }
})

test(
  `the proof before a reset, sent 50 times in one instant to two servers, begins one reset (${ROUNDS} rounds)`,
  async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const identifier = newEmail('gate')
      await signUp(two.servers[0], identifier, OLD)
      await besiege(identifier)
      const { flow, code } = await begin(identifier)
      const before = await flows()
      const requests = Array.from({ length: 50 }, () =>
        postBytes('/api/v1/forgot-password/code', { flow, code }, from()),
      )
      const by = outcomes(await sendTogether(two.ports, requests))
      expect([round, by['200']?.length]).toEqual([round, 1])
      // Of a flow five tries are looked at, and of those one was first.
      expect(Object.keys(by).filter((each) => !['200', 'code_used', 'code_spent'].includes(each))).toEqual([])
      expect(await flows()).toBe(before + 1)
    }
    console.log(
      `P1: ${ROUNDS} proofs before a reset, each sent 50 times in one instant to two servers: ${ROUNDS} resets begun`,
    )
  },
  120_000 + ROUNDS * 5_000,
)

/** Strangers guess at two resets of this address: whoever asks for another proves the mailbox first. */
async function besiege(identifier: string): Promise<void> {
  for (let at = 0; at < 2; at++) {
    const { flow } = await begin(identifier)
    const guess = { flow, code: '00000000', password: newPassword(0), repeat: newPassword(0) }
    for (let tried = 0; tried < 5; tried++)
      await call(two.servers[tried % 2] ?? two.servers[0], 'POST', 'forgot-password/finish', guess)
  }
}

async function flows(): Promise<number> {
  const [row] = await two.database.query<{ n: number }>('SELECT count(*)::int AS n FROM recoveries')
  return row?.n ?? 0
}
