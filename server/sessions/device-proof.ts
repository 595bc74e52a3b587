/**
 * A key that a device holds and shows nobody, proven by a signature over each request: DPoP (RFC 9449), with ES256 alone. A
 * token that is bound to it opens nothing without it.
 */
import { hash } from 'node:crypto'
import { calculateJwkThumbprint, EmbeddedJWK, type JWK, jwtVerify } from 'jose'
import type { Deps } from '../platform/deps.ts'
import { isOwnOrigin } from '../platform/own-origin.ts'
import { policy } from '../platform/policy.ts'

/** What a proof has to be about. */
export interface ProofOf {
  method: string
  /** Path and query, as they were asked for. */
  url: string
  /** The token that is sent with it; undefined: no session is open yet. */
  token?: string | undefined
}

type Parts = Pick<Deps, 'clock' | 'config'>

/** @returns the thumbprint (RFC 7638) of the key that signed `proof`; undefined when it proves nothing of this request */
export async function readDeviceProof(parts: Parts, proof: string, of: ProofOf): Promise<Buffer | undefined> {
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      // The sender chooses the key but not the method: `none`, or a public key taken for a shared secret (RFC 8725 §3.1).
      algorithms: ['ES256'],
      typ: 'dpop+jwt',
      requiredClaims: ['jti', 'htm', 'htu', 'iat'],
      currentDate: parts.clock.now(),
    })
    if (!isAbout(parts, payload, of)) return undefined
    return Buffer.from(await calculateJwkThumbprint(protectedHeader.jwk as JWK), 'base64url')
  } catch {
    return undefined // whatever a stranger sends; nothing of ours can fail here
  }
}

function isAbout(parts: Parts, claims: Record<string, unknown>, { method, url, token }: ProofOf): boolean {
  const { htm, htu, iat, ath } = claims
  return (
    htm === method &&
    isAddress(parts, htu, url) &&
    isOfNow(parts, iat) &&
    (token === undefined || ath === hash('sha256', token, 'base64url'))
  )
}

/** Without query and fragment, in the normal form of both (RFC 9449 §4.3); a reverse proxy changes nothing of it. */
function isAddress({ config }: Parts, htu: unknown, url: string): boolean {
  const named = typeof htu === 'string' ? URL.parse(htu) : null
  const asked = new URL(config.origin + url)
  return named !== null && isOwnOrigin(config, named.origin) && named.pathname === asked.pathname
}

/** Phones' clocks go wrong both ways. */
function isOfNow({ clock }: Parts, iat: unknown): boolean {
  return typeof iat === 'number' && Math.abs(clock.now().getTime() / 1000 - iat) <= policy.deviceProofSeconds
}
