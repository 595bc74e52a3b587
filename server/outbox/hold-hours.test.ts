// What a notice says of the hold is what the hold is, also where the figures for an address and for a first factor differ.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { HoldReason } from '../holds/holds.ts'
import { policy } from '../platform/policy.ts'

/** Said when the new authenticator counts; and of a deletion by an event of another name. */
type Untold = 'recovery_key_used' | 'deletion_cancelled'
const told: Record<Exclude<HoldReason, Untold>, true> = {
  identifier_added: true,
  identifier_changed: true,
  identifier_removed: true,
  password_reset: true,
  password_changed: true,
  thawed: true,
  authenticator_bound: true,
  authenticator_changed: true,
  authenticator_removed: true,
  passkey_added: true,
  passkey_removed: true,
  passkey_suspended: true,
}
const events = Object.keys(told) as (keyof typeof told)[]
const figures = { identifierHoldSeconds: 7 * 3600, firstBindingHoldSeconds: 8 * 3600, credentialHoldSeconds: 9 * 3600 }

beforeAll(() => {
  vi.resetModules()
  vi.doMock('../platform/policy.ts', () => ({ policy: { ...policy, ...figures } }))
})

afterAll(() => {
  vi.doUnmock('../platform/policy.ts')
  vi.resetModules()
})

test.each(events)('%s', async (event) => {
  const { holdSeconds } = await import('../holds/holds.ts')
  const { renderMessage } = await import('./render-message.ts')
  const facts = { masked: 'o•••@example.com', previous: '', count: '', until: '', hasDevice: '' }
  const from = { at: '2026-03-02T12:30:00.000Z', browser: '', system: '', place: '' }
  const { text } = renderMessage({
    content: { template: 'notice', data: { event, ...facts, ...from, actionUrl: 'https://konto.bors.example/not-me' } },
    channel: 'email',
    locale: 'nb',
    brand: 'Portvakt',
    origin: 'https://konto.bors.example',
    handedOverAt: new Date('2026-03-02T12:30:00Z'),
  })
  expect(Object.values(figures)).toContain(holdSeconds[event])
  expect(/i (\d+) timer/.exec(text)?.[1]).toBe(String(holdSeconds[event] / 3600))
})
