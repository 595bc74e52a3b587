import { z } from 'zod'
import { assertionSchema } from '../passkeys/schema.ts'
import { passwordSchema } from '../passwords/schema.ts'

export const stepUpPasswordBody = z.strictObject({ password: passwordSchema })
export const stepUpPasskeyBody = z.strictObject({ credential: assertionSchema })
