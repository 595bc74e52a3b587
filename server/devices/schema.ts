import { z } from 'zod'

export const devicesAnswer = z.object({
  /** Browsers and apps the account was signed in to on and that it still knows, last used first. */
  devices: z.array(
    z.object({
      id: z.uuid(),
      /** The one this request comes from. */
      current: z.boolean(),
      client: z.enum(['web', 'app']),
      device: z.object({ browser: z.string(), system: z.string() }),
      /** Country of the network last used, ISO 3166-1 alpha-2; empty: not known. */
      place: z.string(),
      /** What the operator of that network is called; empty: not known. */
      network: z.string(),
      /** Also where it was ended meanwhile, and had to become known again. */
      firstSeenAt: z.iso.datetime(),
      lastSeenAt: z.iso.datetime(),
      /** Signs in without the second proof until then; null: it is asked for it. */
      trustedUntil: z.iso.datetime().nullable(),
    }),
  ),
})
export type DevicesAnswer = z.infer<typeof devicesAnswer>

export const deviceParams = z.strictObject({ id: z.uuid() })
