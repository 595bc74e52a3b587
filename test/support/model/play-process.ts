// Plays sequences in a process of its own, on a database that is there; what it played, or how it failed, goes to the parent.
import fc from 'fast-check'
import { pino } from 'pino'
import { readConfig } from '../../../server/config.ts'
import { openDb } from '../../../server/platform/db.ts'
import { loadKeys } from '../../../server/platform/keys.ts'
import { createPasswordHasher } from '../../../server/platform/password-hasher.ts'
import { localRootKey } from '../../../server/platform/root-key.ts'
import { weakHashing } from '../weak-hashing.ts'
import { easeBotCheck, openLane } from './lane.ts'
import { FIRST_PASSWORD } from './move.ts'
import { play } from './play.ts'
import { newTally } from './tally.ts'
import type { Lane } from './world.ts'

process.on('disconnect', () => process.exit())
const {
  MODEL_DATABASE = '',
  MODEL_ROOT_KEY = '',
  MODEL_SEED = '0',
  MODEL_SEQUENCES = '1',
  MODEL_LANES = '1',
} = process.env
const [seed, sequences, lanes] = [MODEL_SEED, MODEL_SEQUENCES, MODEL_LANES].map(Number) as [number, number, number]

// Refusals are errors, and most calls end in one: where each was thrown would cost more than the rest of it.
Error.stackTraceLimit = 0
easeBotCheck()
// Enough connections that no call waits for one: to wait too long would be a failure of the server's.
const db = openDb({ url: MODEL_DATABASE, poolSize: 2 * lanes })
const clock = { now: () => new Date() }
const keys = await loadKeys(db, localRootKey(Buffer.from(MODEL_ROOT_KEY, 'hex')), clock)
// The least that Argon2 takes: what is tried here is order and binding, not cost.
const hasher = await createPasswordHasher(weakHashing)
const hashed = { phc: await hasher.hash(FIRST_PASSWORD) }
const deps = { db, clock, keys, hasher, config: readConfig({}), log: pino({ level: 'silent' }) }
const tally = newTally()

/** Mostly short, since most holes are a few steps away; one in ten goes far. */
const number = fc.noShrink(fc.nat(2 ** 31 - 1))
const sequence = fc.oneof(
  { weight: 5, arbitrary: fc.array(number, { minLength: 1, maxLength: 4, size: 'max' }) },
  { weight: 4, arbitrary: fc.array(number, { minLength: 3, maxLength: 7, size: 'max' }) },
  { weight: 1, arbitrary: fc.array(number, { minLength: 8, maxLength: 16, size: 'max' }) },
)

async function playLane(lane: Lane, at: number): Promise<void> {
  const property = fc.asyncProperty(sequence, async (numbers) => fc.pre(await play(lane, numbers)))
  const numRuns = Math.ceil((sequences - at) / lanes)
  const found = await fc.check(property, { numRuns, seed: seed + at, endOnFailure: true })
  if (found.failed) throw new Error(`seed ${seed + at}, sequence ${found.numRuns}: ${found.errorInstance}`)
}

try {
  const opened: Lane[] = []
  while (opened.length < lanes) opened.push(await openLane(deps, hashed, tally))
  const { user, system } = process.cpuUsage()
  await Promise.all(opened.map(playLane))
  const used = process.cpuUsage({ user, system })
  tally.cpuSeconds = (used.user + used.system) / 1e6
  process.send?.({ tally })
} catch (error) {
  process.send?.({ failure: (error as Error).message })
}
process.disconnect?.()
