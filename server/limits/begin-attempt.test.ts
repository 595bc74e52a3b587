import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, withDatabase } from '../../test/support/database.ts'
import { Refusal } from '../platform/refusals.ts'
import { UNSETTLED_SECONDS, WAITS_SECONDS } from './attempts.ts'
import { type Attempt, beginAttempt } from './begin-attempt.ts'
import { beginStrangerTry } from './stranger-tries.ts'
import { sweepLimits } from './sweep-limits.ts'

let base: TestDatabase
beforeAll(async () => {
  base = await withDatabase()
})
afterAll(() => base.drop())

const newKey = () => randomBytes(20)

async function fail(key: Buffer, times: number): Promise<void> {
  for (let at = 0; at < times; at++) await (await beginAttempt(base.deps, key)).fail()
}

async function refusalOf(begun: Promise<Attempt>): Promise<Refusal> {
  const refused = await begun.then(
    () => undefined,
    (error) => error,
  )
  if (!(refused instanceof Refusal)) throw new Error('it was begun')
  return refused
}

test('four wrong tries cost nothing; each one after doubles the wait, up to a quarter of an hour', async () => {
  const key = newKey()
  for (const [at, seconds] of [...WAITS_SECONDS, 900].entries()) {
    await fail(key, 1)
    if (seconds === 0) continue
    const { code, details } = await refusalOf(beginAttempt(base.deps, key))
    expect([at, code, details.retryAfterSeconds]).toEqual([at, 'too_many_attempts', seconds])
    base.deps.clock.advance(seconds)
  }
})

test('a server whose clock is a little behind sees no wait where there is none', async () => {
  const key = newKey()
  const { clock } = base.deps
  const behind = { ...base.deps, clock: { now: () => new Date(clock.now().getTime() - 2_000) } }
  const first = await beginAttempt(base.deps, key)
  await (await beginAttempt(behind, key)).fail()
  await first.succeed()
  await (await beginAttempt(behind, key)).succeed()
  await fail(key, 4)
  await (await beginAttempt(behind, key)).abandon()
})

test('of many begun at once no more are under way than free wrong tries are left; the rest wait their turn', async () => {
  const key = newKey()
  let underWay = 0
  let most = 0
  const one = async () => {
    const attempt = await beginAttempt(base.deps, key)
    most = Math.max(most, ++underWay)
    await new Promise((resolve) => setTimeout(resolve, 5))
    underWay -= 1
    await attempt.succeed()
  }
  await Promise.all(Array.from({ length: 30 }, one))
  expect(most).toBeLessThanOrEqual(4)
})

test('whoever waits only looks, and leaves the row to those who settle theirs', async () => {
  const key = newKey()
  const row = async () => (await base.query('SELECT xmax::text, ctid::text FROM attempts WHERE key = $1', [key]))[0]
  const underWay = await Promise.all(Array.from({ length: 4 }, () => beginAttempt(base.deps, key)))
  const waiting = beginAttempt(base.deps, key)
  await sleep(100)
  const before = await row()
  await sleep(300)
  expect(await row()).toEqual(before)
  await underWay[0]?.abandon()
  await (await waiting).abandon()
})

test('of many wrong tries begun at once five are made', async () => {
  const key = newKey()
  const results = await Promise.allSettled(
    Array.from({ length: 60 }, async () => (await beginAttempt(base.deps, key)).fail()),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
})

test('a success forgets; an abandoned try counts for nothing', async () => {
  const key = newKey()
  await fail(key, 4)
  for (let at = 0; at < 10; at++) await (await beginAttempt(base.deps, key)).abandon()
  await (await beginAttempt(base.deps, key)).succeed()
  await fail(key, 4)
  await (await beginAttempt(base.deps, key)).abandon()
})

describe('a try that is never settled, because its server was killed', () => {
  test('counts as wrong, and the next waits no longer than it must', async () => {
    const key = newKey()
    await fail(key, 3)
    await beginAttempt(base.deps, key)
    base.deps.clock.advance(UNSETTLED_SECONDS)
    await fail(key, 1)
    expect((await refusalOf(beginAttempt(base.deps, key))).details.retryAfterSeconds).toBe(10)
  })

  test('five of them block as five wrong ones do', async () => {
    const key = newKey()
    for (let at = 0; at < 4; at++) await beginAttempt(base.deps, key)
    base.deps.clock.advance(UNSETTLED_SECONDS)
    await beginAttempt(base.deps, key)
    base.deps.clock.advance(UNSETTLED_SECONDS)
    expect((await refusalOf(beginAttempt(base.deps, key))).code).toBe('too_many_attempts')
  })
})

describe('a try that nothing came of, as where the server is too busy', () => {
  const strangersOf = (key: Buffer) => base.query('SELECT * FROM stranger_tries WHERE key = $1', [key])
  const attemptsOf = (key: Buffer) => base.query('SELECT * FROM attempts WHERE key = $1', [key])

  test('leaves nothing behind once its half minute is over: it cost nobody any work, and the address may be made up', async () => {
    const key = newKey()
    const [here, anywhere] = [await beginAttempt(base.deps, key), await beginStrangerTry(base.deps, key)]
    await here.abandon()
    await anywhere?.abandon()
    base.deps.clock.advance(UNSETTLED_SECONDS)
    await sweepLimits(base.deps)
    expect([await strangersOf(key), await attemptsOf(key)]).toEqual([[], []])
  })

  test('takes nothing along of what others tried, or are trying', async () => {
    const [wrong, open] = [newKey(), newKey()]
    await (await beginAttempt(base.deps, wrong)).fail()
    await (await beginStrangerTry(base.deps, wrong))?.fail()
    for (const key of [open, open, wrong]) {
      const [here, anywhere] = [await beginAttempt(base.deps, key), await beginStrangerTry(base.deps, key)]
      if (key === open && (await attemptsOf(key))[0]?.pending === 1) continue // the first one is under way still
      await here.abandon()
      await anywhere?.abandon()
    }
    base.deps.clock.advance(UNSETTLED_SECONDS)
    await sweepLimits(base.deps)
    for (const key of [wrong, open])
      expect([(await strangersOf(key)).length, (await attemptsOf(key)).length]).toEqual([1, 1])
    expect(await strangersOf(wrong)).toMatchObject([{ failures: 1, in_a_row: 1, pending: 0 }])
    expect(await strangersOf(open)).toMatchObject([{ pending: 1 }])
  })
})

test('sweeping deletes what is forgotten, and nothing that still counts', async () => {
  const [old, recent] = [newKey(), newKey()]
  await fail(old, 5)
  base.deps.clock.advance(24 * 3600 + 1)
  await fail(recent, 5)
  await sweepLimits(base.deps)
  const left = await base.query<{ key: Buffer }>('SELECT key FROM attempts')
  expect(left.map(({ key }) => key.toString('hex'))).toEqual([recent.toString('hex')])
  expect((await refusalOf(beginAttempt(base.deps, recent))).code).toBe('too_many_attempts')
})
