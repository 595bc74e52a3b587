import { z } from 'zod'
import { identifierFields } from '../accounts/schema.ts'
import { passwordSchema } from '../passwords/schema.ts'
import { clientSchema, sessionAnswer } from '../sessions/schema.ts'

export const signInBody = z.strictObject({ ...identifierFields, password: passwordSchema, client: clientSchema })

export const signInAnswer = z.object({ state: z.literal('signed_in'), session: sessionAnswer })
export type SignInAnswer = z.infer<typeof signInAnswer>
