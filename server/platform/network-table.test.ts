import { expect, test } from 'vitest'
import { networkNameOf } from './network-table.ts'

test.each([
  ['8.8.8.8', 15169, /Google/],
  ['::ffff:8.8.8.8', 15169, /Google/],
  ['1.1.1.1', 13335, /Cloudflare/],
  ['158.36.0.1', 224, /Sikt|UNINETT/i],
  ['2001:4860:4860::8888', 15169, /Google/],
  ['2001:4860:4860:0:0:0:0:8888', 15169, /Google/],
  ['2001:700::1', 224, /Sikt|UNINETT/i],
])('%s is in network %i', async (ip, asn, name) => {
  expect(await networkNameOf(ip)).toEqual({ asn, name: expect.stringMatching(name) })
})

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '192.168.1.1',
  '203.0.113.7',
  '0.0.0.0',
  '255.255.255.255',
  '::1',
  'fe80::1%eth0',
  'ffff::',
  '',
  'not an address',
])('%j is in none', async (ip) => expect(await networkNameOf(ip)).toBeUndefined())
