// Whether the model of promise P14 would see a hole: products that have one each, found by playing. In CI those that chance
// picks; all of them: PROMISES=full, or PORTVAKT_MUTANTS=1000.
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Deps } from '../../server/platform/deps.ts'
import { createPasswordHasher } from '../../server/platform/password-hasher.ts'
import { type TestDatabase, withDatabase } from '../support/database.ts'
import { easeBotCheck, openLane } from '../support/model/lane.ts'
import { FIRST_PASSWORD } from '../support/model/move.ts'
import { type Mutant, withHole } from '../support/model/mutant.ts'
import { mutants } from '../support/model/mutants.ts'
import { play } from '../support/model/play.ts'
import { newTally } from '../support/model/tally.ts'
import { scale } from '../support/scale.ts'
import { findStatements } from '../support/statements.ts'
import { weakHashing } from '../support/weak-hashing.ts'

/** Most are found within sixty, those at the end of a long journey within some hundred; far more, so that chance hides none. */
const WITHIN = 3_000
const MOVES = 12
/**
 * By its answer a hole is found, or by what changed hands. A statement that is wrong, and nothing else, would be none; and a
 * product with a hole may fail besides, as when a proof of one act does not open under another: that finds nothing yet.
 */
const BROKEN = /server failed|syntax|there is no «/

/** Which of them a call is played with: how a signature is looked at is no part of what a server is given. */
const playing = new AsyncLocalStorage<Mutant>()
vi.mock('@simplewebauthn/server', async (original) => {
  const library = await original<typeof import('@simplewebauthn/server')>()
  const { verifyAuthenticationResponse: look } = library
  const verifyAuthenticationResponse: typeof look = (options) =>
    playing.getStore()?.looks?.(options, look) ?? look(options)
  return { ...library, verifyAuthenticationResponse }
})

let database: TestDatabase
let deps: Deps
let phc: string
beforeAll(async () => {
  database = await withDatabase()
  const hasher = await createPasswordHasher(weakHashing)
  deps = { ...database.deps, hasher }
  phc = await hasher.hash(FIRST_PASSWORD)
})
const hardenBotCheck = easeBotCheck()
afterAll(async () => {
  hardenBotCheck()
  await database.drop()
})

const TRIED = scale('PORTVAKT_MUTANTS', { ci: 8, full: mutants.length })
const tried = mutants
  .map((mutant) => ({ mutant, at: randomInt(2 ** 31) }))
  .sort((one, other) => one.at - other.at)
  .slice(0, TRIED)
  .map(({ mutant }) => mutant)

test('each hole is in statements that the product has', async () => {
  const texts = new Map((await findStatements()).map(({ name, text }) => [name, text]))
  for (const { name: hole, statements } of mutants)
    for (const [name, change] of Object.entries(statements)) {
      const text = texts.get(name)
      expect(text, `${hole}: there is no statement ${name}`).toBeDefined()
      expect(change(text as string), `${hole}: ${name} stays as it is`).not.toBe(text)
    }
})

test.concurrent.each(tried)('$name', { timeout: 600_000 }, async (mutant) => {
  // A hole of those who have a password alone is looked for among them.
  const [isBound, hasPasskeys] = [mutant.isOfFactors === true, mutant.isOfPasskeys === true]
  const lane = await openLane(withHole(deps, mutant), { phc }, newTally(), { isBound, hasPasskeys })
  let found: string | undefined
  let played = 0
  while (!found && played++ < WITHIN) {
    const numbers = Array.from({ length: MOVES }, () => randomInt(2 ** 31))
    const said = await playing
      .run(mutant, () => play(lane, numbers, mutant.theme))
      .then(
        () => undefined,
        (error: Error) => error.message.split('\n')[0]?.slice(0, 160),
      )
    if (said && !BROKEN.test(said)) found = said
  }
  await lane.app.close()
  console.log(`${mutant.name}: ${found ?? 'not found'}, in sequence ${played}`)
  expect(found).toBeDefined()
})
