import { z } from 'zod'
import { channelSchema, identifierFields } from '../accounts/schema.ts'
import { botCheckField } from '../bot-check/schema.ts'
import { codeSchema } from '../codes/schema.ts'
import { assertionSchema } from '../passkeys/schema.ts'
import { passwordSchema } from '../passwords/schema.ts'
import { recoveryKeySchema } from '../recovery-key/body-schema.ts'
import { totpSchema } from '../totp/schema.ts'
import { thawActions } from './journey.ts'

const linkToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
const flowSchema = z.string().regex(/^[A-Za-z0-9_-]{100,4000}$/)

export const freezeAnswer = z.object({ state: z.literal('frozen') })

export const linkBody = z.strictObject({ token: linkToken })
export const linkAnswer = z.object({
  /** `open`: the account can be frozen. `frozen`: it is. */
  state: z.enum(['open', 'frozen']),
  /** What the notice told of, when and from where. */
  event: z.string(),
  at: z.iso.datetime(),
  device: z.object({ browser: z.string(), system: z.string() }),
  place: z.string(),
})
export type LinkAnswer = z.infer<typeof linkAnswer>

export const startThawBody = z.strictObject({
  ...identifierFields,
  password: passwordSchema,
  /** Of a mailbox that was proven at `POST /sign-in/code`: the password is looked at. */
  flow: flowSchema.optional(),
  ...botCheckField,
})
export const thawFlowBody = z.strictObject({ flow: flowSchema })
export const thawCodeBody = z.strictObject({ flow: flowSchema, code: codeSchema })
export const thawTotpBody = z.strictObject({ flow: flowSchema, code: totpSchema })
export const thawPasskeyBody = z.strictObject({ flow: flowSchema, credential: assertionSchema })
export const thawPhraseBody = z.strictObject({ flow: flowSchema, phrase: recoveryKeySchema })

export const thawAnswer = z.object({
  /** Names this thawing in the calls that follow; a secret of the one who began it. */
  flow: z.string(),
  state: z.literal('code'),
  actions: z.array(z.enum(['code', 'resend'])),
  /** Of the address as it was typed, whether or not a code was sent there. */
  channel: channelSchema,
  destination: z.string(),
  resendAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
})
export type ThawAnswer = z.infer<typeof thawAnswer>

/**
 * Strangers were wrong, or asked, too often: the mailbox is proven before the password is looked at. With this `flow` at
 * `POST /sign-in/code` (`/resend`, `/other-channel`), then here again. The same whether or not there is an account.
 */
export const thawProofAnswer = z.object({
  state: z.literal('mailbox'),
  /** Names this proof in the calls that follow. */
  flow: z.string(),
  actions: z.array(z.enum(['mailbox', 'resend', 'other_channel'])),
  /** Where the code is, if there is an account: its e-mail address, or for one that has none its phone. */
  channel: z.enum(['email', 'email_or_sms']),
  /** The address as it was typed, masked. */
  destination: z.string(),
  toOther: z.boolean(),
  resendAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
})
export type ThawProofAnswer = z.infer<typeof thawProofAnswer>
export const startThawAnswer = z.discriminatedUnion('state', [thawAnswer, thawProofAnswer])

/**
 * `factor`: the code was right, and the account has another proof that is asked for before it opens. `waiting`: password and code
 * were right, and it stays frozen yet, because the password was set anew shortly before it was frozen.
 */
export const finishThawAnswer = z.object({
  state: z.enum(['done', 'factor', 'waiting']),
  /** In state `factor`: names the thawing from now on. */
  flow: z.string().optional(),
  /** In state `factor`: what the account has to prove itself with. Empty: a person has to help. */
  actions: z.array(z.enum(thawActions)),
  /** In state `waiting`: when it can be opened at the earliest, beginning anew. */
  opensAt: z.iso.datetime().optional(),
})
export type FinishThawAnswer = z.infer<typeof finishThawAnswer>
