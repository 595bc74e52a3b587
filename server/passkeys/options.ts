import type { Deps } from '../platform/deps.ts'
import { policy } from '../platform/policy.ts'
import { type ChallengeSubject, newChallenge } from './challenge.ts'
import { rpIdOf, userHandleOf } from './passkey.ts'
import type { PasskeyRow } from './queries.ts'
import type { CreationOptions, RequestOptions } from './schema.ts'

type Named = Pick<PasskeyRow, 'credential_id' | 'transports'>

// Ed25519, ECDSA P-256, RSA PKCS#1: what SimpleWebAuthn verifies and every authenticator has one of (COSE, RFC 9053).
export const algorithms = [-8, -7, -257]

/**
 * What an authenticator is asked for a new passkey: discoverable, so that it signs in without an address being typed, and
 * verifying its user, so that it is two factors in one (NIST SP 800-63B-4 §3.1.7).
 *
 * @param label what the person knows the account by, in the list of their device; masked, since others see that list too
 * @param existing passkeys of the account: an authenticator that has one of them makes no other
 */
export function creationOptionsFor(
  deps: Pick<Deps, 'keys' | 'clock' | 'config'>,
  subject: Extract<ChallengeSubject, { purpose: 'enrol' }>,
  label: string,
  existing: readonly Named[],
): CreationOptions {
  return {
    rp: { id: rpIdOf(deps.config), name: deps.config.brandName },
    user: { id: userHandleOf(subject.accountId), name: label, displayName: label },
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
  subject: Exclude<ChallengeSubject, { purpose: 'enrol' }>,
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
