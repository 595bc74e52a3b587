import { z } from 'zod'

export const activityQuery = z.strictObject({
  /** Cursor: the `next` of the page before; absent: the newest. */
  before: z.uuid().optional(),
})

export const activityAnswer = z.object({
  /** Newest first. */
  activities: z.array(
    z.object({
      id: z.uuid(),
      kind: z.string(),
      at: z.iso.datetime(),
      /** What the device calls itself; empty: not known. */
      device: z.object({ browser: z.string(), system: z.string() }),
      /** Country of the session's network, ISO 3166-1 alpha-2; empty: not known. */
      place: z.string(),
      /** Done in the session that asks. */
      current: z.boolean(),
    }),
  ),
  /** Give it as `before` to read on; null: there is no more. */
  next: z.uuid().nullable(),
})
export type ActivityAnswer = z.infer<typeof activityAnswer>
