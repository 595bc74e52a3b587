import { z } from 'zod'

/** A Recovery Key Phrase as typed or pasted; longer than any way to write one. */
export const recoveryKeySchema = z.string().min(1).max(200)
