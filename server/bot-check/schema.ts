import { z } from 'zod'

/** The solution of a challenge for the same purpose, as base64 of the ALTCHA payload `{challenge, solution}`. */
export const botCheckField = {
  botCheck: z
    .string()
    .regex(/^[A-Za-z0-9+/]{1,2000}={0,2}$/)
    .optional(),
}

export const botCheckQuery = z.strictObject({ purpose: z.enum(['new_number', 'sign_in', 'reset_password']) })

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`))

const payload = z.strictObject({
  challenge: z.strictObject({
    parameters: z.strictObject({
      algorithm: z.literal('PBKDF2/SHA-256'),
      cost: z.int(),
      data: z.strictObject({ most: z.int(), purpose: z.string() }),
      expiresAt: z.int(),
      keyLength: z.int(),
      keyPrefix: hex(16),
      keySignature: hex(36),
      nonce: hex(16),
      salt: hex(16),
    }),
    signature: hex(36),
  }),
  // The protocol's own members; how long it took is the client's affair.
  solution: z.object({ counter: z.int(), derivedKey: hex(32) }),
})

/** What a client sends, taken apart; anything that is not that fails. */
export const solutionSchema = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(Buffer.from(text, 'base64').toString())
    } catch {
      context.addIssue('not base64 of JSON')
      return z.NEVER
    }
  })
  .pipe(payload)
