import { z } from 'zod'
import { passwordSchema } from '../passwords/schema.ts'

export const stepUpPasswordBody = z.strictObject({ password: passwordSchema })
