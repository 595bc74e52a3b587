import { z } from 'zod'
import { channelSchema } from '../accounts/schema.ts'
import { codeSchema } from '../codes/schema.ts'
import { assertionSchema } from '../passkeys/schema.ts'
import { passwordSchema } from '../passwords/schema.ts'
import { totpSchema } from '../totp/schema.ts'

export const stepUpPasswordBody = z.strictObject({ password: passwordSchema })
export const stepUpPasskeyBody = z.strictObject({ credential: assertionSchema })
export const startAddressProofBody = z.strictObject({
  /** Which of the account's addresses the code goes to. */
  identifierId: z.uuid(),
})
export const addressProofFlowBody = z.strictObject({ flow: z.uuid() })
export const addressProofCodeBody = z.strictObject({ flow: z.uuid(), code: codeSchema })
export const addressProofAnswer = z.object({
  flow: z.string(),
  state: z.literal('code'),
  actions: z.array(z.enum(['code', 'resend'])),
  channel: channelSchema,
  /** Masked. */
  destination: z.string(),
  resendAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
})
export type AddressProofAnswer = z.infer<typeof addressProofAnswer>
export const stepUpTotpBody = z.strictObject({ code: totpSchema })
