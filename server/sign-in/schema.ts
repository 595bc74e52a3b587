import { z } from 'zod'
import { identifierFields } from '../accounts/schema.ts'
import { botCheckField } from '../bot-check/schema.ts'
import { codeSchema } from '../codes/schema.ts'
import { assertionSchema } from '../passkeys/schema.ts'
import { passwordSchema } from '../passwords/schema.ts'
import { recoveryKeySchema } from '../recovery-key/body-schema.ts'
import { clientSchema, sessionAnswer } from '../sessions/schema.ts'
import { totpSchema } from '../totp/schema.ts'
import { signInActions } from './journey.ts'

const flowSchema = z.string().regex(/^[A-Za-z0-9_-]{100,4000}$/)

export const signInBody = z.strictObject({
  ...identifierFields,
  password: passwordSchema,
  /** From `POST /sign-in/code`: the mailbox is proven, the password is looked at. */
  flow: flowSchema.optional(),
  client: clientSchema,
  ...botCheckField,
})
export const signInCodeBody = z.strictObject({ flow: flowSchema, code: codeSchema })
export const signInTotpBody = z.strictObject({
  flow: flowSchema,
  code: totpSchema,
  /** Do not ask this device for the second proof for 30 days, while the credentials stay as they are. */
  trustDevice: z.boolean().default(false),
})
export const signInPhraseBody = z.strictObject({ flow: flowSchema, phrase: recoveryKeySchema })
export const replacingKeyBody = z.strictObject({ flow: flowSchema, code: totpSchema })
export const replacingPhraseBody = z.strictObject({ flow: flowSchema, phrase: recoveryKeySchema, client: clientSchema })
/** With `flow`: the second proof after a right password. Without: a sign-in with the passkey alone. */
export const passkeyOptionsBody = z.strictObject({ flow: flowSchema.optional() })
export const signInPasskeyBody = z.strictObject({
  flow: flowSchema.optional(),
  credential: assertionSchema,
  /** Of a sign-in without `flow`; with it, what the password was given for. */
  client: clientSchema,
  /** Do not ask this device for the second proof for 30 days, while the credentials stay as they are. */
  trustDevice: z.boolean().default(false),
})
export const signInFlowBody = z.strictObject({ flow: flowSchema })

/** The mailbox has to be proven before the password is looked at. The same whether or not there is an account. */
export const signInProofAnswer = z.object({
  state: z.literal('code'),
  /** Names this proof in the calls that follow. */
  flow: z.string(),
  actions: z.array(z.enum(signInActions)),
  /**
   * Where the code is, if there is an account: its e-mail address, or for one that has none its phone. With `toOther` the other
   * one it has, if it has one.
   */
  channel: z.enum(['email', 'email_or_sms']),
  /** The address as it was typed, masked. */
  destination: z.string(),
  toOther: z.boolean(),
  /** From when another code may be asked for, and when the last one ends. */
  resendAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
})
export type SignInProofAnswer = z.infer<typeof signInProofAnswer>

/** The password was right, and the account asks for a proof of the second kind. */
export const signInFactorAnswer = z.object({
  state: z.literal('factor'),
  flow: z.string(),
  /** What the account has to prove it with. Empty: none is left, a person has to help. */
  actions: z.array(z.enum(signInActions)),
})
export type SignInFactorAnswer = z.infer<typeof signInFactorAnswer>

export const signedInAnswer = z.object({ state: z.literal('signed_in'), session: sessionAnswer })
export const signInAnswer = z.discriminatedUnion('state', [signedInAnswer, signInProofAnswer, signInFactorAnswer])
export type SignInAnswer = z.infer<typeof signInAnswer>

export const signInCodeAnswer = z.object({
  state: z.literal('password'),
  flow: z.string(),
  actions: z.array(z.enum(signInActions)),
})
