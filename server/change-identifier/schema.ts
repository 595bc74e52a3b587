import { z } from 'zod'
import { accountAnswer, channelSchema, identifierFields, kindSchema } from '../accounts/schema.ts'
import { botCheckField } from '../bot-check/schema.ts'
import { codeSchema } from '../codes/schema.ts'
import { holdAnswer } from '../holds/schema.ts'

const flowSchema = z.uuid()
const linkToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

export const changeParams = z.strictObject({ id: z.uuid() })
export const startChangeBody = z.strictObject({ ...identifierFields, ...botCheckField })
export const changeFlowBody = z.strictObject({ flow: flowSchema })
export const resendChangeBody = z.strictObject({ flow: flowSchema, ...botCheckField })
export const changeCodeBody = z.strictObject({ flow: flowSchema, code: codeSchema })

export const changeAnswer = z.object({
  flow: flowSchema,
  /** `old`: an address that the account has is to be proven. `new`: the one it becomes. */
  state: z.enum(['old', 'new']),
  actions: z.array(z.enum(['code', 'resend', 'other_channel'])),
  channel: channelSchema,
  /** Masked: where the open code went. */
  destination: z.string(),
  resendAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
})
export type ChangeAnswer = z.infer<typeof changeAnswer>

export const changeDoneAnswer = z.object({
  state: z.literal('done'),
  identifiers: accountAnswer.shape.identifiers,
  holds: z.array(holdAnswer),
})
export const changeStepAnswer = z.discriminatedUnion('state', [changeAnswer, changeDoneAnswer])
export type ChangeStepAnswer = z.infer<typeof changeStepAnswer>

export const undoBody = z.strictObject({ token: linkToken })
export const undoLookAnswer = z.object({
  /** The address that would be put back, or that stays where an addition is undone. */
  kind: kindSchema,
  masked: z.string(),
  /** The address that was added and would be taken away, masked; absent: a change or a removal is undone. */
  takesAway: z.string().optional(),
  /** Every address that would stop working, masked. */
  ends: z.array(z.string()),
  at: z.iso.datetime(),
})
export type UndoLookAnswer = z.infer<typeof undoLookAnswer>
export const undoAnswer = z.object({ state: z.literal('done') })
