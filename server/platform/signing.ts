/** Signatures that others verify: Ed25519 (RFC 8032), keys as JWK (RFC 8037), named by their thumbprint (RFC 7638). */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

/** The public half, as it stands in a key set (RFC 7517). */
export interface PublicKey {
  kty: 'OKP'
  crv: 'Ed25519'
  x: string
  kid: string
  alg: 'EdDSA'
  use: 'sig'
}

export interface SigningKey {
  public: PublicKey
  sign(bytes: Uint8Array): Buffer
}

/** PKCS #8 before the 32 bytes of the seed (RFC 8410 §7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The key pair of a 32-byte seed, which is wiped. The thumbprint makes a kid that no other installation's key has. */
export function signingKey(seed: Buffer): SigningKey {
  const der = Buffer.concat([PKCS8, seed])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  seed.fill(0)
  der.fill(0)
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  const kid = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url')
  return {
    public: { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' },
    sign: (bytes) => sign(null, bytes, key),
  }
}

export function isSignedBy({ kty, crv, x }: PublicKey, bytes: Uint8Array, signature: Uint8Array): boolean {
  const key: KeyObject = createPublicKey({ key: { kty, crv, x }, format: 'jwk' })
  return verify(null, bytes, key, signature)
}
