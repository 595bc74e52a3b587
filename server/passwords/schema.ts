import { z } from 'zod'

/** The most a password may weigh, in UTF-8 bytes; more is refused, never cut (Okta 2024). */
export const PASSWORD_MAX_BYTES = 1024

/** A password as typed: any characters but control characters; its rules are checked where one is set. */
export const passwordSchema = z
  .string()
  .min(1)
  .max(PASSWORD_MAX_BYTES)
  .refine((text) => new TextEncoder().encode(text).length <= PASSWORD_MAX_BYTES, { params: { code: 'too_long' } })
  .refine((text) => !/[\u0000-\u001f\u007f-\u009f]/.test(text), { params: { code: 'control_characters' } })
  .refine((text) => text.isWellFormed(), { params: { code: 'invalid' } })
