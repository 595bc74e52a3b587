import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { describeDevice } from '../devices/http.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
import { endOtherSessions, endSession, signOut } from './end-sessions.ts'
import { findSession } from './find-session.ts'
import type { SignedIn } from './http.ts'
import { cookieAttributes, requireSession, SESSION_COOKIE, tokenOf } from './http.ts'
import { listSessions } from './list-sessions.ts'
import { sessionAnswer, sessionParams, sessionsAnswer } from './schema.ts'
import type { SessionCache } from './session-cache.ts'

const nothing = z.undefined().meta({ description: 'Done' })

export function registerSessionRoutes(instance: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  instance.get(
    '/api/v1/session',
    {
      config: { operation: 'read_session' },
      schema: {
        tags: ['sessions'],
        summary: 'Who is signed in, since when, how, and what is on hold',
        response: { 200: sessionAnswer },
      },
    },
    // Written when it was read from our own rows, a moment ago: exchanges ask at every click.
    (request, reply) => {
      reply.type('application/json; charset=utf-8').send(requireSession(request).body)
    },
  )

  app.delete(
    '/api/v1/session',
    {
      config: { operation: 'sign_out' },
      schema: { tags: ['sessions'], summary: 'Sign out', response: { 204: nothing } },
    },
    async (request, reply) => {
      const token = tokenOf(request)
      const session = token === undefined ? undefined : await findSession(deps, token)
      if (session) {
        await signOut(deps, session)
        cache.forget(session.accountId)
      }
      return reply.clearCookie(SESSION_COOKIE, cookieAttributes).code(204).send()
    },
  )

  app.get(
    '/api/v1/sessions',
    {
      config: { operation: 'list_sessions' },
      schema: { tags: ['sessions'], summary: 'Where the account is signed in', response: { 200: sessionsAnswer } },
    },
    async (request) => {
      const { session } = requireSession(request)
      const rows = await listSessions(deps, session.accountId)
      return {
        sessions: rows.map((row) => ({
          id: row.session_id,
          current: row.session_id === session.sessionId,
          client: row.client,
          device: { browser: row.browser, system: row.system },
          deviceId: row.device_id,
          place: row.place,
          network: row.network,
          createdAt: row.created_at.toISOString(),
          lastSeenAt: row.last_seen_at.toISOString(),
          endsAt: row.ends_at.toISOString(),
        })),
      }
    },
  )

  app.delete(
    '/api/v1/sessions/:id',
    {
      config: { operation: 'revoke_session' },
      schema: { tags: ['sessions'], summary: 'End one session', params: sessionParams, response: { 204: nothing } },
    },
    async (request, reply) => {
      const { session } = requireSession(request)
      const { id } = request.params
      const wasInForce = await endSession(deps, session, id, await describeDevice(request))
      cache.forget(session.accountId)
      if (!wasInForce) throw new Refusal('not_found')
      if (id === session.sessionId) reply.clearCookie(SESSION_COOKIE, cookieAttributes)
      return reply.code(204).send()
    },
  )

  app.delete(
    '/api/v1/sessions',
    {
      config: { operation: 'revoke_session' },
      schema: { tags: ['sessions'], summary: 'End every other session', response: { 204: nothing } },
    },
    async (request, reply) => {
      const { session } = requireSession(request)
      await endOtherSessions(deps, session, await describeDevice(request))
      cache.forget(session.accountId)
      return reply.code(204).send()
    },
  )
}
