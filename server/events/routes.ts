import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Deps } from '../platform/deps.ts'
import { readEvents } from './read-events.ts'
import { eventsAnswer, eventsQuery } from './schema.ts'

export function registerEventRoutes(instance: FastifyInstance, deps: Deps): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/v1/events',
    {
      config: { operation: 'read_events' },
      schema: {
        tags: ['operators'],
        summary: 'What happened to accounts, oldest first, from a cursor on',
        querystring: eventsQuery,
        response: { 200: eventsAnswer },
      },
    },
    async (request) => {
      const { after, limit } = request.query
      const events = await readEvents(deps, after, limit)
      return {
        events: events.map((event) => ({ ...event, at: event.at.toISOString() })),
        next: events.at(-1)?.cursor ?? after,
      }
    },
  )
}
