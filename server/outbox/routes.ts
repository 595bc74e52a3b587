import type { FastifyInstance } from 'fastify'
import { type DemoDeps, listDemoMessages } from './list-demo-messages.ts'

export interface OutboxRoutesOptions {
  /** Keyed hashes of an address typed any way, under every live key; undefined: that is no address. */
  lookupOf: (to: string) => readonly Uint8Array[] | undefined
}

/** Demo mode's outbox, `GET /outbox.json?to=`. In production there is no such route. */
export function registerOutboxRoutes(app: FastifyInstance, deps: DemoDeps, { lookupOf }: OutboxRoutesOptions): void {
  if (deps.config.mode !== 'demo') return
  app.get<{ Querystring: { to?: unknown } }>('/outbox.json', async (request, reply) => {
    const { to } = request.query
    reply.header('cache-control', 'no-store')
    if (to === undefined || to === '') return listDemoMessages(deps)
    const lookups = typeof to === 'string' ? lookupOf(to) : undefined
    return lookups ? listDemoMessages(deps, lookups) : []
  })
}
