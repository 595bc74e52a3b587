import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { findAccount } from '../accounts/find-account.ts'
import type { Deps } from '../platform/deps.ts'
import { describeHolds, listHolds } from './holds.ts'
import { holdsAnswer, holdsParams } from './schema.ts'

export function registerHoldRoutes(instance: FastifyInstance, deps: Deps): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/v1/accounts/:id/holds',
    {
      config: { operation: 'read_holds' },
      schema: {
        tags: ['operators'],
        summary: 'Whether withdrawals of an account are paused: ask before each one',
        params: holdsParams,
        response: { 200: holdsAnswer },
      },
    },
    async (request) => {
      const { id } = request.params
      const [account, holds] = await Promise.all([findAccount(deps, id), listHolds(deps, id)])
      return { frozen: account?.frozenAt !== undefined, holds: describeHolds(holds) }
    },
  )
}
