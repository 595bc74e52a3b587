import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Deps } from '../platform/deps.ts'
import { requireSession } from '../sessions/http.ts'
import { listActivity } from './list-activity.ts'
import { activityAnswer, activityQuery } from './schema.ts'

export function registerActivityRoutes(instance: FastifyInstance, deps: Deps): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/v1/account/activity',
    {
      config: { operation: 'read_activity' },
      schema: {
        tags: ['account'],
        summary: 'What happened to the account, newest first, twenty at a time',
        querystring: activityQuery,
        response: { 200: activityAnswer },
      },
    },
    async (request) => {
      const { accountId, sessionId } = requireSession(request).session
      const { activities, next } = await listActivity(deps, accountId, request.query.before)
      return {
        activities: activities.map((row) => ({
          id: row.activity_id,
          kind: row.kind,
          at: row.at.toISOString(),
          device: { browser: row.browser, system: row.system },
          place: row.place,
          current: row.session_id === sessionId,
        })),
        next: next ?? null,
      }
    },
  )
}
