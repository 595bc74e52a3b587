import { z } from 'zod'
import { accountAnswer, channelSchema, identifierFields } from '../accounts/schema.ts'
import { botCheckField } from '../bot-check/schema.ts'
import { codeSchema } from '../codes/schema.ts'
import { holdAnswer } from '../holds/schema.ts'

const flowSchema = z.uuid()

export const startAdditionBody = z.strictObject({ ...identifierFields, ...botCheckField })
export const additionFlowBody = z.strictObject({ flow: flowSchema, ...botCheckField })
export const additionCodeBody = z.strictObject({ flow: flowSchema, code: codeSchema })

export const additionAnswer = z.object({
  flow: flowSchema,
  state: z.literal('code'),
  actions: z.array(z.enum(['code', 'resend'])),
  channel: channelSchema,
  destination: z.string(),
  resendAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
})
export type AdditionAnswer = z.infer<typeof additionAnswer>

export const additionDoneAnswer = z.object({
  identifiers: accountAnswer.shape.identifiers,
  holds: z.array(holdAnswer),
})
export type AdditionDoneAnswer = z.infer<typeof additionDoneAnswer>
