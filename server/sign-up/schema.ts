import { z } from 'zod'
import { channelSchema, identifierFields, localeSchema } from '../accounts/schema.ts'
import { botCheckField } from '../bot-check/schema.ts'
import { codeSchema } from '../codes/schema.ts'
import { passwordSchema } from '../passwords/schema.ts'
import { clientSchema } from '../sessions/schema.ts'

export const flowSchema = z.string().regex(/^[A-Za-z0-9_-]{64}$/)

export const startSignUpBody = z.strictObject({
  ...identifierFields,
  locale: localeSchema.optional(),
  ...botCheckField,
})
export const flowBody = z.strictObject({ flow: flowSchema })
export const resendSignUpBody = z.strictObject({ flow: flowSchema, ...botCheckField })
export const signUpCodeBody = z.strictObject({ flow: flowSchema, code: codeSchema })
export const signUpPasswordBody = z.strictObject({
  flow: flowSchema,
  password: passwordSchema,
  /** The terms of use; an account is created only with a yes. */
  acceptTerms: z.literal(true),
  client: clientSchema,
})

export const signUpActions = z.enum(['code', 'resend', 'password', 'sign_in'])

export const signUpAnswer = z.object({
  /** Names this sign-up in the calls that follow; a secret of the one who began it. */
  flow: z.string(),
  state: z.enum(['code', 'password', 'done']),
  actions: z.array(signUpActions),
  channel: channelSchema,
  destination: z.string(),
  /** While a code is open: from when another may be asked for, and when it ends. */
  resendAt: z.iso.datetime().optional(),
  expiresAt: z.iso.datetime().optional(),
})
export type SignUpAnswer = z.infer<typeof signUpAnswer>
