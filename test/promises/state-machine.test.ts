// Promises P14, P15: steps cannot be skipped, swapped or replayed. Random sequences of public calls against a model that
// knows who holds which proof; every answer is one the model allows, and nothing changes hands without its proof.
// The full run: PORTVAKT_SEQUENCES=1000000, which takes the time it takes; without, 20,000 or as many as go into two minutes.
// A failure prints the moves and the seed: PORTVAKT_SEED=… plays it again.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildApp } from '../../server/app.ts'
import { verifyPassword } from '../../server/passwords/verify-password.ts'
import { createPasswordHasher } from '../../server/platform/password-hasher.ts'
import { type TestDatabase, withDatabase } from '../support/database.ts'
import { anyMove, type Move } from '../support/model/moves.ts'
import {
  call,
  FIRST_PASSWORD,
  type Lane,
  newWorld,
  type Person,
  passwords,
  type World,
} from '../support/model/world.ts'

const SEQUENCES = Number(process.env.PORTVAKT_SEQUENCES ?? 20_000)
const MOST_MS = process.env.PORTVAKT_SEQUENCES ? Number.POSITIVE_INFINITY : 120_000
const SEED = Number(process.env.PORTVAKT_SEED ?? Date.now() % 2 ** 31)
const LANES = 24
const MOST_MOVES = 12

let database: TestDatabase
const lanes: Lane[] = []
const played = { sequences: 0, calls: 0, resets: 0 }

beforeAll(async () => {
  database = await withDatabase()
  const hasher = await createPasswordHasher({ slots: 2, queue: 1000, memoryKib: 8, iterations: 1, parallelism: 1 })
  const hashed = { phc: await hasher.hash(FIRST_PASSWORD) }
  for (let at = 0; at < LANES; at++) {
    let ahead = 0
    const clock = {
      now: () => new Date(Date.now() + ahead),
      advance: (seconds: number) => {
        ahead += seconds * 1000
      },
    }
    const deps = { ...database.deps, hasher, clock }
    lanes.push({ app: (await buildApp(deps)).http, deps, hashed, people: [] })
  }
})
afterAll(async () => {
  await Promise.all(lanes.map(({ app }) => app.close()))
  await database.drop()
})

async function play(lane: Lane, sequence: readonly Move[]): Promise<void> {
  const world = await newWorld(lane)
  const before = world.people.map((person) => ({ ...person }))
  for (const move of sequence) {
    if (!move.isPossible(world)) continue
    await move.play(world)
    played.calls++
  }
  await expectNothingElse(world, before)
  played.resets += world.resets.filter(({ state }) => state === 'done').length
  played.sequences++
}

/** After the last move: what changed hands is closed to those who had it, and open to those who have it. */
async function expectNothingElse(world: World, before: readonly Person[]): Promise<void> {
  for (const person of world.people) {
    const [row] = await database.query<{ is: boolean }>(
      'SELECT deletes_at IS NOT NULL AS is FROM accounts WHERE account_id = $1',
      [person.accountId],
    )
    expect([person.addresses, row?.is]).toEqual([person.addresses, person.isLeaving])
    const earlier = before.find(({ accountId }) => accountId === person.accountId)
    if (earlier?.version !== person.version) await expectPasswords(world.lane, person)
  }
  for (const { cookie, person, version, isEnded } of world.sessions) {
    if (!isEnded && version === person.version) continue
    expect((await call(world, 'GET', 'session', undefined, cookie)).status).toBe(401)
  }
}

async function expectPasswords({ deps }: Lane, { accountId, addresses, password: own }: Person): Promise<void> {
  for (const password of passwords) {
    const opens = await verifyPassword(deps, accountId, password)
    expect([addresses, password, opens]).toEqual([addresses, password, password === own])
  }
}

test(
  'random sequences of public calls: no privileged outcome without its proof',
  async () => {
    const begun = performance.now()
    const sequences = fc.array(anyMove, { minLength: 1, maxLength: MOST_MOVES, size: 'max' })
    await Promise.all(
      lanes.map((lane, at) =>
        fc.assert(
          fc.asyncProperty(sequences, async (sequence) => {
            if (performance.now() - begun < MOST_MS) await play(lane, sequence)
          }),
          {
            numRuns: Math.ceil(SEQUENCES / LANES),
            seed: SEED + at,
            reporter: (run) => {
              if (!run.failed) return
              const names = run.counterexample?.[0].map(({ name }) => name).join('\n  ')
              throw new Error(`seed ${SEED} (lane ${at}):\n  ${names}\n${run.errorInstance}`)
            },
          },
        ),
      ),
    )
    for (const lane of lanes) for (const person of lane.people) await expectPasswords(lane, person)
    const seconds = (performance.now() - begun) / 1000
    const [row] = await database.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM outbox WHERE template = 'recovery_code' AND state <> 'decoy' AND account_id NOT IN (SELECT account_id FROM accounts)",
    )
    expect(row?.n).toBe(0) // nobody who has no account was sent a code of a reset
    expect(played.sequences).toBeGreaterThan(Math.min(SEQUENCES, 500) - 1)
    expect(played.resets).toBeGreaterThan(played.sequences / 20)
    const { sequences: count, calls, resets } = played
    const took = `${seconds.toFixed(0)} s, seed ${SEED}`
    console.log(`${count} sequences, ${calls} calls, ${resets} resets done, none without its proof; ${took}`)
  },
  60_000 + SEQUENCES * 60,
)
