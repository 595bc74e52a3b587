import { describe, expect, it } from 'vitest'
import { findScreen, pathOf, withinApp } from './addresses.ts'

const here = 'https://account.fjord.example'
const shell = 'capacitor://localhost'

describe('an address leads into the app', () => {
  it.each([
    ['/', '/'],
    ['/log-in?next=/account/security', '/log-in?next=/account/security'],
    ['/account/security#add-email', '/account/security#add-email'],
    ['/app', '/'],
    ['/app/account/devices', '/account/devices'],
    ['/approve/abc?to=https://x.example', '/approve/abc?to=https://x.example'],
    ['/help/no-code', '/help/no-code'],
    [`${here}/not-me#secret`, '/not-me#secret'],
  ])('%s', (address, within) => {
    expect(withinApp(address, here, '')).toBe(within)
    const ofShell = address.startsWith('/') ? `${here}${address}` : address
    expect(withinApp(ofShell, shell, here)).toBe(within)
  })

  it.each([
    'https://evil.example/log-in',
    '//evil.example/log-in',
    'https://account.fjord.example.evil.example/log-in',
    'https://account.fjord.example:8443/log-in',
    'http://account.fjord.example/log-in',
    'https://kari@account.fjord.example/log-in',
    'javascript:alert(1)',
    '/terms',
    '/outbox',
    '/api/v1/session',
    '/application',
    '/account/security/other',
    'https://',
  ])('not %s', (address) => {
    expect(withinApp(address, here, '')).toBeUndefined()
    expect(withinApp(address, shell, here)).toBeUndefined()
  })
})

it('a screen’s name is a part of its address, and what is nowhere is no screen', () => {
  expect(findScreen('/approve/0123')).toMatchObject({ screen: 'approve', name: '0123', isOwn: true })
  expect(findScreen('/help')).toMatchObject({ screen: 'help', name: '' })
  expect(findScreen('/nowhere')).toBeUndefined()
  expect(pathOf({ pathname: '/app/settings' })).toBe('/settings')
  expect(pathOf({ pathname: '/nb/app.html' })).toBe('/')
})
