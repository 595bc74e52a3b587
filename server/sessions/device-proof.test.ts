import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { deviceKey, type Forged, signEs256 } from '../../test/support/device-key.ts'
import { type Config, readConfig } from '../config.ts'
import { readDeviceProof } from './device-proof.ts'

const ORIGIN = 'https://konto.example.no'
const now = new Date('2026-11-26T09:00:00Z')
const clock = { now: () => now }
const config: Config = { ...readConfig({ ORIGIN }), mode: 'production' }
const key = deviceKey({ origin: ORIGIN, ...clock })
const other = deviceKey({ origin: ORIGIN, ...clock })
const TOKEN = 'A'.repeat(86)

const asked = { method: 'POST', url: '/api/v1/account?x=1', token: TOKEN }
const proven = { method: 'POST', path: '/api/v1/account', token: TOKEN }
const read = async (
  proof: string,
  of: { method: string; url: string; token?: string } = asked,
  parts = { clock, config },
) => (await readDeviceProof(parts, proof, of))?.toString('base64url')
const prove = (forged?: Forged) => key.prove(proven, forged)
const ago = (seconds: number) => Math.floor(now.getTime() / 1000) - seconds

describe('the examples of RFC 9449', () => {
  const HEAD =
    'eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19'
  const THUMBPRINT = '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I'
  const at = (origin: string, seconds: number) => ({
    config: { ...config, origin },
    clock: { now: () => new Date(seconds * 1000) },
  })

  it('without a token (§4.1, §6.1)', async () => {
    const proof = `${HEAD}.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg`
    const of = { method: 'POST', url: '/token' }
    expect(await read(proof, of, at('https://server.example.com', 1562262616))).toBe(THUMBPRINT)
    expect(await read(proof, of, at('https://server.example.com', 1562262677))).toBeUndefined()
  })

  it('with a token (§7.1)', async () => {
    const proof = `${HEAD}.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA`
    const of = { method: 'GET', url: '/protectedresource', token: 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU' }
    expect(await read(proof, of, at('https://resource.example.org', 1562262618))).toBe(THUMBPRINT)
    const others = { ...of, token: 'other' }
    expect(await read(proof, others, at('https://resource.example.org', 1562262618))).toBeUndefined()
  })
})

it('names the key that signed', async () => {
  expect(await read(prove())).toBe(key.thumbprint)
  expect(await read(other.prove(proven))).toBe(other.thumbprint)
})

describe('takes', () => {
  const cases: [string, Forged][] = [
    ['a clock that is 60 s slow', { claims: { iat: ago(60) } }],
    ['a clock that is 60 s fast', { claims: { iat: ago(-60) } }],
    [
      'capitals in scheme and host, and the port that goes without saying',
      { claims: { htu: 'HTTPS://Konto.Example.no:443/api/v1/account' } },
    ],
    ['a query and a fragment, which do not count', { claims: { htu: `${ORIGIN}/api/v1/account?y=2#z` } }],
    [
      'members that nobody asked for',
      { claims: { nonce: 'x' }, header: { jwk: { ...key.jwk, use: 'sig', kid: 'x' } } },
    ],
  ]
  it.each(cases)('%s', async (_what, forged) => {
    expect(await read(prove(forged))).toBe(key.thumbprint)
  })

  it('no hash of a token where there is none yet', async () => {
    const { token: _, ...of } = asked
    expect(await read(key.prove({ ...proven, token: undefined }), of)).toBe(key.thumbprint)
  })
})

describe('refuses', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  const k256 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
  const ed = generateKeyPairSync('ed25519')
  const secret = { kty: 'oct', k: Buffer.alloc(32, 7).toString('base64url') }
  const ownSecret = key.privateKey.export({ format: 'jwk' })
  const hmac = (by: Buffer) => (text: string) => createHmac('sha256', by).update(text).digest()
  const jwkOf = ({ publicKey }: { publicKey: typeof rsa.publicKey }) => publicKey.export({ format: 'jwk' })
  const cases: [string, Forged][] = [
    ['another method', { claims: { htm: 'GET' } }],
    ['the method in small letters', { claims: { htm: 'post' } }],
    ['no method', { claims: { htm: undefined } }],
    ['a list of methods', { claims: { htm: ['POST'] } }],
    ['another path', { claims: { htu: `${ORIGIN}/api/v1/session` } }],
    ['a path below', { claims: { htu: `${ORIGIN}/api/v1/account/password` } }],
    ['a slash behind', { claims: { htu: `${ORIGIN}/api/v1/account/` } }],
    ['the path alone', { claims: { htu: '/api/v1/account' } }],
    ['another host', { claims: { htu: 'https://konto.example.com/api/v1/account' } }],
    ['our host as the name of somebody', { claims: { htu: 'https://konto.example.no@example.com/api/v1/account' } }],
    ['a host that ends like ours', { claims: { htu: 'https://evil-konto.example.no/api/v1/account' } }],
    ['another port', { claims: { htu: `${ORIGIN}:8443/api/v1/account` } }],
    ['http', { claims: { htu: 'http://konto.example.no/api/v1/account' } }],
    ['no address', { claims: { htu: undefined } }],
    ['an address that is none', { claims: { htu: 'https://' } }],
    ['a time 61 s ago', { claims: { iat: ago(61) } }],
    ['a time 61 s ahead', { claims: { iat: ago(-61) } }],
    ['no time', { claims: { iat: undefined } }],
    ['a time in words', { claims: { iat: String(ago(0)) } }],
    ['an end of its own that has come', { claims: { exp: ago(1) } }],
    ['no id', { claims: { jti: undefined } }],
    ['no hash of the token', { claims: { ath: undefined } }],
    ['the token in the place of its hash', { claims: { ath: TOKEN } }],
    ['the type of another kind of token', { header: { typ: 'JWT' } }],
    ['no type', { header: { typ: undefined } }],
    ['no key', { header: { jwk: undefined } }],
    ['the key of another device', { header: { jwk: other.jwk } }],
    ['the signature of another device', { sign: (text) => signEs256(text, other.privateKey) }],
    ['a signature in DER', { sign: (text) => sign('sha256', Buffer.from(text), key.privateKey) }],
    ['a signature of zeros (CVE-2022-21449)', { sign: () => Buffer.alloc(64) }],
    ['no signature', { sign: () => Buffer.alloc(0) }],
    ['alg none', { header: { alg: 'none' }, sign: () => Buffer.alloc(0) }],
    ['alg none with a signature', { header: { alg: 'none' } }],
    ['no alg', { header: { alg: undefined } }],
    ['alg HS256 with a secret of its own', { header: { alg: 'HS256', jwk: secret }, sign: hmac(Buffer.alloc(32, 7)) }],
    [
      'alg HS256 with the public key for a secret',
      { header: { alg: 'HS256' }, sign: hmac(Buffer.from(String(key.jwk.x), 'base64url')) },
    ],
    [
      'alg RS256',
      { header: { alg: 'RS256', jwk: jwkOf(rsa) }, sign: (text) => sign('sha256', Buffer.from(text), rsa.privateKey) },
    ],
    [
      'alg EdDSA',
      { header: { alg: 'EdDSA', jwk: jwkOf(ed) }, sign: (text) => sign(null, Buffer.from(text), ed.privateKey) },
    ],
    [
      'alg ES384',
      {
        header: { alg: 'ES384', jwk: jwkOf(p384) },
        sign: (text) => sign('sha384', Buffer.from(text), { key: p384.privateKey, dsaEncoding: 'ieee-p1363' }),
      },
    ],
    [
      'ES256 with a key of another curve',
      { header: { jwk: jwkOf(p384) }, sign: (text) => signEs256(text, p384.privateKey) },
    ],
    [
      'ES256 with a key of Bitcoin’s curve',
      { header: { jwk: jwkOf(k256) }, sign: (text) => signEs256(text, k256.privateKey) },
    ],
    ['a key that shows its secret half', { header: { jwk: ownSecret } }],
    ['a key whose secret half is empty', { header: { jwk: { ...key.jwk, d: '' } } }],
    [
      'a key whose secret half is another’s',
      { header: { jwk: { ...key.jwk, d: other.privateKey.export({ format: 'jwk' }).d } } },
    ],
    [
      'a point that is not on the curve',
      { header: { jwk: { ...key.jwk, y: Buffer.alloc(32, 1).toString('base64url') } } },
    ],
    ['a key that is a list', { header: { jwk: [key.jwk] } }],
    ['a key for something else', { header: { jwk: { ...key.jwk, use: 'enc' } } }],
    ['an extension that has to be understood', { header: { crit: ['b64'], b64: false } }],
  ]
  it.each(cases)('%s', async (_what, forged) => {
    expect(await read(prove(forged))).toBeUndefined()
  })

  it.each([
    ['nothing', ''],
    ['what is no JWS', 'abc'],
    ['two proofs in one header', `${prove()}, ${prove()}`],
    ['two proofs, the second empty', `${prove()}, `],
    ['something behind it', `${prove()}.x`],
    ['spaces around it', ` ${prove()} `],
    ['a header of 15 kB', 'e'.repeat(15_000)],
  ])('%s', async (_what, proof) => {
    expect(await read(proof)).toBeUndefined()
  })

  it.each([
    ['used for another path', { ...asked, url: '/api/v1/account/password' }],
    ['used with another method', { ...asked, method: 'DELETE' }],
    ['used with another token', { ...asked, token: `${'A'.repeat(85)}B` }],
    ['used for the path in another spelling', { ...asked, url: '/api/v1/%61ccount' }],
    ['used for the path on a second thought', { ...asked, url: '//konto.example.no/api/v1/account' }],
  ])('a proof %s', async (_what, of) => {
    expect(await read(prove())).toBe(key.thumbprint)
    expect(await read(prove(), of)).toBeUndefined()
  })

  it('the names of loopback, but at home', async () => {
    const home = readConfig({})
    const there = deviceKey({ origin: 'http://127.0.0.1:4000', ...clock })
    const parts = (mode: 'demo' | 'production') => ({ clock, config: { ...home, mode } })
    expect(await read(there.prove(proven), asked, parts('demo'))).toBe(there.thumbprint)
    expect(await read(there.prove(proven), asked, parts('production'))).toBeUndefined()
  })
})
