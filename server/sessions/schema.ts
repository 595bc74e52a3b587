import { z } from 'zod'
import { factorSchema, kindSchema, localeSchema } from '../accounts/schema.ts'
import { holdAnswer } from '../holds/schema.ts'

export const clientSchema = z.enum(['web', 'app']).default('web')

export const sessionAnswer = z.object({
  account: z.object({
    id: z.uuid(),
    identifiers: z.array(z.object({ kind: kindSchema, masked: z.string() })),
    locale: localeSchema,
  }),
  session: z.object({
    id: z.uuid(),
    client: z.enum(['web', 'app']),
    /** Whether the token is good only with a proof of the device's key in each request (header `DPoP`, RFC 9449). */
    bound: z.boolean(),
    /** When the person last proved themselves. */
    authenticatedAt: z.iso.datetime(),
    /** How: RFC 8176 values. */
    amr: z.array(z.string()),
    /** Authenticator assurance level (NIST SP 800-63B-4 §2). */
    aal: z.int().min(1).max(3),
    /** When a proof of the second kind was last given in it; null: never. */
    factorAt: z.iso.datetime().nullable(),
    /** Proofs of the second kind that the account has: while there is one, sensitive acts ask for it. */
    factors: z.array(factorSchema),
    idleEndsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
  }),
  /** Why withdrawals are paused, and until when; empty when they are not. */
  holds: z.array(holdAnswer),
  /** Bearer token, for client `app` alone and only where a session was opened or renewed. */
  token: z.string().optional(),
  /** What the device is known by, for client `app` alone and only when it was made: send it as `portvakt-device`. */
  deviceToken: z.string().optional(),
})
export type SessionAnswer = z.infer<typeof sessionAnswer>

export const sessionsAnswer = z.object({
  sessions: z.array(
    z.object({
      id: z.uuid(),
      current: z.boolean(),
      client: z.enum(['web', 'app']),
      device: z.object({ browser: z.string(), system: z.string() }),
      /** Which of `/devices` it is; null: none that is known. */
      deviceId: z.uuid().nullable(),
      /** Country of the network it was opened from, ISO 3166-1 alpha-2; empty: not known. */
      place: z.string(),
      /** What the operator of that network is called; empty: not known. */
      network: z.string(),
      createdAt: z.iso.datetime(),
      lastSeenAt: z.iso.datetime(),
      endsAt: z.iso.datetime(),
    }),
  ),
})
export type SessionsAnswer = z.infer<typeof sessionsAnswer>

export const sessionParams = z.strictObject({ id: z.uuid() })
