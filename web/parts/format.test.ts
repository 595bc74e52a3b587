import { describe, expect, it, vi } from 'vitest'
import * as en from '../words/en.ts'
import * as nb from '../words/nb.ts'
import * as nn from '../words/nn.ts'
import { ago } from './ago.ts'
import { left } from './time-left.ts'
import { spokenWait, wait } from './wait.ts'

/** The page has one language: each is put in the place of the one that is built in. */
async function inEach(ask: (parts: typeof import('./format.ts') & typeof import('./wait.ts')) => string) {
  const said: string[] = []
  for (const words of [nb, nn, en]) {
    vi.resetModules()
    vi.doMock('../words/active.ts', () => words)
    said.push(ask({ ...(await import('./format.ts')), ...(await import('./wait.ts')) }))
  }
  vi.doUnmock('../words/active.ts')
  vi.resetModules()
  return said
}

describe('waits', () => {
  it.each([
    [0, '0 s'],
    [45, '45 s'],
    [60, '1 min'],
    [245, '4 min 5 s'],
    [7380, '2 t 3 min'],
    [21_600, '6 t'],
    [3599.5, '1 t'],
    [172_799, '47 t 59 min'],
    [172_800, '2 døgn'],
    [2_575_000, '29 døgn 19 t'],
  ])('%i seconds read %s', (seconds, words) => {
    expect(wait(seconds)).toBe(words)
  })

  it.each([
    [0, '1 min'],
    [59, '1 min'],
    [21_599, '6 t'],
    [83_461, '23 t 12 min'],
    [30 * 86_400 - 5, '30 døgn'],
    [30 * 86_400, '30 døgn'],
  ])('of which %i seconds are left read %s', (seconds, words) => {
    expect(left(seconds)).toBe(words)
  })

  it('change at most once a minute for the ear', () => {
    const heard = Array.from({ length: 180 }, (_, seconds) => spokenWait(seconds + 1))
    expect(new Set(heard).size).toBe(4)
  })

  it.each([
    [59, 'under ett minutt', 'under eitt minutt', 'less than a minute'],
    [90, '2 minutter', '2 minutt', '2 minutes'],
    [7199, '120 minutter', '120 minutt', '120 minutes'],
    [7200, '2 timer', '2 timar', '2 hours'],
    [86_000, '24 timer', '24 timar', '24 hours'],
    [2_575_000, '30 døgn', '30 døgn', '30 days'],
  ])('of %i seconds are heard as %s, %s, %s', async (seconds, ...heard) => {
    expect(await inEach(({ spokenWait }) => spokenWait(seconds))).toEqual(heard)
  })

  it.each([
    [7380, '2 t 3 min', '2 t 3 min', '2 h 3 min'],
    [2_575_000, '29 døgn 19 t', '29 døgn 19 t', '29 days 19 h'],
  ])('of %i seconds are seen as %s, %s, %s', async (seconds, ...seen) => {
    expect(await inEach(({ wait }) => wait(seconds))).toEqual(seen)
  })
})

describe('times', () => {
  const now = Date.parse('2026-03-03T12:00:00Z')

  it('are told as how long ago', () => {
    expect(ago('2026-03-03T11:59:30Z', now)).toBe('nå')
    expect(ago('2026-03-03T11:55:00Z', now)).toBe('for 5 minutter siden')
    expect(ago('2026-03-02T11:55:00Z', now)).toBe('i går')
  })

  it.each([
    [59, 'nå', 'no', 'now'],
    [60, 'for ett minutt siden', 'for eitt minutt sidan', 'one minute ago'],
    [7 * 60, 'for 7 minutter siden', 'for 7 minutt sidan', '7 minutes ago'],
    [3600, 'for én time siden', 'for éin time sidan', 'one hour ago'],
    [7 * 3600, 'for 7 timer siden', 'for 7 timar sidan', '7 hours ago'],
    [86_399, 'for 23 timer siden', 'for 23 timar sidan', '23 hours ago'],
    [86_400, 'i går', 'i går', 'yesterday'],
    [2 * 86_400, 'i forgårs', 'i førgår', 'two days ago'],
    [3 * 86_400, 'for 3 dager siden', 'for 3 dagar sidan', '3 days ago'],
  ])('%i seconds ago are told as %s, %s, %s', async (seconds, ...told) => {
    const then = new Date(now - seconds * 1000).toISOString()
    const said: string[] = []
    for (const words of [nb, nn, en]) {
      vi.resetModules()
      vi.doMock('../words/active.ts', () => words)
      said.push((await import('./ago.ts')).ago(then, now))
    }
    vi.doUnmock('../words/active.ts')
    vi.resetModules()
    expect(said).toEqual(told)
  })

  it('never lie in the future when the clocks differ', () => {
    expect(ago('2026-03-03T12:00:09Z', now)).toBe('nå')
  })

  const moment = new Date(2026, 2, 3, 14, 30).toISOString()

  it('are dates as the language writes them, unbroken', async () => {
    expect(await inEach(({ date }) => date(moment))).toEqual([
      '3.\u00a0mars\u00a02026',
      '3.\u00a0mars\u00a02026',
      '3\u00a0March\u00a02026',
    ])
  })

  it('are times as the language writes them; a line may end between a date and its time', async () => {
    expect(await inEach(({ clockTime }) => clockTime(moment))).toEqual(['14.30', '14.30', '14:30'])
    expect(await inEach(({ dateTime }) => dateTime(moment))).toEqual([
      '3.\u00a0mars\u00a02026 kl.\u00a014.30',
      '3.\u00a0mars\u00a02026 kl.\u00a014.30',
      '3\u00a0March\u00a02026 at\u00a014:30',
    ])
  })
})
