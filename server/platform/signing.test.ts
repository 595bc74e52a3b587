import { expect, test } from 'vitest'
import { isSignedBy, signingKey } from './signing.ts'

// RFC 8032 §7.1, TEST 3
const SEED = 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7'
const PUBLIC = 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025'
const MESSAGE = Buffer.from('af82', 'hex')
const SIGNATURE =
  '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'

const key = (seed = SEED) => signingKey(Buffer.from(seed, 'hex'))

test('signs as RFC 8032 has it', () => {
  expect(Buffer.from(key().public.x, 'base64url').toString('hex')).toBe(PUBLIC)
  expect(key().sign(MESSAGE).toString('hex')).toBe(SIGNATURE)
})

test('the kid is the thumbprint of RFC 8037 appendix A.3', () => {
  const { public: published } = key('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60')
  expect(published).toMatchObject({
    x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  })
})

test('a changed message, signature or key is not signed', () => {
  const signature = Buffer.from(SIGNATURE, 'hex')
  expect(isSignedBy(key().public, MESSAGE, signature)).toBe(true)
  expect(isSignedBy(key().public, Buffer.from('af83', 'hex'), signature)).toBe(false)
  expect(isSignedBy(key(PUBLIC).public, MESSAGE, signature)).toBe(false)
  for (let at = 0; at < signature.length; at++) {
    const changed = Buffer.from(signature)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(isSignedBy(key().public, MESSAGE, changed)).toBe(false)
  }
  expect(isSignedBy(key().public, MESSAGE, signature.subarray(0, 63))).toBe(false)
  expect(isSignedBy(key().public, MESSAGE, Buffer.alloc(0))).toBe(false)
})

test('the seed is wiped', () => {
  const seed = Buffer.from(SEED, 'hex')
  signingKey(seed)
  expect(seed.every((byte) => byte === 0)).toBe(true)
})
