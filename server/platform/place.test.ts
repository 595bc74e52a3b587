import { expect, test } from 'vitest'
import { placeOf } from './place.ts'

test.each([
  ['193.71.1.1', 'NO'],
  ['::ffff:193.71.1.1', 'NO'],
  ['2001:700::1', 'NO'],
  ['8.8.8.8', 'US'],
  ['127.0.0.1', ''],
  ['::1', ''],
  ['::ffff:127.0.0.1', ''],
  ['10.1.2.3', ''],
  ['192.168.1.1', ''],
  ['fe80::1%eth0', ''],
  ['203.0.113.7', ''],
  ['not an address', ''],
  ['', ''],
])('%s is in «%s»', async (ip, country) => expect(await placeOf(ip)).toBe(country))
