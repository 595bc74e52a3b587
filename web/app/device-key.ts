// The key that the session is bound to (DPoP, RFC 9449): made here, kept here, and no script can read it. A token without it
// is worth nothing.
import { readStored, storeFirst } from '../platform/stored.ts'

export interface DeviceKey {
  /**
   * Proves one request: that whoever sends it holds the key.
   *
   * @param address without a query
   * @param at now, ms since 1970, by the server's clock
   * @param token what the request brings along
   */
  prove(method: string, address: string, at: number, token?: string): Promise<string>
}

const name = 'device-key'
const curve = { name: 'ECDSA', namedCurve: 'P-256' }

/** The key of this device; made when there is none. One that cannot be kept lasts until the app is closed. */
export async function openDeviceKey(): Promise<DeviceKey> {
  const pair = (await readKept()) ?? (await makeKey())
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  const header = encode({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } })
  return {
    async prove(method, address, at, token) {
      const ath = token && { ath: base64url(await crypto.subtle.digest('SHA-256', utf8(token))) }
      const claims = { jti: crypto.randomUUID(), htm: method, htu: address, iat: Math.floor(at / 1000), ...ath }
      const signed = `${header}.${encode(claims)}`
      const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, utf8(signed))
      return `${signed}.${base64url(signature)}`
    },
  }
}

const readKept = () => readStored<CryptoKeyPair>(name).catch(() => undefined)

/** Of two tabs that are opened at once the first makes it: a session bound to a key that was written over is lost. */
async function makeKey(): Promise<CryptoKeyPair> {
  const made = await crypto.subtle.generateKey(curve, false, ['sign', 'verify'])
  const isKept = await storeFirst(name, made).then(
    () => true,
    () => false,
  )
  return (isKept ? undefined : await readKept()) ?? made
}

const utf8 = (text: string) => new TextEncoder().encode(text)
const encode = (value: object) => base64url(utf8(JSON.stringify(value)))

function base64url(bytes: ArrayBuffer | Uint8Array): string {
  const text = String.fromCharCode(...new Uint8Array(bytes))
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
