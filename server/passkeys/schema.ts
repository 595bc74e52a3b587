import { z } from 'zod'
import { passkeyAnswer } from '../accounts/schema.ts'
import { sessionAnswer } from '../sessions/schema.ts'

const base64url = (most: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .max(most)
/** WebAuthn §5.8.3: at most 1,023 bytes. */
const credentialId = base64url(1364).min(4)

/**
 * What `PublicKeyCredential.toJSON()` gives (WebAuthn L3 §5.1). Browsers write it and add members of their own from time to
 * time: those are passed over, unlike unknown members anywhere else.
 */
const credential = { id: credentialId, rawId: credentialId, type: z.literal('public-key') }

export const assertionSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url(8000),
    authenticatorData: base64url(8000),
    signature: base64url(8000),
    userHandle: base64url(100).nullish(),
  }),
})
export type Assertion = z.infer<typeof assertionSchema>

export const registrationSchema = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url(8000),
    attestationObject: base64url(100_000),
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(10)
      .default([]),
  }),
})
export type Registration = z.infer<typeof registrationSchema>

const nameField = z.string().max(200)

/** `name`: what its owner calls it; absent, what its make is called, or the device. */
export const addPasskeyBody = z.strictObject({ credential: registrationSchema, name: nameField.optional() })
export const renamePasskeyBody = z.strictObject({ name: nameField })
export const passkeyParams = z.strictObject({ id: z.uuid() })

const descriptor = z.object({
  type: z.literal('public-key'),
  id: z.string(),
  transports: z.array(z.string()).optional(),
})

/** For `PublicKeyCredential.parseCreationOptionsFromJSON`. */
export const creationOptions = z.object({
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: z.string(),
  pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.int() })),
  timeout: z.int(),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
  attestation: z.literal('none'),
})
export type CreationOptions = z.infer<typeof creationOptions>

/** For `PublicKeyCredential.parseRequestOptionsFromJSON`. */
export const requestOptions = z.object({
  rpId: z.string(),
  challenge: z.string(),
  timeout: z.int(),
  userVerification: z.literal('required'),
  /** Empty: any passkey of this site, and the person chooses. */
  allowCredentials: z.array(descriptor),
})
export type RequestOptions = z.infer<typeof requestOptions>

export const passkeysAnswer = z.object({ passkeys: z.array(passkeyAnswer) })
/** The session goes on under a new token. */
export const addedPasskeyAnswer = z.object({ passkey: passkeyAnswer, session: sessionAnswer })
