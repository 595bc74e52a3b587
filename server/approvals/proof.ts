/**
 * The proof of an approval: a compact JWS (RFC 7515) with EdDSA over Ed25519 (RFC 8037) and a type of its own (RFC 8725 §3.11),
 * so that it is taken for nothing else.
 */
import { isSignedBy, type PublicKey, type SigningKey } from '../platform/signing.ts'

export const PROOF_TYPE = 'approval+jwt'

export interface ProofClaims {
  /** Our origin. */
  iss: string
  /** Who asked. */
  aud: string
  /** The account. */
  sub: string
  approval_id: string
  /** SHA-256 of the canonical content, base64url. */
  content_sha256: string
  /** How it was proven, for this act: RFC 8176. */
  amr: string[]
  acr: 'aal2'
  iat: number
  exp: number
  jti: string
}

export function signProof(key: SigningKey, claims: ProofClaims): string {
  const signed = `${encode({ alg: 'EdDSA', kid: key.public.kid, typ: PROOF_TYPE })}.${encode(claims)}`
  return `${signed}.${key.sign(Buffer.from(signed)).toString('base64url')}`
}

/**
 * What a proof says, if one of `keys` signed it. The key is ours to choose by its name, the method is no choice at all.
 *
 * @returns undefined for everything else
 */
export function readProof(keys: readonly PublicKey[], proof: string): ProofClaims | undefined {
  const [head = '', body = '', signature = '', ...more] = proof.split('.')
  const header = decode(head)
  const key = keys.find(({ kid }) => kid === header?.kid)
  if (more.length > 0 || !key || header?.alg !== 'EdDSA' || header.typ !== PROOF_TYPE) return undefined
  if (Object.keys(header).length > 3) return undefined // `crit` and its like
  if (!isSignedBy(key, Buffer.from(`${head}.${body}`), Buffer.from(signature, 'base64url'))) return undefined
  return decode(body) as unknown as ProofClaims
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

function decode(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(Buffer.from(text, 'base64url').toString())
    return value !== null && typeof value === 'object' ? value : undefined
  } catch {
    return undefined
  }
}
