import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { type ChallengeSubject, newChallenge } from './challenge.ts'
import { rpIdOf } from './passkey.ts'
import type { PasskeyRow } from './queries.ts'
import type { CreationOptions, RequestOptions } from './schema.ts'

type Named = Pick<PasskeyRow, 'credential_id' | 'transports'>

// Ed25519, ECDSA P-256, RSA PKCS#1: what SimpleWebAuthn verifies and every authenticator has one of (COSE, RFC 9053).
export const algorithms = [-8, -7, -257]

export interface NewPasskey {
  subject: Extract<ChallengeSubject, { purpose: 'enrol' | 'staff_join' }>
  /** What the authenticator is to give back to say whose it is. */
  user: string
  /** What the person knows it by, in the list of their device; others see that list too. */
  label: string
  /** Passkeys there are already: an authenticator that has one of them makes no other. */
  existing?: readonly Named[]
}

/**
 * What an authenticator is asked for a new passkey: discoverable, so that it signs in without an address being typed, and
 * verifying its user, so that it is two factors in one (NIST SP 800-63B-4 §3.1.7).
 */
export function creationOptionsFor(
  deps: Pick<Deps, 'keys' | 'clock' | 'config'>,
  { subject, user, label, existing = [] }: NewPasskey,
): CreationOptions {
  return {
    rp: { id: rpIdOf(deps.config), name: deps.config.brandName },
    user: { id: user, name: label, displayName: label },
    challenge: newChallenge(deps, subject),
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout: policy.passkeyCeremonySeconds * 1000,
    excludeCredentials: existing.map(describe),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
  }
}

/**
 * What an authenticator is asked to sign.
 *
 * @param allowed the account's passkeys, for whoever has proven something of it; none: the person chooses, and nothing tells
 *   who has one
 */
export function requestOptionsFor(
  deps: Pick<Deps, 'keys' | 'clock' | 'config'>,
  subject: Exclude<ChallengeSubject, { purpose: 'enrol' | 'staff_join' }>,
  allowed: readonly Named[] = [],
): RequestOptions {
  return {
    rpId: rpIdOf(deps.config),
    challenge: newChallenge(deps, subject),
    timeout: policy.passkeyCeremonySeconds * 1000,
    userVerification: 'required',
    allowCredentials: allowed.map(describe),
  }
}

const describe = ({ credential_id: id, transports }: Named) => ({
  type: 'public-key' as const,
  id: id.toString('base64url'),
  transports,
})
