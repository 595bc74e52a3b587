import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Db } from '../platform/db.ts'
import { CERTAIN_MS, LONGEST_MS, openSessionCache, type SessionCache } from './session-cache.ts'

let hear: (accountId: string) => void
let tellGap: () => void
/** Whether every notice has been heard: settled by the test. */
let hearing: PromiseWithResolvers<void>[]
const db = {
  async listen(_channel: string, onNotice: (payload: string) => void, onGap?: () => void) {
    hear = onNotice
    tellGap = onGap ?? (() => {})
    return async () => {}
  },
  heardAll() {
    const asked = Promise.withResolvers<void>()
    hearing.push(asked)
    return asked.promise
  },
} as unknown as Db // all it is asked for here is to listen

let now: Date
let loads: string[]
let answer: (token: string) => Promise<string | undefined>
let cache: SessionCache<string>
beforeEach(async () => {
  now = new Date('2026-01-01')
  hearing = []
  loads = []
  answer = async (token) => `view of ${token}`
  cache = await openSessionCache<string>({ db, clock: { now: () => now } }, (token) => {
    loads.push(token)
    return answer(token)
  })
})
afterEach(() => cache.close())

/** However long what was before has taken. */
async function makeCertain(token: string): Promise<void> {
  for (const seeks of [true, false]) {
    for (const { resolve } of hearing.splice(0)) resolve()
    await sleep(0)
    if (seeks) cache.peek(token)
  }
}

test('asks once for many at once, and for a moment after', async () => {
  const views = await Promise.all(Array.from({ length: 10 }, () => cache.get('t', 'a')))
  expect(new Set(views)).toEqual(new Set(['view of t']))
  expect(cache.peek('t')).toBe('view of t')
  expect(loads).toEqual(['t'])
})

test('without certainty answers by nothing older than 200 ms, and promises 250', async () => {
  expect(CERTAIN_MS).toBeLessThanOrEqual(200)
  await cache.get('t', 'a')
  await sleep(CERTAIN_MS + 5)
  expect(cache.peek('t')).toBeUndefined()
  await cache.get('t', 'a')
  expect(loads).toEqual(['t', 't'])
})

test('answers on, for as long as it is certain that it missed no notice', async () => {
  await cache.get('t', 'a')
  const begun = performance.now()
  while (performance.now() - begun < 2 * CERTAIN_MS) {
    expect(cache.peek('t')).toBe('view of t')
    for (const { resolve } of hearing.splice(0)) resolve()
    await sleep(10)
  }
  expect(loads).toEqual(['t'])
  // From the last time it was made certain, counted from when that was asked for, it is 200 ms.
  await sleep(CERTAIN_MS + 5)
  expect(cache.peek('t')).toBeUndefined()
})

test('counts the certainty from before it was asked for', async () => {
  await cache.get('t', 'a')
  await sleep(CERTAIN_MS + 5)
  for (const { resolve } of hearing.splice(0)) resolve()
  await sleep(0)
  expect(cache.peek('t')).toBeUndefined()
})

test('certainty that cannot be had keeps nothing, and is sought again', async () => {
  await cache.get('t', 'a')
  for (const { reject } of hearing.splice(0)) reject(new Error('away'))
  await sleep(CERTAIN_MS + 5)
  expect(cache.peek('t')).toBeUndefined()
  expect(hearing).toHaveLength(1)
})

test('does not seek certainty more often than it needs it, nor while nobody asks', async () => {
  await cache.get('t', 'a')
  for (let times = 0; times < 100; times++) cache.peek('t')
  expect(hearing).toHaveLength(1)
  for (const { resolve } of hearing) resolve()
  await sleep(0)
  for (let times = 0; times < 100; times++) cache.peek('t')
  await sleep(CERTAIN_MS)
  expect(hearing).toHaveLength(1)
})

test('keeps no answer longer than ten seconds: what the clock ends is told by no notice', async () => {
  await cache.get('t', 'a')
  now = new Date(now.getTime() + LONGEST_MS - 1)
  expect(cache.peek('t')).toBe('view of t')
  now = new Date(now.getTime() + 1)
  expect(cache.peek('t')).toBeUndefined()
})

test('counts the age from before the question, not from its answer', async () => {
  answer = async () => {
    await sleep(CERTAIN_MS + 5)
    return 'late'
  }
  await cache.get('t', 'a')
  expect(cache.peek('t')).toBeUndefined()
})

test('a notice, or forgetting, makes it ask again for every token of the account, and of no other', async () => {
  for (const forget of [(id: string) => hear(id), (id: string) => cache.forget(id)]) {
    await cache.get('one', 'a')
    await cache.get('two', 'a')
    await cache.get('three', 'b')
    forget('a')
    expect([cache.peek('one'), cache.peek('two'), cache.peek('three')]).toEqual([undefined, undefined, 'view of three'])
  }
})

test('a question under way when the notice comes is not remembered: its answer may be from before', async () => {
  const { promise, resolve } = Promise.withResolvers<string>()
  answer = () => promise
  const early = cache.get('t', 'a')
  hear('a')
  answer = async () => undefined
  expect(await cache.get('t', 'a')).toBeUndefined()
  resolve('from before')
  await early
  expect(cache.peek('t')).toBeUndefined()
  expect(await cache.get('t', 'a')).toBeUndefined()
})

test('notices that were lost: everything is asked again', async () => {
  await cache.get('one', 'a')
  tellGap()
  expect(cache.peek('one')).toBeUndefined()
})

test('remembers no token that stands for nothing, and no failure', async () => {
  answer = async () => undefined
  await cache.get('nothing', 'a')
  answer = async () => Promise.reject(new Error('away'))
  await expect(cache.get('failing', 'a')).rejects.toThrow('away')
  answer = async () => 'there'
  expect(await cache.get('nothing', 'a')).toBe('there')
  expect(await cache.get('failing', 'a')).toBe('there')
})

test('holds so many tokens and no more', async () => {
  await Promise.all(Array.from({ length: 20_001 }, (_, at) => cache.get(`t${at}`, `a${at}`)))
  await makeCertain('t20000')
  expect(cache.peek('t0')).toBeUndefined()
  expect(cache.peek('t20000')).toBe('view of t20000')
})
