import { describe, expect, it } from 'vitest'
import { logInAddress, nextAddress } from './next-link.ts'

const origin = 'https://account.example.no'
const home = `${origin}/`

describe('the address after signing in', () => {
  it.each([
    ['/account/security', `${origin}/account/security`],
    ['/account/security?tab=1#add-email', `${origin}/account/security?tab=1#add-email`],
    [`${origin}/account/devices`, `${origin}/account/devices`],
    ['account/devices', `${origin}/account/devices`],
  ])('is %s when it is ours', (next, expected) => {
    expect(nextAddress(next, origin)).toBe(expected)
  })

  it.each([
    ['/account/security', '#add-phone', '/account/security#add-phone'],
    ['/account/security#add-email', '#add-phone', '/account/security#add-email'],
    ['/account/devices', '', '/account/devices'],
    ['//evil.example/', '#add-phone', '/'],
    ['/account/devices', '#//evil.example/@evil.example', '/account/devices#//evil.example/@evil.example'],
    [null, '#main', '/'],
  ])('of %s with the fragment %s of the sign-in page is %s', (next, fragment, expected) => {
    expect(nextAddress(next, origin, fragment)).toBe(origin + expected)
  })

  it.each([
    null,
    '',
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    'https:evil.example',
    'https://account.example.no.evil.example/',
    'https://account.example.no@evil.example/',
    'https://someone:secret@account.example.no/',
    'http://account.example.no/',
    'https://account.example.no:8443/',
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:https://account.example.no/0d5f',
    'http://[',
    '/log-in',
    '/log-in?next=/log-in',
    '/sign-up',
  ])('is our home page for %s', (next) => {
    const address = nextAddress(next, origin)
    // `https:evil.example` is a path of ours: the browser reads it relative to a page of the same scheme.
    expect(new URL(address).origin).toBe(origin)
    if (next !== 'https:evil.example') expect(address).toBe(home)
  })

  it('stays an address of ours when its path looks like another site', () => {
    expect(nextAddress('/x/..//evil.example', origin)).toBe(`${origin}//evil.example`)
  })
})

it('the sign-in address remembers the page it came from', () => {
  expect(logInAddress('/account/security?a=1&b=2')).toBe('/log-in?next=%2Faccount%2Fsecurity%3Fa%3D1%26b%3D2')
  expect(logInAddress('/')).toBe('/log-in')
  expect(logInAddress('/account/security?ended', true)).toBe('/log-in?next=%2Faccount%2Fsecurity%3Fended&ended')
  expect(logInAddress('/', true)).toBe('/log-in?ended')
})
