import { z } from 'zod'

export const eventsQuery = z.strictObject({
  /** Cursor of the last event read; absent: from the beginning. */
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .default('0'),
  limit: z
    .string()
    .regex(/^\d{1,4}$/)
    .default('100')
    .transform(Number)
    .pipe(z.int().min(1).max(1000)),
})

export const eventsAnswer = z.object({
  events: z.array(
    z.object({
      id: z.uuid(),
      cursor: z.string(),
      type: z.string(),
      accountId: z.uuid(),
      at: z.iso.datetime(),
      data: z.record(z.string(), z.unknown()),
    }),
  ),
  /** Give it as `after` to read on; unchanged when there was nothing new. */
  next: z.string(),
})
export type EventsAnswer = z.infer<typeof eventsAnswer>
