import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { describeIdentifiers } from '../accounts/describe-identifiers.ts'
import { canonicalIdentifier } from '../accounts/identifier.ts'
import { maskIdentifier } from '../accounts/mask.ts'
import { describeDevice } from '../devices/http.ts'
import { describeHolds } from '../holds/holds.ts'
import { networkOf } from '../limits/network.ts'
import type { Deps } from '../platform/deps.ts'
import { evenOut } from '../platform/even-out.ts'
import { requireSession, type SignedIn } from '../sessions/http.ts'
import type { SessionCache } from '../sessions/session-cache.ts'
import { finishAddition } from './finish-addition.ts'
import {
  type AdditionAnswer,
  additionAnswer,
  additionCodeBody,
  additionDoneAnswer,
  additionFlowBody,
  startAdditionBody,
} from './schema.ts'
import { resendAdditionCode, type StartedAddition, startAddition } from './start-addition.ts'

const config = { operation: 'add_identifier' } as const
const tags = ['account']

export function registerAdditionRoutes(instance: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/account/identifiers',
    {
      config,
      schema: {
        tags,
        summary: 'Begin to add an address: a code is sent to it',
        body: startAdditionBody,
        response: { 200: additionAnswer },
      },
    },
    async (request, reply) => {
      const { session, locale } = requireSession(request)
      const { identifier: typed, country, botCheck } = request.body
      const identifier = canonicalIdentifier(typed, country)
      const asker = { network: networkOf(request.ip), botCheck }
      const started = await startAddition(deps, session, identifier, locale, asker)
      await evenOut(reply.elapsedTime)
      return answerOf(started)
    },
  )

  app.post(
    '/api/v1/account/identifiers/resend',
    {
      config,
      schema: {
        tags,
        summary: 'Send a new code; the old one is dead',
        body: additionFlowBody,
        response: { 200: additionAnswer },
      },
    },
    async (request, reply) => {
      const { session, locale } = requireSession(request)
      const { flow, botCheck } = request.body
      const asker = { network: networkOf(request.ip), botCheck }
      const started = await resendAdditionCode(deps, session, flow, locale, asker)
      await evenOut(reply.elapsedTime)
      return answerOf(started)
    },
  )

  app.post(
    '/api/v1/account/identifiers/code',
    {
      config,
      schema: {
        tags,
        summary: 'Prove the address with the code: it is added, withdrawals pause, every address is told',
        body: additionCodeBody,
        response: { 201: additionDoneAnswer },
      },
    },
    async (request, reply) => {
      const { session } = requireSession(request)
      const { flow, code } = request.body
      const device = await describeDevice(request)
      const { identifiers, holds } = await finishAddition(deps, session, flow, code, device)
      cache.forget(session.accountId)
      return reply.code(201).send({
        identifiers: describeIdentifiers(identifiers, deps.clock.now()),
        holds: describeHolds(holds),
      })
    },
  )
}

function answerOf({ additionId, identifier, code }: StartedAddition): AdditionAnswer {
  return {
    flow: additionId,
    state: 'code',
    actions: ['code', 'resend'],
    channel: identifier.kind === 'email' ? 'email' : 'sms',
    destination: maskIdentifier(identifier),
    resendAt: code.resendAt.toISOString(),
    expiresAt: code.expiresAt.toISOString(),
  }
}
