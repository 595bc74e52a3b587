import { describe, expect, test } from 'vitest'
import { alarmsOf } from './alarms.ts'
import {
  formatPaidAs,
  isOpen,
  levelOf,
  mostADay,
  outcomeOf,
  paidAs,
  parsePaidAs,
  type Sums,
  slotAt,
} from './paid-message.ts'
import type { CountryRow } from './queries.ts'

const sums = (prefix: [number, number], country = prefix, day = 0): Sums => ({
  prefix: { sent: prefix[0], entered: prefix[1] },
  country: { sent: country[0], entered: country[1] },
  day: { sent: day, entered: 0 },
})

test.each([
  ['+4741234567', 'NO', '+47412'],
  ['+46701234567', 'SE', '+46701'],
  ['+12025550123', 'US', '+1202'],
  ['+14165550123', 'CA', '+1416'],
  ['+447400123456', 'GB', '+44740'],
  ['+881612345678', 'ZZ', '+881612'],
  ['+4712', 'ZZ', '+4712'],
])('%s is of %s and begins with %s, and no more of it is kept', (number, country, prefix) => {
  const as = paidAs('strangers', number)
  expect(as).toEqual({ share: 'strangers', country, prefix })
  expect(parsePaidAs(formatPaidAs(as))).toEqual(as)
})

test('nothing of a mail address is kept', () => {
  expect(paidAs('nobody', 'ola@example.com')).toEqual({ share: 'nobody', country: 'ZZ', prefix: '' })
})

test.each<[string, Sums, string]>([
  ['the first', sums([0, 0]), 'sent'],
  ['the 50th to a prefix', sums([49, 0]), 'sent'],
  ['the 51st, when no code came back', sums([50, 0]), 'prefix'],
  ['the 51st, when 14 of 50 came back', sums([50, 14]), 'prefix'],
  ['the 51st, when 15 of 50 came back', sums([50, 15]), 'sent'],
  ['the 501st to a country, over many prefixes', sums([3, 0], [500, 149]), 'country'],
  ['the 501st to a country whose people enter their codes', sums([3, 0], [500, 150]), 'sent'],
  ['the last of the day', sums([0, 0], [0, 0], 999), 'sent'],
  ['one more, whoever enters them', sums([0, 0], [1000, 1000], 1000), 'day'],
])('%s', (_name, before, expected) => {
  expect(outcomeOf(before, 1000)).toBe(expected)
})

test.each([
  [sums([0, 0]), 0],
  [sums([24, 0]), 0],
  [sums([25, 0]), 1],
  [sums([40, 0]), 2],
  [sums([40, 40]), 0],
  [sums([1, 0], [400, 10]), 2],
])('the work grows towards a limit: %j', (before, level) => {
  expect(levelOf(before)).toBe(level)
})

test('strangers have half of a day, customers the rest', () => {
  expect(mostADay({ smsPerDay: 5001 }, 'strangers')).toBe(2500)
  expect(mostADay({ smsPerDay: 5001 }, 'customers')).toBe(2501)
})

test('countries named are open, or all that there are; a network of no country never is', () => {
  expect([isOpen(['NO', 'SE'], 'NO'), isOpen(['NO', 'SE'], 'DK'), isOpen('all', 'DK')]).toEqual([true, false, true])
  expect([isOpen('all', 'ZZ'), isOpen(['ZZ'], 'ZZ')]).toEqual([false, false])
})

test('slots begin at whole steps of time', () => {
  expect(slotAt(new Date('2030-01-01T12:34:56Z'), 300)).toEqual(new Date('2030-01-01T12:30:00Z'))
})

describe('the alarm', () => {
  const row = (outcome: CountryRow['outcome'], count: number, more: Partial<CountryRow> = {}): CountryRow => ({
    share: 'strangers',
    country: 'NO',
    outcome,
    count,
    recent: count,
    ...more,
  })
  const none = { limit: false, few_entered: false, day: false, notices: false }
  const calm = { strangers: 0, customers: 0, notices: 0, noticesToOnePrefix: 0 }

  test.each<[string, CountryRow[], number, object]>([
    ['a calm day', [row('sent', 400), row('entered', 300)], 0.2, none],
    ['nothing at all', [], 0, none],
    ['a number of a closed country', [row('closed', 3)], 0, none],
    ['a limit in the way', [row('prefix', 1)], 0, { ...none, limit: true }],
    ['a limit that was in the way half an hour ago', [row('prefix', 1, { recent: 0 })], 0, none],
    ['customers at a limit', [row('day', 1, { share: 'customers' })], 0, { ...none, limit: true }],
    [
      'requests in nobody’s name',
      [row('sent', 500, { share: 'nobody' }), row('prefix', 9, { share: 'nobody' })],
      0,
      none,
    ],
    ['hardly a code comes back', [row('sent', 40), row('entered', 11)], 0, { ...none, few_entered: true }],
    ['too few to judge by', [row('sent', 39)], 0, none],
    [
      'codes of one country do not speak for another',
      [row('sent', 40), row('entered', 40, { country: 'SE' })],
      0,
      { ...none, few_entered: true },
    ],
    ['a day that is nearly used up', [], 0.8, { ...none, day: true }],
    ['notices, of which nothing comes back', [row('sent', 499, { share: 'notices' })], 0, none],
    ['many notices to a country', [row('sent', 500, { share: 'notices' })], 0, { ...none, notices: true }],
    ['as many codes to it', [row('sent', 500), row('entered', 400)], 0, none],
  ])('%s', (_name, rows, used, expected) => {
    expect(alarmsOf(rows, { ...calm, strangers: used })).toEqual(expected)
  })

  test.each([
    [{ customers: 0.79 }, false],
    [{ customers: 0.8 }, true],
    [{ strangers: 0.8 }, true],
  ])('by a day that is nearly used up, whosever: %j', (used, day) => {
    expect(alarmsOf([], { ...calm, ...used })).toEqual({ ...none, day })
  })

  test.each([
    [{ noticesToOnePrefix: 29 }, false],
    [{ noticesToOnePrefix: 30 }, true],
    [{ notices: 0.79 }, false],
    [{ notices: 0.8 }, true],
  ])('by notices: %j', (used, notices) => {
    expect(alarmsOf([], { ...calm, ...used })).toEqual({ ...none, notices })
  })
})
