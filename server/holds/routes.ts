import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { findAccount } from '../accounts/find-account.ts'
import type { Deps } from '../platform/deps.ts'
import { Refusal } from '../platform/refusals.ts'
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
        summary:
          'Whether withdrawals of an account are paused: ask before each one. There is no answer about one that is deleted',
        params: holdsParams,
        response: { 200: holdsAnswer },
      },
    },
    async (request) => {
      const { id } = request.params
      const [account, holds] = await Promise.all([findAccount(deps, id), listHolds(deps, id)])
      // Also of one that is deleted: whoever asks must not hear that nothing is on hold.
      if (!account) throw new Refusal('not_found')
      return { frozen: account.frozenAt !== undefined, holds: describeHolds(holds) }
    },
  )
}
