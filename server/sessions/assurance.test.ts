import { describe, expect, it } from 'vitest'
import { missingProof, type Proven, type SessionRule } from './assurance.ts'
import { type OperationPolicy, operations } from './policy.ts'

const now = new Date('2026-11-25T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)
const fresh = operations.change_password
const level2: SessionRule = { open: false, aal: 2, methods: ['totp', 'passkey'] }

const password = (seconds: number, factors: Proven['factors'] = []): Proven => ({
  aal: 1,
  authenticatedAt: ago(seconds),
  factorAt: undefined,
  addressProvenAt: undefined,
  factors,
})
const factor = (seconds: number, factors: Proven['factors'] = ['totp']): Proven => ({
  ...password(0, factors),
  aal: 2,
  factorAt: ago(seconds),
})

describe('an act that needs a fresh proof', () => {
  it.each<[string, Proven, string[] | undefined]>([
    ['the password just now, and no factor', password(1), undefined],
    ['the password five minutes ago', password(300), undefined],
    ['the password longer ago', password(301), ['password']],
    ['the password just now, and a factor that was not given', password(1, ['totp']), ['totp']],
    ['a factor just now', factor(1), undefined],
    ['a factor too long ago, however fresh the password', factor(301), ['totp']],
    ['both kinds bound, neither given', password(1, ['totp', 'passkey']), ['totp', 'passkey']],
    ['a factor given that is bound no more, and the password just now', factor(400, []), undefined],
    ['a level that was lost', { ...factor(1), aal: 1 }, ['totp']],
  ])('%s', (_what, session, missing) => {
    expect(missingProof(fresh, session, now)).toEqual(missing)
  })
})

describe('an act that takes the mailbox too', () => {
  const owners = operations.add_passkey
  const proven = (seconds: number, more: Partial<Proven> = {}): Proven => ({
    ...password(1),
    addressProvenAt: ago(seconds),
    ...more,
  })
  it.each<[string, Proven, string[] | undefined]>([
    ['the password alone', password(1), ['address_code']],
    ['an address just now', proven(1), undefined],
    ['an address a quarter of an hour ago', proven(900), undefined],
    ['an address longer ago', proven(901), ['address_code']],
    ['an address, and the password too long ago', proven(1, { authenticatedAt: ago(301) }), ['password']],
    ['a factor that was not given, whatever address was', proven(1, { factors: ['totp'] }), ['totp']],
    ['a factor just now, and no address', factor(1), undefined],
  ])('%s', (_what, session, missing) => {
    expect(missingProof(owners, session, now)).toEqual(missing)
  })
})

describe('an act that takes the mailbox beside the factor', () => {
  const renewal = operations.renew_recovery_key
  it.each<[string, Proven, string[] | undefined]>([
    ['a factor just now, and no address', factor(1), ['address_code']],
    ['an address longer ago than a quarter of an hour', { ...factor(1), addressProvenAt: ago(901) }, ['address_code']],
    ['both', { ...factor(300), addressProvenAt: ago(900) }, undefined],
    ['an address just now, and a factor too long ago', { ...factor(301), addressProvenAt: ago(1) }, ['totp']],
    ['an address and the password', { ...password(1, ['passkey']), addressProvenAt: ago(1) }, ['passkey']],
  ])('%s', (_what, session, missing) => {
    expect(missingProof(renewal, session, now)).toEqual(missing)
  })
})

it('asks for level 2 even of an account that has nothing to reach it with', () => {
  expect(missingProof(level2, password(1), now)).toEqual([])
  expect(missingProof(level2, factor(9_999), now)).toBeUndefined()
})

it('names the methods of the row alone', () => {
  expect(missingProof({ ...fresh, methods: ['passkey'] }, password(1, ['totp', 'passkey']), now)).toEqual(['passkey'])
})

const rows = Object.entries(operations) as [string, OperationPolicy][]

it.each(rows.filter(([, rule]) => rule.gives && !('scope' in rule)))(
  '%s, which gives or changes something, asks for a fresh proof or says what its own steps prove',
  (_operation, rule) => {
    const isFresh = 'aal' in rule && rule.aal !== 1 && rule.freshSeconds !== undefined
    expect(isFresh || rule.proves !== undefined).toBe(true)
  },
)

it('lets a signed-in person, without a fresh proof, change only what they began with one or prove in the act', () => {
  const loose = rows.filter(([, rule]) => 'aal' in rule && rule.aal === 1 && rule.gives?.some((it) => it !== 'session'))
  expect(loose.map(([operation]) => operation)).toEqual(['continue_authenticator', 'approve'])
})
