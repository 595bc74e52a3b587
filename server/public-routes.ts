import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { requireWritable } from './platform/db.ts'
import type { Deps } from './platform/deps.ts'
import { policy } from './platform/policy.ts'
import { Refusal } from './platform/refusals.ts'

const config = { operation: 'read_public' } as const

/** All that the guides tell among them: an app compares them with those it was made with. */
const policyAnswer = z.object({
  brand: z.string(),
  passwordMinLength: z.int(),
  passwordMinLengthAlone: z.int(),
  passwordMaxBytes: z.int(),
  codeDigits: z.int(),
  codeTtlSeconds: z.int(),
  codeTries: z.int(),
  codeResendSeconds: z.int(),
  codesPerHour: z.int(),
  codesPerDay: z.int(),
  webSessionIdleSeconds: z.int(),
  webSessionAbsoluteSeconds: z.int(),
  appSessionSeconds: z.int(),
  stepUpFreshnessSeconds: z.int(),
  identifierHoldSeconds: z.int(),
  firstBindingHoldSeconds: z.int(),
  credentialHoldSeconds: z.int(),
  noticeLinkSeconds: z.int(),
  thawAfterNewPasswordSeconds: z.int(),
  trustedDeviceSeconds: z.int(),
  totpDigits: z.int(),
  totpStepSeconds: z.int(),
  totpPendingKeySeconds: z.int(),
  wrongPasswordsBeforeWait: z.int(),
})

/** What anybody may ask: the policy figures, the API's description, whether the server is well. */
export function registerPublicRoutes(instance: FastifyInstance, { config: options, db }: Deps): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/v1/policy',
    { config, schema: { tags: ['policy'], summary: 'The figures behind the rules', response: { 200: policyAnswer } } },
    async () => ({ ...policy, brand: options.brandName, passwordMinLength: policy.passwordMinLengthAlone }),
  )

  let description: object | undefined
  app.get('/api/v1/openapi.json', { config, schema: { hide: true } }, async () => {
    description ??= instance.swagger()
    return description
  })

  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'alive' }))

  app.get('/readyz', { schema: { hide: true } }, async () => {
    await requireWritable(db).catch(() => {
      throw new Refusal('busy', { retryAfterSeconds: 1 })
    })
    return { status: 'ready' }
  })
}
