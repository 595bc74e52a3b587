import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, withDatabase } from '../../test/support/database.ts'
import { Refusal } from '../platform/refusals.ts'
import { countSpending, refundBudget, spendBudget, spendBudgetQuietly } from './spend-budget.ts'
import { sweepLimits } from './sweep-limits.ts'

let base: TestDatabase
beforeAll(async () => {
  base = await withDatabase()
})
afterAll(() => base.drop())

const three = { name: 'test', most: 3, windowSeconds: 3600 }
const spend = (...subject: string[]) => spendBudgetQuietly(base.deps, three, subject)

test('so many in a window that begins with the first; then the seconds until it ends', async () => {
  for (let at = 0; at < 3; at++) {
    expect(await spend('a')).toBeUndefined()
    base.deps.clock.advance(600)
  }
  const left = await spend('a')
  expect(left).toBeGreaterThan(1790)
  expect(left).toBeLessThanOrEqual(1800)
  base.deps.clock.advance(left ?? 0)
  expect(await spend('a')).toBeUndefined()
})

describe('a budget that rolls', () => {
  const rolling = { ...three, rolls: true } as const
  const roll = (subject: string) => countSpending(base.deps, rolling, [subject])
  const pass = (seconds: number) => base.deps.clock.advance(seconds)

  test('gives each back by itself: in no hour more than there are, wherever it begins', async () => {
    const spentAt: number[] = []
    for (let at = 0; at < 400; at++) {
      pass((at * 7919) % 900)
      const now = base.deps.clock.now().getTime()
      if ('spent' in (await roll('r'))) spentAt.push(now)
    }
    const withinAnHour = spentAt.map((from) => spentAt.filter((at) => at >= from && at < from + 3_599_900).length)
    expect(Math.max(...withinAnHour)).toBe(3)
    expect(spentAt.length).toBeGreaterThan(100)
  })

  test('tells which it was, and how long until the oldest is given back', async () => {
    expect(await roll('s')).toEqual({ spent: 1 })
    pass(1200)
    expect(await roll('s')).toEqual({ spent: 2 })
    pass(1200)
    expect(await roll('s')).toEqual({ spent: 3 })
    expect(await roll('s')).toEqual({ waitSeconds: 1200 })
    pass(1200)
    expect(await roll('s')).toEqual({ spent: 3 })
    expect(await roll('s')).toEqual({ waitSeconds: 1200 })
  })

  test('one that was spent for nothing comes back, or all do', async () => {
    for (let at = 0; at < 3; at++) await roll('t')
    await refundBudget(base.deps.db, base.deps, rolling, ['t'])
    expect(await roll('t')).toEqual({ spent: 3 })
    await refundBudget(base.deps.db, base.deps, rolling, ['t'], { all: true })
    expect(await roll('t')).toEqual({ spent: 1 })
  })

  test('what was spent while it did not roll stays spent until that window ends', async () => {
    await countSpending(base.deps, three, ['u'])
    await countSpending(base.deps, three, ['u'])
    pass(1800)
    expect(await roll('u')).toEqual({ spent: 3 })
    expect(await roll('u')).toEqual({ waitSeconds: 1800 })
    pass(1800)
    expect(await roll('u')).toEqual({ spent: 2 })
  })

  test('beside servers that know of no rolling, no more are counted than there are', async () => {
    let counted = 0
    for (let at = 0; at < 10; at++)
      for (const budget of [rolling, three])
        if ('spent' in (await countSpending(base.deps, budget, ['w']))) counted += 1
    expect(counted).toBe(3)
  })

  test('of fifty at once as many are counted as there are', async () => {
    const spent = await Promise.all(Array.from({ length: 50 }, () => roll('v')))
    expect(spent.filter((one) => 'spent' in one)).toHaveLength(3)
  })
})

test('a refused spending costs nothing more', async () => {
  for (let at = 0; at < 10; at++) await spend('b')
  base.deps.clock.advance(3600)
  for (let at = 0; at < 3; at++) expect(await spend('b')).toBeUndefined()
})

test('refuses by the name given, with the time to wait', async () => {
  for (let at = 0; at < 3; at++) await spend('c')
  const refused = await spendBudget(base.deps, three, ['c'], 'too_many_codes').catch((error) => error)
  expect(refused).toBeInstanceOf(Refusal)
  expect(refused).toMatchObject({ code: 'too_many_codes', details: { retryAfterSeconds: expect.any(Number) } })
})

test('subjects and budgets are apart, also where their names run together', async () => {
  for (let at = 0; at < 4; at++) await spend('ab', 'c')
  expect(await spend('a', 'bc')).toBeUndefined()
  expect(await spend('abc')).toBeUndefined()
  expect(await spendBudgetQuietly(base.deps, { ...three, name: 'other' }, ['ab', 'c'])).toBeUndefined()
})

test('of many at once exactly so many are spent', async () => {
  const spent = await Promise.all(Array.from({ length: 50 }, () => spend('d')))
  expect(spent.filter((wait) => wait === undefined)).toHaveLength(3)
})

test('the key in the table says nothing of the subject', async () => {
  await spend('ola@example.com')
  const rows = await base.query<{ key: Buffer }>('SELECT key FROM budgets')
  expect(rows.every(({ key }) => !key.includes('ola'))).toBe(true)
})

test('sweeping forgets what has ended and nothing else', async () => {
  await spend('old')
  base.deps.clock.advance(3601)
  for (let at = 0; at < 3; at++) await spend('recent')
  await sweepLimits(base.deps)
  const [row] = await base.query<{ n: number }>('SELECT count(*)::int AS n FROM budgets')
  expect(row?.n).toBe(1)
  expect(await spend('recent')).toBeGreaterThan(0)
})
