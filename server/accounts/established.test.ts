import { expect, test } from 'vitest'
import { policy } from '../platform/policy.ts'
import { establishedOf, requireEstablished } from './established.ts'
import type { StoredIdentifier } from './find-profile.ts'

const now = new Date('2026-11-28T12:00:00Z')
const LONG = policy.identifierUndoSeconds

const since = (secondsAgo: number, kind: StoredIdentifier['kind'] = 'email'): StoredIdentifier => {
  const at = new Date(now.getTime() - secondsAgo * 1000)
  return { identifierId: kind, kind, address: '', masked: '', verifiedAt: now, kindSince: at }
}

test('beside one that the account has had for so long, one that was added since stands for nobody', () => {
  const [old, added] = [since(LONG), since(LONG - 1, 'phone')]
  expect(establishedOf([old, added], now)).toEqual([old])
  requireEstablished([old, added], old, now)
  expect(() => requireEstablished([old, added], added, now)).toThrow('identifier_too_new')
})

test('once it has been there for as long, it does', () => {
  const both = [since(LONG * 2), since(LONG, 'phone')]
  expect(establishedOf(both, now)).toEqual(both)
})

test('of a new account all do, or it could do nothing', () => {
  const both = [since(60), since(0, 'phone')]
  expect(establishedOf(both, now)).toEqual(both)
})
