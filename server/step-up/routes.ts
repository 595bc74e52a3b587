import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Deps } from '../platform/deps.ts'
import { handOver, requireSession, type SignedIn, tokenOf } from '../sessions/http.ts'
import { sessionAnswer } from '../sessions/schema.ts'
import type { SessionCache } from '../sessions/session-cache.ts'
import { stepUpPasswordBody } from './schema.ts'
import { stepUpWithPassword } from './step-up-with-password.ts'

export function registerStepUpRoutes(instance: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/step-up/password',
    {
      config: { operation: 'step_up' },
      schema: {
        tags: ['sessions'],
        summary: 'Prove once more, with the password, that it is you; the session gets a new token',
        body: stepUpPasswordBody,
        response: { 200: sessionAnswer },
      },
    },
    async (request, reply) => {
      const { session } = requireSession(request)
      const renewed = await stepUpWithPassword(deps, session, tokenOf(request) ?? '', request.body.password)
      cache.forget(session.accountId)
      return handOver(deps, reply, renewed)
    },
  )
}
