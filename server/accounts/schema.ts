import { z } from 'zod'

/** An e-mail address or phone number as typed; read by `canonicalIdentifier`, which names what is wrong with it. */
export const identifierFields = {
  identifier: z.string().min(1).max(320),
  /** Region of a number typed without its country code: ISO 3166-1 alpha-2. */
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/)
    .default('NO'),
}

export const locales = ['nb', 'nn', 'en'] as const
export const localeSchema = z.enum(locales)
export type Locale = z.infer<typeof localeSchema>

export const channelSchema = z.enum(['email', 'sms'])
export const kindSchema = z.enum(['email', 'phone'])

/** A proof of the second kind that is bound to an account, besides codes and password: an authenticator app, a passkey. */
export const factorSchema = z.enum(['totp', 'passkey'])
export type Factor = z.infer<typeof factorSchema>

/** Where the deletion of an account stands. */
export const deletionAnswer = z.object({
  state: z.enum(['none', 'scheduled']),
  actions: z.array(z.enum(['request', 'cancel'])),
  /** When it will be deleted; null: nobody asked for it. */
  endsAt: z.iso.datetime().nullable(),
})
export type DeletionAnswer = z.infer<typeof deletionAnswer>
export const passkeyAnswer = z.object({
  id: z.uuid(),
  /** Empty: it was given none, and nothing is known of where it is kept. */
  name: z.string(),
  createdAt: z.iso.datetime(),
  /** null: never yet. */
  lastUsedAt: z.iso.datetime().nullable(),
  /** Its owner may have it on several devices. */
  synced: z.boolean(),
  /** Its counter went back, so that there may be a copy: it proves nothing any more. */
  suspended: z.boolean(),
})
export type PasskeyAnswer = z.infer<typeof passkeyAnswer>

export const accountAnswer = z.object({
  id: z.uuid(),
  createdAt: z.iso.datetime(),
  locale: localeSchema,
  identifiers: z.array(
    z.object({
      id: z.uuid(),
      kind: kindSchema,
      masked: z.string(),
      verifiedAt: z.iso.datetime(),
      established: z.boolean().meta({
        description:
          'Whether it takes codes for the authenticator, for `POST /api/v1/step-up/address`, and in the place of another address: the account has had one of its kind for 72 hours (`identifierUndoSeconds`), or none for so long',
      }),
    }),
  ),
  password: z.object({ changedAt: z.iso.datetime() }).nullable(),
  /** The authenticator app; null: none is bound. `suspended`: the phrase was used, a new one must take its place. */
  authenticator: z.object({ enrolledAt: z.iso.datetime(), suspended: z.boolean() }).nullable(),
  /** The Recovery Key Phrase; null: there is none. */
  recoveryKey: z.object({ createdAt: z.iso.datetime() }).nullable(),
  passkeys: z.array(passkeyAnswer),
  /** What every message from us begins with; null: none was chosen. */
  phrase: z.string().nullable(),
  /** What would protect the account most, the most protective first, at most three. */
  advice: z.array(z.enum(['add_authenticator', 'add_passkey', 'add_email', 'add_phone'])),
  deletion: deletionAnswer,
  /** What to remind of, calmly, on every page; null: nothing, or the owner has said «not now». */
  reminder: z.enum(['add_authenticator']).nullable(),
})
export type AccountAnswer = z.infer<typeof accountAnswer>

export const changeLocaleBody = z.strictObject({ locale: localeSchema })

/** Three to forty characters, words with a few signs at their ends, see `readPhrase`; null: none from now on. */
export const changePhraseBody = z.strictObject({ phrase: z.string().max(200).nullable() })
