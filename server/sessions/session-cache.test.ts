import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Db } from '../platform/db.ts'
import { CACHE_MS, openSessionCache, type SessionCache } from './session-cache.ts'

let hear: (accountId: string) => void
let tellGap: () => void
const db = {
  async listen(_channel: string, onNotice: (payload: string) => void, onGap?: () => void) {
    hear = onNotice
    tellGap = onGap ?? (() => {})
    return async () => {}
  },
} as unknown as Db // the one thing it is asked for here is to listen

let loads: string[]
let answer: (token: string) => Promise<string | undefined>
let cache: SessionCache<string>
beforeEach(async () => {
  loads = []
  answer = async (token) => `view of ${token}`
  cache = await openSessionCache<string>({ db }, (token) => {
    loads.push(token)
    return answer(token)
  })
})
afterEach(() => cache.close())

test('asks once for many at once, and for a moment after', async () => {
  const views = await Promise.all(Array.from({ length: 10 }, () => cache.get('t', 'a')))
  expect(new Set(views)).toEqual(new Set(['view of t']))
  expect(cache.peek('t')).toBe('view of t')
  expect(loads).toEqual(['t'])
})

test('never answers by what is older than 200 ms, and promises 250', async () => {
  expect(CACHE_MS).toBeLessThanOrEqual(200)
  await cache.get('t', 'a')
  await sleep(CACHE_MS + 5)
  expect(cache.peek('t')).toBeUndefined()
  await cache.get('t', 'a')
  expect(loads).toEqual(['t', 't'])
})

test('counts the age from before the question, not from its answer', async () => {
  answer = async () => {
    await sleep(CACHE_MS + 5)
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
  expect(cache.peek('t0')).toBeUndefined()
  expect(cache.peek('t20000')).toBe('view of t20000')
})
