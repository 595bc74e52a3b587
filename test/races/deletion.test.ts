// The end of a deletion against everything else that wants the account: exactly once, all or nothing, whoever is first.
// The full run: PORTVAKT_RACE_ROUNDS=100
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, type Reply, readCode, signUp } from '../support/client.ts'
import { until } from '../support/peer.ts'
import { startRotation } from '../support/rotation.ts'
import { startSweeper } from '../support/sweeper.ts'
import { startTwoServers, type TwoServers } from '../support/two-servers.ts'

const ROUNDS = Number(process.env.PORTVAKT_RACE_ROUNDS ?? 4)
const MOST_MS = 120_000 + ROUNDS * 10_000
const PASSWORD = 'riktig hest batteri stift'
const ROOT_KEY = randomBytes(32).toString('hex')

let two: TwoServers
let serial = 0
beforeAll(async () => {
  two = await startTwoServers({ ROOT_KEY })
})
afterAll(() => two?.stop())

const newEmail = () => `leaves${++serial}@example.com`
const query = (text: string, values: unknown[] = []) => two.database.query(text, values)
const sweeper = () => startSweeper(two.database.url, ROOT_KEY)
const either = (n: number) => two.servers[n % 2] ?? two.servers[0]

interface Person {
  email: string
  token: string
  accountId: string
}

async function person(): Promise<Person> {
  const email = newEmail()
  const token = await signUp(either(serial), email, PASSWORD)
  const { body } = await call(either(serial), 'GET', 'session', undefined, { token })
  return { email, token, accountId: body.account.id }
}

/** Somebody who has asked for their account to be deleted. */
async function leaving(): Promise<Person> {
  const someone = await person()
  const { token } = someone
  const asked = await call(either(serial), 'POST', 'account/deletion', { password: PASSWORD }, { token })
  expect(asked.status).toBe(200)
  return { ...someone, token: asked.body.session?.token ?? token }
}

/** The thirty days of those who still want to go are over now; nobody has come by yet. */
const letBeDue = (people: Person[]) =>
  query(
    `UPDATE accounts SET deletes_at = now() - interval '1 second'
     WHERE account_id = ANY ($1) AND deletes_at IS NOT NULL`,
    [people.map(({ accountId }) => accountId)],
  )

const waitUntilDone = (people: Person[]) =>
  until(async () => {
    const [row] = await query(
      'SELECT count(*)::int AS n FROM accounts WHERE account_id = ANY ($1) AND deletes_at IS NOT NULL',
      [people.map(({ accountId }) => accountId)],
    )
    return row?.n === 0
  })

const countOf = async (table: string, { accountId }: Person, where = 'true') =>
  (await query(`SELECT count(*)::int AS n FROM ${table} WHERE account_id = $1 AND ${where}`, [accountId]))[0]
    ?.n as number

const PARTS = ['accounts', 'identifiers', 'identifier_claims', 'passwords']

/** Whole or gone. @returns whether it is there */
async function expectWhole(someone: Person): Promise<boolean> {
  const counts = PARTS.map(
    (table) => `(SELECT least(count(*), 1)::int FROM ${table} WHERE account_id = $1) AS ${table}`,
  )
  const [row] = await query(`SELECT ${counts.join(', ')}`, [someone.accountId])
  expect([someone.email, row]).toEqual([
    someone.email,
    Object.fromEntries(PARTS.map((table) => [table, row?.accounts])),
  ])
  return row?.accounts === 1
}

const EMPTIED = ['sessions', 'devices', 'codes', 'holds', 'notice_links', 'identifier_changes', 'identifier_undos']

async function expectGone(someone: Person): Promise<void> {
  expect(await expectWhole(someone)).toBe(false)
  for (const table of EMPTIED) expect([table, await countOf(table, someone)]).toEqual([table, 0])
  expect(await countOf('events', someone, "type = 'account.deleted'")).toBe(1)
  expect(await countOf('activities', someone, "kind = 'deleted'")).toBe(1)
  for (const server of two.servers)
    expect((await call(server, 'GET', 'session', undefined, { token: someone.token })).status).toBe(401)
}

test(
  'two sweepers, killed and started over and over: each account goes once, whole, with one last word',
  async () => {
    const people: Person[] = []
    for (let n = 0; n < 24; n++) people.push(await leaving())
    await letBeDue(people)
    let kills = 0
    for (;;) {
      const sweepers = await Promise.all([sweeper(), sweeper()])
      await sleep(Math.random() * 20)
      await Promise.all(sweepers.map(({ kill }) => kill()))
      kills += sweepers.length
      const left = (await Promise.all(people.map(expectWhole))).filter(Boolean).length
      if (left === 0) break
      expect(kills).toBeLessThan(300)
    }
    for (const someone of people) {
      await expectGone(someone)
      const { body } = await call(two.servers[1], 'GET', `/outbox.json?to=${someone.email}`)
      const subjects = body.map(({ subject }: { subject: string }) => subject)
      // The codes of the sign-up are of the same account, and gone with it.
      expect(subjects).toEqual(['Kontoen din hos Portvakt er slettet'])
    }
    console.log(`${people.length} accounts deleted once each, over ${kills} kills`)
  },
  MOST_MS,
)

interface Race {
  prepare?(someone: Person): Promise<unknown>
  play(someone: Person): Promise<Reply[]>
  /** What may be answered. */
  allowed: string[]
}

/** Plays something against the end of a deletion, again and again. @returns what it was answered, how often */
async function race({ prepare, play, allowed }: Race): Promise<Record<string, number>> {
  const outcomes: Record<string, number> = {}
  const sweeping = await sweeper()
  let took = 100
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const someone = await leaving()
      await prepare?.(someone)
      const began = performance.now()
      const playing = play(someone).finally(() => {
        took = performance.now() - began
      })
      // Somewhere in the middle of it, however slow the machine is just now.
      const ending = sleep(Math.random() * took).then(() => letBeDue([someone]))
      const [answers] = await Promise.all([playing, ending])
      for (const { status, body } of answers) {
        const outcome: string = body?.code ?? String(status)
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      }
      await waitUntilDone([someone])
      await expectKeptOrGone(someone)
    }
  } finally {
    await sweeping.kill()
  }
  expect(Object.keys(outcomes).filter((outcome) => !allowed.includes(outcome))).toEqual([])
  expect(sweeping.said()).toBe('') // no deadlock, nothing that had to be tried again
  return outcomes
}

/** Kept is whole and opens, or is frozen; deleted is gone, and its address nobody's. */
async function expectKeptOrGone(someone: Person): Promise<void> {
  const { email } = someone
  const isKept = await expectWhole(someone)
  const answer = await call(two.servers[0], 'POST', 'sign-in', { identifier: email, password: PASSWORD })
  if (isKept) return expect([200, 403]).toContain(answer.status)
  expect([answer.status, answer.body.code]).toEqual([401, 'credentials_wrong'])
  await expectGone(someone)
}

test(
  `the end against sign-ins on two servers: whoever comes after is a stranger, and no session outlives it (${ROUNDS} rounds)`,
  async () => {
    const outcomes = await race({
      play: ({ email: identifier }) =>
        Promise.all(
          Array.from({ length: 8 }, (_, n) => call(either(n), 'POST', 'sign-in', { identifier, password: PASSWORD })),
        ),
      // On a slow machine some of many at once wait in vain for their turn.
      allowed: ['200', 'credentials_wrong', 'too_many_attempts', 'busy'],
    })
    console.log('sign-ins against the end', outcomes)
  },
  MOST_MS,
)

test(
  `the end against keeping it: it is kept, or gone, and whoever was too late is not told that it is kept (${ROUNDS} rounds)`,
  async () => {
    const kept: Person[] = []
    const outcomes = await race({
      async play(someone) {
        const { token } = someone
        const answer = await call(two.servers[0], 'DELETE', 'account/deletion', undefined, { token })
        if (answer.status === 200) kept.push(someone)
        return [answer]
      },
      allowed: ['200', 'session_required'],
    })
    for (const someone of kept) expect(await expectWhole(someone)).toBe(true)
    console.log('keeping against the end', outcomes)
  },
  MOST_MS,
)

test(
  `the end against an address being changed: neither the old nor the new one is left with anybody (${ROUNDS} rounds)`,
  async () => {
    const path = 'account/identifier-changes/code'
    const flows = new Map<string, { flow: string; code: string; next: string }>()
    const outcomes = await race({
      async prepare({ email, token }) {
        const next = newEmail()
        const [identifier] = (await call(two.servers[0], 'GET', 'account', undefined, { token })).body.identifiers
        const start = `account/identifiers/${identifier.id}/change`
        const { flow } = (await call(two.servers[0], 'POST', start, { identifier: next }, { token })).body
        await call(two.servers[0], 'POST', path, { flow, code: await readCode(two.servers[0], email) }, { token })
        flows.set(email, { flow, code: await readCode(two.servers[0], next), next })
      },
      async play({ email, token }) {
        const { flow = '', code = '' } = flows.get(email) ?? {}
        return [await call(two.servers[1], 'POST', path, { flow, code }, { token })]
      },
      allowed: ['200', 'session_required', 'flow_ended', 'code_used'],
    })
    for (const [email, { next }] of flows)
      for (const address of [email, next]) expect(await signUp(two.servers[0], address, PASSWORD)).toBeTruthy()
    console.log('a change of address against the end', outcomes)
  },
  MOST_MS,
)

test(
  `the end against the link that freezes: frozen and kept, or gone (${ROUNDS} rounds)`,
  async () => {
    const links = new Map<string, string>()
    const outcomes = await race({
      async prepare({ email }) {
        const { body } = await call(two.servers[0], 'GET', `/outbox.json?to=${email}`)
        links.set(email, /\/not-me#([\w-]{43})/.exec(body[0].text)?.[1] ?? '')
      },
      async play({ email }) {
        return [await call(two.servers[1], 'POST', 'not-me', { token: links.get(email) })]
      },
      allowed: ['200', 'link_ended'],
    })
    console.log('freezing against the end', outcomes)
  },
  MOST_MS,
)

test(
  'the end while every key is rotated: no claim and no key comes back, and the rotation ends well',
  async () => {
    const [going, staying]: Person[][] = [[], []]
    for (let n = 0; n < 20; n++) {
      going?.push(await leaving())
      staying?.push(await person())
    }
    const rotation = startRotation(two.database.url, ROOT_KEY, { load: 0.5, batchSize: 5 })
    const sweeping = await sweeper()
    for (const someone of going ?? []) {
      await letBeDue([someone])
      await sleep(400)
    }
    const { code, said } = await rotation.ended
    await waitUntilDone(going ?? [])
    await sweeping.kill()
    const done = expect.stringContaining('index: nothing is left under the old key')
    expect({ code, said }).toEqual({ code: 0, said: done })
    for (const someone of going ?? []) await expectGone(someone)
    for (const table of ['identifiers', 'identifier_claims', 'passwords']) {
      const strays = `SELECT 1 FROM ${table} WHERE account_id NOT IN (SELECT account_id FROM accounts)`
      expect([table, await query(strays)]).toEqual([table, []])
    }
    for (const { email: identifier } of staying ?? [])
      expect((await call(two.servers[0], 'POST', 'sign-in', { identifier, password: PASSWORD })).status).toBe(200)
  },
  MOST_MS,
)
