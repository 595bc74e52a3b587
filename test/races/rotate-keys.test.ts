// Promise P7: keys are rotated while people sign up and sign in, with no failure; killed, a rotation is taken up.
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Deps } from '../../server/platform/deps.ts'
import { type LoadedKeys, loadKeys } from '../../server/platform/keys.ts'
import { localRootKey } from '../../server/platform/root-key.ts'
import { type TestDatabase, withDatabase } from '../support/database.ts'
import { inParallel, longLived, lookUp, type Rotation, signUp, startRotation, waits } from '../support/rotation.ts'

/** Accounts at the beginning; the promise is proven by hand with ROTATE_ACCOUNTS=100000. */
const ACCOUNTS = Number(process.env.ROTATE_ACCOUNTS ?? 2_000)
const timeout = 120_000 + ACCOUNTS * 12

const rootBytes = randomBytes(32)
let database: TestDatabase
let nodes: Deps[]
let rings: LoadedKeys[]
let people = ACCOUNTS

beforeAll(async () => {
  database = await withDatabase({ rootKey: Buffer.from(rootBytes) })
  const root = () => localRootKey(Buffer.from(rootBytes))
  const { db, clock } = database.deps
  // One hears of changes, the other is deaf and only reads the table again now and then.
  const deaf = { ...db, listen: async () => async () => {} }
  rings = await Promise.all([db, deaf].map((each) => loadKeys(each, root(), clock, waits.nodes)))
  nodes = rings.map((keys) => ({ ...database.deps, keys }))
  await inParallel(8, ACCOUNTS, (number) => signUp(node(number), number))
}, timeout)

afterAll(async () => {
  await Promise.all(rings.map((keys) => keys.close()))
  await database.drop()
})

const node = (number: number) => nodes[number % nodes.length] as Deps
const start = (load: number, batchSize = 200) =>
  startRotation(database.url, rootBytes.toString('hex'), { load, batchSize })

async function newestKid(): Promise<number> {
  const [row] = await database.query("SELECT max(kid) AS kid FROM keys WHERE purpose = 'password'")
  return row?.kid
}

/** Everybody is found and opens, each under one key, and the older keys are gone. */
async function expectAllUnder(kid: number): Promise<void> {
  await Promise.all(rings.map((keys) => keys.reload()))
  await inParallel(8, people, (number) => lookUp(node(number), database, number))
  const [counts] = await database.query(
    `SELECT (SELECT count(*) FROM accounts)::int AS accounts, (SELECT count(*) FROM identifiers)::int AS identifiers,
            (SELECT count(*) FROM identifier_claims)::int AS claims,
            (SELECT count(DISTINCT identifier_id) FROM identifier_claims)::int AS claimed,
            (SELECT count(*) FROM passwords)::int AS passwords`,
  )
  expect(counts).toEqual({ accounts: people, identifiers: people, claims: people, claimed: people, passwords: people })
  const kids = await database.query(
    `SELECT substring(data_key FROM 2 FOR 4) AS kid FROM accounts UNION SELECT substring(sealed FROM 2 FOR 4) FROM passwords
     UNION SELECT substring(lookup FROM 1 FOR 4) FROM identifier_claims`,
  )
  expect(kids.map((row) => row.kid.readUInt32BE())).toEqual([kid])
  const live = await database.query('SELECT purpose, kid FROM keys WHERE wrapped IS NOT NULL AND purpose = ANY($1)', [
    longLived,
  ])
  expect(live.map((row) => row.kid)).toEqual([kid, kid, kid])
}

/** People who come while the rotation runs, on both nodes. */
async function peopleCome(rotation: Rotation): Promise<{ done: number; failures: string[] }> {
  let isOver = false
  let done = 0
  const failures: string[] = []
  const ended = rotation.ended.then(() => {
    isOver = true
  })
  const attempt = async (work: () => Promise<unknown>) => {
    await work().catch((error) => failures.push(String(error)))
    done++
  }
  const person = async (seat: number) => {
    while (!isOver) {
      const here = node(seat)
      const there = node(seat + 1)
      await attempt(() => lookUp(here, database, Math.floor(Math.random() * ACCOUNTS)))
      await attempt(async () => {
        if (await signUp(here, Math.floor(Math.random() * ACCOUNTS))) throw new Error('a taken address was given away')
      })
      const number = people++
      await attempt(async () => {
        const results = await Promise.all([signUp(here, number), signUp(there, number)])
        if (results.filter(Boolean).length !== 1) throw new Error(`${results} of one new address`)
        await lookUp(there, database, number)
      })
      await sleep(5)
    }
  }
  await Promise.all([0, 1, 2, 3].map(person))
  await ended
  return { done, failures }
}

it(
  'rotates under look-ups and sign-ups without one failure or one address twice',
  async () => {
    const began = performance.now()
    const rotation = start(0.5)
    const { done, failures } = await peopleCome(rotation)
    const seconds = (performance.now() - began) / 1000
    const { code, said } = await rotation.ended
    expect(failures).toEqual([])
    expect({ code, said }).toEqual({
      code: 0,
      said: expect.stringContaining('index: nothing is left under the old key'),
    })
    expect(done).toBeGreaterThan(100)
    await expectAllUnder(2)
    if (process.env.ROTATE_ACCOUNTS)
      console.log(`${ACCOUNTS} accounts in ${seconds.toFixed(1)} s beside ${done} acts\n${said}`)
  },
  timeout,
)

it(
  'is taken up after kill -9 at any moment, with the same new key',
  async () => {
    const next = (await newestKid()) + 1
    for (let kill = 0; kill < 6; kill++) {
      const rotation = start(0.3, 50)
      await rotation.spoke // a busy machine takes long to start it
      await sleep(Math.random() * 2_500 + kill * 300)
      rotation.process.kill('SIGKILL')
      await rotation.ended
      for (const number of [0, ACCOUNTS - 1]) await lookUp(node(number), database, number)
    }
    const { code, said } = await start(1).ended
    expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining(`going on with key ${next}`) })
    await expectAllUnder(next)
  },
  timeout,
)

it(
  'keeps the old key and says whose value it is when one does not open',
  async () => {
    const kid = await newestKid()
    const [row] = await database.query('SELECT account_id, sealed FROM passwords LIMIT 1')
    const damaged = Buffer.from(row?.sealed)
    damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1
    await database.query('UPDATE passwords SET sealed = $2 WHERE account_id = $1', [row?.account_id, damaged])
    const { code, said } = await start(1).ended
    expect(code).toBe(1)
    expect(said).toContain(row?.account_id)
    const live = await database.query(
      "SELECT kid FROM keys WHERE purpose = 'password' AND wrapped IS NOT NULL ORDER BY kid",
    )
    expect(live).toEqual([{ kid }, { kid: kid + 1 }])
  },
  timeout,
)
