import { z } from 'zod'
import { channelSchema, identifierFields, localeSchema } from '../accounts/schema.ts'
import { botCheckField } from '../bot-check/schema.ts'
import { codeSchema } from '../codes/schema.ts'
import { assertionSchema } from '../passkeys/schema.ts'
import { passwordSchema } from '../passwords/schema.ts'
import { recoveryKeySchema } from '../recovery-key/body-schema.ts'
import { totpSchema } from '../totp/schema.ts'
import { recoveryActions, recoveryStates } from './journey.ts'

const flowSchema = z.string().regex(/^[A-Za-z0-9_-]{100,4000}$/)

export const startRecoveryBody = z.strictObject({
  ...identifierFields,
  locale: localeSchema.optional(),
  ...botCheckField,
})
export const recoveryFlowBody = z.strictObject({ flow: flowSchema })
export const resendRecoveryBody = z.strictObject({ flow: flowSchema, ...botCheckField })
export const proveMailboxBody = z.strictObject({ flow: flowSchema, code: codeSchema })
const newPassword = { password: passwordSchema, repeat: passwordSchema }
// As the hash is made: two keyboards may spell one å in two ways.
const isEqual = (typed: { password: string; repeat: string }) =>
  typed.password.normalize('NFC') === typed.repeat.normalize('NFC')
const unequal = { path: ['repeat'], params: { code: 'unequal' } }

export const finishRecoveryBody = z
  .strictObject({ flow: flowSchema, code: codeSchema, ...newPassword })
  .refine(isEqual, unequal)
/** The new password comes once more: until the second proof nothing of it is kept. */
export const resetTotpBody = z
  .strictObject({ flow: flowSchema, code: totpSchema, ...newPassword })
  .refine(isEqual, unequal)
export const resetPasskeyBody = z
  .strictObject({ flow: flowSchema, credential: assertionSchema, ...newPassword })
  .refine(isEqual, unequal)
export const resetPhraseBody = z
  .strictObject({ flow: flowSchema, phrase: recoveryKeySchema, ...newPassword })
  .refine(isEqual, unequal)

/** Names the new authenticator in the place of the lost one: see the answer that showed its key. */
const replacingFlow = z.string().regex(/^[A-Za-z0-9_-]{100,200}$/)
export const resetReplacingBody = z.strictObject({ flow: replacingFlow })
export const resetKeyBody = z.strictObject({ flow: replacingFlow, code: totpSchema })
export const resetNewPhraseBody = z.strictObject({ flow: replacingFlow, phrase: recoveryKeySchema })

export const recoveryAnswer = z.object({
  /** Names this reset in the calls that follow, and changes with the state `mailbox`; a secret of the one who began it. */
  flow: z.string(),
  /** `mailbox`: strangers have asked or guessed too often, and the mailbox is proven before a code is sent. */
  state: z.enum(recoveryStates),
  /** In state `factor`: what the account has to prove itself with besides the code. Empty: a person has to help. */
  actions: z.array(z.enum(recoveryActions)),
  /**
   * Of the address as it was typed, whether or not an account has it. In state `mailbox` the code is in the account's mail, or
   * comes by SMS where there is none.
   */
  channel: z.enum([...channelSchema.options, 'email_or_sms']),
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
export const finishRecoveryAnswer = z.object({
  state: z.enum(['done', 'factor']),
  actions: z.array(z.enum(recoveryActions)),
})
export type FinishRecoveryAnswer = z.infer<typeof finishRecoveryAnswer>
export const resetDoneAnswer = z.object({ state: z.literal('done') })
