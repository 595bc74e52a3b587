import { z } from 'zod'
import { passwordSchema } from '../passwords/schema.ts'

export const changePasswordBody = z
  .strictObject({ current: passwordSchema, password: passwordSchema, repeat: passwordSchema })
  // As the hash is made: two keyboards may spell one å in two ways.
  .refine(({ password, repeat }) => password.normalize('NFC') === repeat.normalize('NFC'), {
    path: ['repeat'],
    params: { code: 'unequal' },
  })
