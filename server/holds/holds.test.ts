import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, withDatabase } from '../../test/support/database.ts'
import { signedIn as en } from '../../web/words/en.ts'
import { signedIn as nb } from '../../web/words/nb.ts'
import { signedIn as nn } from '../../web/words/nn.ts'
import { newId } from '../platform/ids.ts'
import { policy } from '../platform/policy.ts'
import { holdReasons, listHolds, startHold } from './holds.ts'
import * as queries from './queries.ts'

let base: TestDatabase
beforeAll(async () => {
  base = await withDatabase()
})
afterAll(() => base.drop())

const start = (accountId: string, reason: Parameters<typeof startHold>[3]) =>
  base.deps.db.transaction((tx) => startHold(tx, base.deps, accountId, reason))
const hoursLeft = async (accountId: string) =>
  (await listHolds(base.deps, accountId)).map(({ reason, endsAt }) => [
    reason,
    Math.round((endsAt.getTime() - base.deps.clock.now().getTime()) / 36_000) / 100,
  ])

test.each([
  ['identifier_added', 6],
  ['identifier_changed', 24],
  ['identifier_removed', 24],
  ['password_reset', 24],
  ['password_changed', 24],
  ['thawed', 24],
  ['deletion_cancelled', 24],
] as const)('%s pauses withdrawals for %i hours, and not longer', async (reason, hours) => {
  const accountId = newId()
  const endsAt = await start(accountId, reason)
  expect((endsAt.getTime() - base.deps.clock.now().getTime()) / 3_600_000).toBeCloseTo(hours, 2)
  expect(await hoursLeft(accountId)).toEqual([[reason, hours]])
  base.deps.clock.advance(hours * 3600 - 5)
  expect(await hoursLeft(accountId)).toHaveLength(1)
  base.deps.clock.advance(6)
  expect(await hoursLeft(accountId)).toEqual([])
})

test('each reason has its own end; the same reason again ends later, never sooner', async () => {
  const accountId = newId()
  await start(accountId, 'password_changed')
  base.deps.clock.advance(3600)
  await start(accountId, 'identifier_added')
  expect(await hoursLeft(accountId)).toEqual([
    ['password_changed', 23],
    ['identifier_added', 6],
  ])
  base.deps.clock.advance(2 * 3600)
  await start(accountId, 'identifier_added')
  expect(await hoursLeft(accountId)).toEqual([
    ['password_changed', 21],
    ['identifier_added', 6],
  ])
})

test('is its account’s alone', async () => {
  const [mine, theirs] = [newId(), newId()]
  await start(mine, 'identifier_added')
  expect(await listHolds(base.deps, theirs)).toEqual([])
})

test('goes with its cause: rolled back, there is none', async () => {
  const accountId = newId()
  const failing = base.deps.db.transaction(async (tx) => {
    await startHold(tx, base.deps, accountId, 'identifier_added')
    throw new Error('the cause failed')
  })
  await expect(failing).rejects.toThrow('the cause failed')
  expect(await listHolds(base.deps, accountId)).toEqual([])
})

test('nothing shortens one: no statement changes a hold, or deletes one but with its whole account', () => {
  const { forget, ...others } = queries
  for (const { text } of Object.values(others)) expect(text).toMatch(/^(INSERT INTO holds|SELECT)/)
  expect(forget.text).toBe('DELETE FROM holds WHERE account_id = $1')
  expect(policy.identifierHoldSeconds).toBe(6 * 3600)
})

test.each(holdReasons)('whoever is on hold for %s is told why, in every language', (reason) => {
  for (const { holdReasons: words } of [nb, nn, en]) expect(words).toHaveProperty(reason)
})
