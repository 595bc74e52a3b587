import { z } from 'zod'
import { channelSchema, identifierFields, localeSchema } from '../accounts/schema.ts'
import { botCheckField } from '../bot-check/schema.ts'
import { codeSchema } from '../codes/schema.ts'
import { passwordSchema } from '../passwords/schema.ts'

const flowSchema = z.string().regex(/^[A-Za-z0-9_-]{100,200}$/)

export const startRecoveryBody = z.strictObject({
  ...identifierFields,
  locale: localeSchema.optional(),
  ...botCheckField,
})
export const recoveryFlowBody = z.strictObject({ flow: flowSchema })
export const resendRecoveryBody = z.strictObject({ flow: flowSchema, ...botCheckField })
export const finishRecoveryBody = z
  .strictObject({ flow: flowSchema, code: codeSchema, password: passwordSchema, repeat: passwordSchema })
  // As the hash is made: two keyboards may spell one å in two ways.
  .refine(({ password, repeat }) => password.normalize('NFC') === repeat.normalize('NFC'), {
    path: ['repeat'],
    params: { code: 'unequal' },
  })

export const recoveryAnswer = z.object({
  /** Names this reset in the calls that follow; a secret of the one who began it. */
  flow: z.string(),
  state: z.enum(['code', 'factor', 'done']),
  actions: z.array(z.enum(['code', 'resend', 'other_channel', 'sign_in'])),
  /** Of the address as it was typed, whether or not an account has it. */
  channel: channelSchema,
  /** The address as it was typed, masked. */
  destination: z.string(),
  /** Whether the code was last asked for on the account's other address; goes to the typed one if there is no other. */
  toOther: z.boolean(),
  /** While a code is open: from when another may be asked for, and when it ends. */
  resendAt: z.iso.datetime().optional(),
  expiresAt: z.iso.datetime().optional(),
})
export type RecoveryAnswer = z.infer<typeof recoveryAnswer>

/** `factor`: the code was right, and the account has another proof that is asked for before the password changes. */
export const finishRecoveryAnswer = z.object({ state: z.enum(['done', 'factor']) })
export type FinishRecoveryAnswer = z.infer<typeof finishRecoveryAnswer>
