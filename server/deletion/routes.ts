import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { describeDevice, deviceOfRequest } from '../devices/http.ts'
import type { Deps } from '../platform/deps.ts'
import { handOver, requireSession, type SignedIn, tokenOf } from '../sessions/http.ts'
import type { SessionCache } from '../sessions/session-cache.ts'
import { cancelDeletion } from './cancel-deletion.ts'
import { describeDeletion } from './describe-deletion.ts'
import { requestDeletion } from './request-deletion.ts'
import { cancelDeletionAnswer, requestDeletionAnswer, requestDeletionBody } from './schema.ts'

export function registerDeletionRoutes(instance: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const tags = ['account']

  app.post(
    '/api/v1/account/deletion',
    {
      config: { operation: 'request_deletion' },
      schema: {
        tags,
        summary:
          'Ask for the account to be deleted in thirty days: every other session ends, this one gets a new token, withdrawals pause',
        body: requestDeletionBody,
        response: { 200: requestDeletionAnswer },
      },
    },
    async (request, reply) => {
      const { session } = requireSession(request)
      const { device, secret: deviceSecret } = await deviceOfRequest(request)
      const { password } = request.body
      const asked = { session, token: tokenOf(request) ?? '', password, device, deviceSecret }
      const requested = await requestDeletion(deps, asked)
      cache.forget(session.accountId)
      return { deletion: describeDeletion(requested), session: await handOver(deps, reply, requested) }
    },
  )

  app.delete(
    '/api/v1/account/deletion',
    {
      config: { operation: 'cancel_deletion' },
      schema: {
        tags,
        summary: 'Keep the account; withdrawals pause for a day. Asking again is safe',
        response: { 200: cancelDeletionAnswer },
      },
    },
    async (request) => {
      const { session } = requireSession(request)
      await cancelDeletion(deps, session, await describeDevice(request))
      cache.forget(session.accountId)
      return { deletion: describeDeletion({ deletesAt: undefined }) }
    },
  )
}
