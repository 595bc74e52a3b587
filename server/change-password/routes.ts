import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { deviceOfRequest } from '../devices/http.ts'
import type { Deps } from '../platform/deps.ts'
import { handOver, requireSession, type SignedIn, tokenOf } from '../sessions/http.ts'
import { sessionAnswer } from '../sessions/schema.ts'
import type { SessionCache } from '../sessions/session-cache.ts'
import { changePassword } from './change-password.ts'
import { changePasswordBody } from './schema.ts'

export function registerChangePasswordRoutes(
  instance: FastifyInstance,
  deps: Deps,
  cache: SessionCache<SignedIn>,
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/account/password',
    {
      config: { operation: 'change_password' },
      schema: {
        tags: ['account'],
        summary: 'Change the password: every other session ends, this one gets a new token, withdrawals pause',
        body: changePasswordBody,
        response: { 200: sessionAnswer },
      },
    },
    async (request, reply) => {
      const { session } = requireSession(request)
      const { current, password } = request.body
      const { device, secret: deviceSecret } = await deviceOfRequest(request)
      const token = tokenOf(request) ?? ''
      const carried = await changePassword(deps, { session, token, current, password, device, deviceSecret })
      cache.forget(session.accountId)
      return handOver(deps, reply, carried)
    },
  )
}
