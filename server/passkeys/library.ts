/**
 * SimpleWebAuthn, fetched when the first passkey is looked at: with its readers of certificates, which we ask nothing of, it
 * costs a start 300 ms and 30 MB. What it refuses it throws as plain errors, which stay in here.
 */
import type { AttestationFormat } from '@simplewebauthn/server/helpers'
import type { Config } from '../config.ts'
import { algorithms } from './options.ts'
import { rpIdOf } from './passkey.ts'
import type { Assertion, Registration } from './schema.ts'

export interface NewCredential {
  id: Buffer
  /** COSE. */
  publicKey: Buffer
  counter: number
  backupEligible: boolean
  backedUp: boolean
  aaguid: string
}

interface Site {
  config: Pick<Config, 'origin'>
  /** Of the client data: whether it is one of ours was asked before. */
  challenge: string
}

/**
 * Reads a new credential (WebAuthn L3 §7.1). Its make is not asked to be proven, so a statement that tries to is dropped
 * unread: nobody makes us parse certificates, or fetch what they point at.
 *
 * @returns undefined for whatever is not as it must be
 */
export async function readRegistration(
  { config, challenge }: Site,
  registration: Registration,
): Promise<NewCredential | undefined> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  try {
    const attestationObject = await withoutStatement(registration.response.attestationObject)
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        ...registration,
        clientExtensionResults: {},
        response: { ...registration.response, attestationObject },
      },
      expectedChallenge: challenge,
      expectedOrigin: config.origin,
      expectedRPID: rpIdOf(config),
      requireUserPresence: true,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    } as Parameters<typeof verifyRegistrationResponse>[0])
    // What the browser calls it must be what its authenticator does.
    if (!verified || registrationInfo.credential.id !== registration.id) return undefined
    const { credential, aaguid, credentialDeviceType, credentialBackedUp } = registrationInfo
    return {
      id: Buffer.from(credential.id, 'base64url'),
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      backupEligible: credentialDeviceType === 'multiDevice',
      backedUp: credentialBackedUp,
      aaguid,
    }
  } catch {
    return undefined
  }
}

async function withoutStatement(encoded: string): Promise<string> {
  const { decodeAttestationObject, isoCBOR } = await import('@simplewebauthn/server/helpers')
  const authData = decodeAttestationObject(Buffer.from(encoded, 'base64url')).get('authData')
  const none: AttestationFormat = 'none'
  const bare = new Map<string, unknown>([
    ['fmt', none],
    ['attStmt', new Map()],
    ['authData', authData],
  ])
  return Buffer.from(isoCBOR.encode(bare as Parameters<typeof isoCBOR.encode>[0])).toString('base64url')
}

export interface Signed {
  counter: number
  backupEligible: boolean
  backedUp: boolean
}

/**
 * Reads an answer signed by the credential with this public key (WebAuthn L3 §7.2): type, challenge, origin, RP id, presence,
 * verification, signature. Its counter is for the caller to judge: the library judges it before the signature, and then
 * anybody could have a passkey taken for a copy.
 *
 * @returns undefined for whatever is not as it must be
 */
export async function readAssertion(
  { config, challenge }: Site,
  assertion: Assertion,
  publicKey: Uint8Array,
): Promise<Signed | undefined> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...assertion, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: config.origin,
      expectedRPID: rpIdOf(config),
      credential: { id: assertion.id, publicKey: new Uint8Array(publicKey), counter: 0 },
      requireUserVerification: true,
    } as Parameters<typeof verifyAuthenticationResponse>[0])
    if (!verified) return undefined
    const { newCounter: counter, credentialDeviceType, credentialBackedUp: backedUp } = authenticationInfo
    return { counter, backupEligible: credentialDeviceType === 'multiDevice', backedUp }
  } catch {
    return undefined
  }
}
