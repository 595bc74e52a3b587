import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { canonicalIdentifier } from '../accounts/identifier.ts'
import { networkOf } from '../limits/network.ts'
import type { Deps } from '../platform/deps.ts'
import { deviceOf } from '../platform/device.ts'
import { handOver } from '../sessions/http.ts'
import { signInAnswer, signInBody } from './schema.ts'
import { signIn } from './sign-in.ts'

export function registerSignInRoutes(instance: FastifyInstance, deps: Deps): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/sign-in',
    {
      config: { operation: 'sign_in' },
      schema: {
        tags: ['sign-in'],
        summary: 'Sign in with an e-mail address or phone number, and the password',
        body: signInBody,
        response: { 200: signInAnswer },
      },
    },
    async (request, reply) => {
      const { identifier: typed, country, password, client } = request.body
      const opened = await signIn(deps, {
        identifier: canonicalIdentifier(typed, country),
        password,
        client,
        device: deviceOf(request.headers['user-agent']),
        network: networkOf(request.ip),
      })
      return { state: 'signed_in' as const, session: await handOver(deps, reply, opened) }
    },
  )
}
