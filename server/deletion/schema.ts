import { z } from 'zod'
import { deletionAnswer } from '../accounts/schema.ts'
import { passwordSchema } from '../passwords/schema.ts'
import { sessionAnswer } from '../sessions/schema.ts'

export const requestDeletionBody = z.strictObject({ password: passwordSchema })

export const requestDeletionAnswer = z.object({
  deletion: deletionAnswer,
  /** The session goes on under a new token. */
  session: sessionAnswer,
})
export type RequestDeletionAnswer = z.infer<typeof requestDeletionAnswer>

export const cancelDeletionAnswer = z.object({ deletion: deletionAnswer })
