import { z } from 'zod'

export const holdAnswer = z.object({ reason: z.string(), endsAt: z.iso.datetime() })

export const holdsParams = z.strictObject({ id: z.uuid() })
export const holdsAnswer = z.object({
  /** The account's owner has stopped everything: let nothing out, whatever the holds say, until `account.thawed`. */
  frozen: z.boolean(),
  /** Why withdrawals are paused, and until when, the last end first; empty when they are not. */
  holds: z.array(holdAnswer),
})
