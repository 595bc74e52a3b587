import { describe, expect, it } from 'vitest'
import { ago, date, spokenWait, wait } from './format.ts'
import { left } from './time-left.ts'

describe('waits', () => {
  it.each([
    [0, '0 s'],
    [45, '45 s'],
    [60, '1 min'],
    [245, '4 min 5 s'],
    [7380, '2 t 3 min'],
    [21_600, '6 t'],
  ])('%i seconds read %s', (seconds, words) => {
    expect(wait(seconds)).toBe(words)
  })

  it.each([
    [0, '1 min'],
    [59, '1 min'],
    [21_599, '6 t'],
    [83_461, '23 t 12 min'],
    [30 * 86_400, '30 døgn'],
  ])('of which %i seconds are left read %s', (seconds, words) => {
    expect(left(seconds)).toBe(words)
  })

  it('change at most once a minute for the ear', () => {
    const heard = Array.from({ length: 180 }, (_, seconds) => spokenWait(seconds + 1))
    expect(new Set(heard).size).toBe(4)
  })
})

describe('times', () => {
  const now = Date.parse('2026-03-03T12:00:00Z')

  it('are told as how long ago', () => {
    expect(ago('2026-03-03T11:59:30Z', now)).toBe('nå')
    expect(ago('2026-03-03T11:55:00Z', now)).toBe('for 5 minutter siden')
    expect(ago('2026-03-02T11:55:00Z', now)).toBe('i går')
  })

  it('never lie in the future when the clocks differ', () => {
    expect(ago('2026-03-03T12:00:09Z', now)).toBe('nå')
  })

  it('are dates as the language writes them', () => {
    expect(date('2026-03-03T12:00:00Z')).toBe('3. mars 2026')
  })
})
