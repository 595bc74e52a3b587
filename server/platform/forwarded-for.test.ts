import { expect, test } from 'vitest'
import { plainForwardedFor } from './forwarded-for.ts'

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['203.0.113.9:51234', '203.0.113.9'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['2001:db8::1', '2001:db8::1'],
  ['[::ffff:203.0.113.9]:443', '::ffff:203.0.113.9'],
  [' 10.0.0.1:1 ,\t203.0.113.9:2', '10.0.0.1, 203.0.113.9'],
  // Whoever passed on what is no address is the nearest that is known.
  ['203.0.113.9, unknown, 192.0.2.1:80', '192.0.2.1'],
  ['198.51.100.1, ,192.0.2.1', '192.0.2.1'],
  ['192.0.2.1, unknown', undefined],
  ['2001:db8:0:0:0:0:0:1:443', undefined],
  ['[203.0.113.9', undefined],
  ['203.0.113.9:', undefined],
  ['203.0.113:80', undefined],
  ['203.0.113.9:80:90', undefined],
  ['_hidden', undefined],
  ['', undefined],
])('%j names %j', (header, addresses) => expect(plainForwardedFor(header)).toBe(addresses))
