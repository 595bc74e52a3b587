import { z } from 'zod'
import { channelSchema } from '../accounts/schema.ts'
import { codeSchema } from '../codes/schema.ts'
import { recoveryKeySchema } from '../recovery-key/body-schema.ts'
import { sessionAnswer } from '../sessions/schema.ts'
import { totpSchema } from '../totp/schema.ts'
import { changeActions, changeKinds, changeStates } from './journey.ts'

const flow = z.uuid()

export const startAuthenticatorBody = z.strictObject({
  kind: z.enum(['bind', 'change', 'remove']),
  /** Which of the account's addresses the code goes to. */
  identifierId: z.uuid(),
})
export const authenticatorFlow = z.strictObject({ flow })
export const authenticatorCodeBody = z.strictObject({
  flow,
  code: codeSchema,
  /** A code of the authenticator there is: to change or remove it. */
  totp: totpSchema.optional(),
})
export const authenticatorKeyBody = z.strictObject({ flow, code: totpSchema })
export const authenticatorPhraseBody = z.strictObject({ flow, phrase: recoveryKeySchema })

/** A QR code as SVG, dark on white with its quiet zone. */
const qrSchema = z.string()

/** What is under way, and what may be done next. */
export const authenticatorAnswer = z.object({
  flow: z.string(),
  kind: z.enum(changeKinds),
  state: z.enum(changeStates),
  actions: z.array(z.enum(changeActions)),
  /** When it ends if nothing more is done. */
  endsAt: z.iso.datetime(),
  /** State `code`: where the code went, masked. */
  channel: channelSchema.optional(),
  destination: z.string().optional(),
  resendAt: z.iso.datetime().optional(),
  expiresAt: z.iso.datetime().optional(),
  /** State `key`: the pending key for the app, in base32 and as an otpauth:// address. */
  key: z.object({ secret: z.string(), uri: z.string(), qr: qrSchema }).optional(),
  /** State `phrase`, in the one answer that shows it. */
  phrase: z.object({ text: z.string(), qr: qrSchema }).optional(),
})
export type AuthenticatorAnswer = z.infer<typeof authenticatorAnswer>

export const noAuthenticatorChange = z.object({ state: z.literal('none') })
export const authenticatorDone = z.object({
  state: z.literal('done'),
  /** The session as it goes on; absent when it goes on as it was. */
  session: sessionAnswer.optional(),
})
export const authenticatorLookAnswer = z.discriminatedUnion('state', [noAuthenticatorChange, authenticatorAnswer])
export const authenticatorStepAnswer = z.discriminatedUnion('state', [authenticatorDone, authenticatorAnswer])
export type AuthenticatorStepAnswer = z.infer<typeof authenticatorStepAnswer>
