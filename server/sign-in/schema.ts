import { z } from 'zod'
import { identifierFields } from '../accounts/schema.ts'
import { codeSchema } from '../codes/schema.ts'
import { passwordSchema } from '../passwords/schema.ts'
import { clientSchema, sessionAnswer } from '../sessions/schema.ts'

const flowSchema = z.string().regex(/^[A-Za-z0-9_-]{100,4000}$/)

export const signInBody = z.strictObject({
  ...identifierFields,
  password: passwordSchema,
  /** From `POST /sign-in/code`: the mailbox is proven, the password is looked at. */
  flow: flowSchema.optional(),
  client: clientSchema,
})
export const signInCodeBody = z.strictObject({ flow: flowSchema, code: codeSchema })
export const signInFlowBody = z.strictObject({ flow: flowSchema })

/** The mailbox has to be proven before the password is looked at. The same whether or not there is an account. */
export const signInProofAnswer = z.object({
  state: z.literal('code'),
  /** Names this proof in the calls that follow. */
  flow: z.string(),
  actions: z.array(z.enum(['sign_in', 'code', 'resend'])),
  /** Where the code is, if there is an account: its e-mail address, or for one that has none its phone. */
  channel: z.enum(['email', 'email_or_sms']),
  /** The address as it was typed, masked. */
  destination: z.string(),
  /** From when another code may be asked for, and when the last one ends. */
  resendAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
})
export type SignInProofAnswer = z.infer<typeof signInProofAnswer>

export const signedInAnswer = z.object({ state: z.literal('signed_in'), session: sessionAnswer })
export const signInAnswer = z.discriminatedUnion('state', [signedInAnswer, signInProofAnswer])
export type SignInAnswer = z.infer<typeof signInAnswer>

export const signInCodeAnswer = z.object({
  state: z.literal('password'),
  flow: z.string(),
  actions: z.array(z.enum(['sign_in', 'code', 'resend'])),
})
