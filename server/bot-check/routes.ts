import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Deps } from '../platform/deps.ts'
import { challengeSchema } from '../platform/http.ts'
import { makeChallenge } from './make-challenge.ts'
import { botCheckQuery } from './schema.ts'

export function registerBotCheckRoutes(instance: FastifyInstance, deps: Deps): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/v1/bot-check',
    {
      config: { operation: 'ask_bot_check' },
      schema: {
        tags: ['bot check'],
        summary:
          'A proof of work (ALTCHA, version 2) to be made ahead. Send its solution as botCheck; a call that needs one and has none answers bot_check_required with a challenge',
        querystring: botCheckQuery,
        response: { 200: challengeSchema },
      },
    },
    async (request) => makeChallenge(deps, request.query.purpose),
  )
}
