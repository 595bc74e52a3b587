import { z } from 'zod'
import { assertionSchema } from '../passkeys/schema.ts'
import { passwordSchema } from '../passwords/schema.ts'
import { totpSchema } from '../totp/schema.ts'

export const stepUpPasswordBody = z.strictObject({ password: passwordSchema })
export const stepUpPasskeyBody = z.strictObject({ credential: assertionSchema })
export const stepUpTotpBody = z.strictObject({ code: totpSchema })
