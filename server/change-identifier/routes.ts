import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { describeIdentifiers } from '../accounts/describe-identifiers.ts'
import { canonicalIdentifier } from '../accounts/identifier.ts'
import { listIdentifiers } from '../accounts/list-identifiers.ts'
import { maskIdentifier } from '../accounts/mask.ts'
import { describeDevice } from '../devices/http.ts'
import { describeHolds, listHolds } from '../holds/holds.ts'
import { networkOf } from '../limits/network.ts'
import type { Deps } from '../platform/deps.ts'
import { evenOut } from '../platform/even-out.ts'
import { requireSession, type SignedIn } from '../sessions/http.ts'
import type { SessionCache } from '../sessions/session-cache.ts'
import { destinationOf } from './change.ts'
import { actionsOf } from './journey.ts'
import { proveChange } from './prove-change.ts'
import { resendChangeCode, sendToOtherAddress } from './resend-code.ts'
import {
  type ChangeAnswer,
  changeAnswer,
  changeCodeBody,
  changeFlowBody,
  changeParams,
  changeStepAnswer,
  resendChangeBody,
  startChangeBody,
  undoAnswer,
  undoBody,
  undoLookAnswer,
} from './schema.ts'
import type { SentCode } from './send-code.ts'
import { startChange } from './start-change.ts'
import { lookAtUndo, undoChange } from './undo-change.ts'

const config = { operation: 'change_identifier' } as const
const tags = ['account']
const response = { 200: changeAnswer }

export function registerChangeIdentifierRoutes(
  instance: FastifyInstance,
  deps: Deps,
  cache: SessionCache<SignedIn>,
): void {
  registerStarts(instance, deps)
  registerSteps(instance, deps, cache)
  registerUndo(instance, deps, cache)
}

function registerStarts(instance: FastifyInstance, deps: Deps): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/account/identifiers/:id/change',
    {
      config,
      schema: {
        tags,
        summary: 'Begin to change an address: a code is sent to the one it is now',
        params: changeParams,
        body: startChangeBody,
        response,
      },
    },
    async (request, reply) => {
      const { identifier, country, botCheck } = request.body
      const next = canonicalIdentifier(identifier, country)
      const asked = { identifierId: request.params.id, next, network: networkOf(request.ip), botCheck }
      const sent = await startChange(deps, requireSession(request).session, asked)
      await evenOut(reply.elapsedTime)
      return answerOf(sent)
    },
  )

  app.post(
    '/api/v1/account/identifiers/:id/removal',
    {
      config,
      schema: {
        tags,
        summary: 'Begin to remove an address: a code is sent to the one that stays',
        params: changeParams,
        response,
      },
    },
    async (request) => {
      const asked = { identifierId: request.params.id, network: networkOf(request.ip) }
      return answerOf(await startChange(deps, requireSession(request).session, asked))
    },
  )
}

function registerSteps(instance: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const body = changeFlowBody

  app.post(
    '/api/v1/account/identifier-changes/resend',
    { config, schema: { tags, summary: 'Send a new code; the old one is dead', body: resendChangeBody, response } },
    async (request, reply) => {
      const { session } = requireSession(request)
      const { flow, botCheck } = request.body
      const sent = await resendChangeCode(deps, session, flow, { network: networkOf(request.ip), botCheck })
      await evenOut(reply.elapsedTime)
      return answerOf(sent)
    },
  )

  app.post(
    '/api/v1/account/identifier-changes/other-channel',
    {
      config,
      schema: { tags, summary: 'Send the first code to the other address of the account, or back', body, response },
    },
    async (request) => {
      const { session } = requireSession(request)
      return answerOf(await sendToOtherAddress(deps, session, request.body.flow, networkOf(request.ip)))
    },
  )

  app.post(
    '/api/v1/account/identifier-changes/code',
    {
      config,
      schema: {
        tags,
        summary:
          'Prove an address with its code: the old one, then the new one. Withdrawals pause, each address is told',
        body: changeCodeBody,
        response: { 200: changeStepAnswer },
      },
    },
    async (request, reply) => {
      const { session } = requireSession(request)
      const { flow: changeId, code } = request.body
      const device = await describeDevice(request)
      const sent = await proveChange(deps, session, { changeId, code, device, network: networkOf(request.ip) })
      if (sent) {
        // The new address is somebody else's, or it is not: its owner was looked for, and one of two messages written.
        await evenOut(reply.elapsedTime)
        return answerOf(sent)
      }
      cache.forget(session.accountId)
      return done(deps, session.accountId)
    },
  )
}

function registerUndo(instance: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const open = { operation: 'undo_change' } as const
  const deviceOf = (request: FastifyRequest) => describeDevice(request)

  app.post(
    '/api/v1/undo-change/look',
    {
      config: open,
      schema: {
        tags,
        summary: 'Which address the link of a notice would put back or take away; changes nothing',
        body: undoBody,
        response: { 200: undoLookAnswer },
      },
    },
    async (request) => {
      const { at, ...found } = await lookAtUndo(deps, request.body.token)
      return { ...found, at: at.toISOString() }
    },
  )

  app.post(
    '/api/v1/undo-change',
    {
      config: open,
      schema: {
        tags,
        summary: 'Undo a change, a removal or an addition of an address; every session ends, withdrawals pause',
        body: undoBody,
        response: { 200: undoAnswer },
      },
    },
    async (request) => {
      cache.forget(await undoChange(deps, request.body.token, await deviceOf(request)))
      return { state: 'done' as const }
    },
  )
}

function answerOf({ change, code, hasOther }: SentCode): ChangeAnswer {
  const destination = destinationOf(change)
  return {
    flow: change.changeId,
    state: change.state,
    actions: actionsOf(change.state, hasOther),
    channel: destination.kind === 'email' ? 'email' : 'sms',
    destination: maskIdentifier(destination),
    resendAt: code.resendAt.toISOString(),
    expiresAt: code.expiresAt.toISOString(),
  }
}

async function done(deps: Deps, accountId: string) {
  const [identifiers, holds] = await Promise.all([
    listIdentifiers(deps, deps.db, accountId),
    listHolds(deps, accountId),
  ])
  return {
    state: 'done' as const,
    identifiers: describeIdentifiers(identifiers, deps.clock.now()),
    holds: describeHolds(holds),
  }
}
