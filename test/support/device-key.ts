// A phone's key and its proofs (RFC 9449), made without the library that the server reads them with.
import { generateKeyPairSync, hash, type KeyObject, randomUUID, sign } from 'node:crypto'

export interface Proof {
  method: string
  /** With the query, as it is asked for. */
  path: string
  token?: string | undefined
}

/** What is not as it should be. */
export interface Forged {
  header?: Record<string, unknown>
  claims?: Record<string, unknown>
  /** Signs in the place of the key. */
  sign?: (text: string) => Buffer
}

export interface DeviceKey {
  jwk: Record<string, unknown>
  privateKey: KeyObject
  thumbprint: string
  prove(proof: Proof, forged?: Forged): string
}

export interface Surroundings {
  origin: string
  now: () => Date
}

/** A fresh P-256 key in a device that knows where the server is, and what time it is. */
export function deviceKey({ origin, now }: Surroundings): DeviceKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y } = publicKey.export({ format: 'jwk' })
  const jwk = { kty: 'EC', crv: 'P-256', x, y }
  return {
    jwk,
    privateKey,
    thumbprint: hash('sha256', `{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`, 'base64url'),
    prove({ method, path, token }, forged = {}) {
      const header = { typ: 'dpop+jwt', alg: 'ES256', jwk, ...forged.header }
      const ath = token === undefined ? undefined : hash('sha256', token, 'base64url')
      const htu = origin + path.split('?')[0]
      const iat = Math.floor(now().getTime() / 1000)
      const text = `${encode(header)}.${encode({ jti: randomUUID(), htm: method, htu, iat, ath, ...forged.claims })}`
      const signature = forged.sign?.(text) ?? signEs256(text, privateKey)
      return `${text}.${signature.toString('base64url')}`
    },
  }
}

export const signEs256 = (text: string, key: KeyObject): Buffer =>
  sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' })

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
