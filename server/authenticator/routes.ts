import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { deviceOfRequest } from '../devices/http.ts'
import { deviceBehind } from '../devices/known-devices.ts'
import { networkOf } from '../limits/network.ts'
import type { Deps } from '../platform/deps.ts'
import { handOver, requireSession, type SignedIn, tokenOf } from '../sessions/http.ts'
import type { OpenedSession } from '../sessions/open-session.ts'
import type { SessionCache } from '../sessions/session-cache.ts'
import { findChange } from './change.ts'
import { confirmKey } from './confirm-key.ts'
import { confirmPhrase } from './confirm-phrase.ts'
import { describeChange } from './describe-change.ts'
import { proveCode } from './prove-code.ts'
import { cancelChange, showOtherPhrase, startRenewal } from './renew-phrase.ts'
import {
  authenticatorAnswer,
  authenticatorCodeBody,
  authenticatorFlow,
  authenticatorKeyBody,
  authenticatorLookAnswer,
  authenticatorPhraseBody,
  authenticatorStepAnswer,
  startAuthenticatorBody,
} from './schema.ts'
import { resendChangeCode, startChange } from './start-change.ts'

const tags = ['authenticator']
const start = { operation: 'change_authenticator' } as const
// A change under way was begun with a fresh proof, and belongs to its session.
const goOn = { operation: 'continue_authenticator' } as const

export function registerAuthenticatorRoutes(
  instance: FastifyInstance,
  deps: Deps,
  cache: SessionCache<SignedIn>,
): void {
  registerStarts(instance, deps)
  registerSteps(instance, deps, cache)
}

function registerStarts(instance: FastifyInstance, deps: Deps): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const response = { 200: authenticatorAnswer }

  app.get(
    '/api/v1/account/authenticator/change',
    { config: goOn, schema: { tags, summary: 'What is under way', response: { 200: authenticatorLookAnswer } } },
    async (request) => {
      const change = await findChange(deps, requireSession(request).session)
      return change ? describeChange(deps, change) : { state: 'none' as const }
    },
  )

  app.post(
    '/api/v1/account/authenticator/change',
    {
      config: start,
      schema: {
        tags,
        summary: 'Begin to bind, change or remove the authenticator: a code is sent to one of the account’s addresses',
        body: startAuthenticatorBody,
        response,
      },
    },
    async (request) => {
      const asked = { ...request.body, network: networkOf(request.ip) }
      const { change, code } = await startChange(deps, requireSession(request).session, asked)
      return describeChange(deps, change, { code })
    },
  )

  app.post(
    '/api/v1/account/recovery-key',
    {
      config: { operation: 'renew_recovery_key' },
      schema: {
        tags,
        summary: 'Make a new Recovery Key Phrase; the old one works until the new one is entered back',
        response,
      },
    },
    async (request) => {
      const { change, phrase } = await startRenewal(deps, requireSession(request).session)
      return describeChange(deps, change, { phrase })
    },
  )

  app.delete(
    '/api/v1/account/authenticator/change',
    {
      config: goOn,
      schema: {
        tags,
        summary: 'Stop this change, if it is still under way: everything stays as it was',
        querystring: authenticatorFlow,
        response: { 204: z.undefined().meta({ description: 'Done' }) },
      },
    },
    async (request, reply) => {
      await cancelChange(deps, requireSession(request).session, request.query.flow)
      return reply.code(204).send()
    },
  )
}

function registerSteps(instance: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const body = authenticatorFlow
  const response = { 200: authenticatorStepAnswer }
  const done = async (reply: FastifyReply, opened: OpenedSession) => {
    cache.forget(opened.session.accountId)
    return { state: 'done' as const, session: await handOver(deps, reply, opened) }
  }

  app.post(
    '/api/v1/account/authenticator/change/resend',
    { config: goOn, schema: { tags, summary: 'Send a new code; the old one is dead', body, response } },
    async (request) => {
      const { session } = requireSession(request)
      const { change, code } = await resendChangeCode(deps, session, request.body.flow, networkOf(request.ip))
      return describeChange(deps, change, { code })
    },
  )

  app.post(
    '/api/v1/account/authenticator/change/code',
    {
      config: goOn,
      schema: {
        tags,
        summary: 'Go on with the code that was sent, and to change or remove with one of the authenticator too',
        body: authenticatorCodeBody,
        response,
      },
    },
    async (request, reply) => {
      const { flow: changeId, code, totp } = request.body
      const next = await proveCode(deps, { ...(await askerOf(deps, request)), changeId, code, totp })
      return 'session' in next ? done(reply, next) : describeChange(deps, next)
    },
  )

  app.post(
    '/api/v1/account/authenticator/change/key',
    {
      config: goOn,
      schema: { tags, summary: 'Confirm the new key with a code of it', body: authenticatorKeyBody, response },
    },
    async (request, reply) => {
      const { flow: changeId, code } = request.body
      const next = await confirmKey(deps, { ...(await askerOf(deps, request)), changeId }, code)
      return 'session' in next ? done(reply, next) : describeChange(deps, next.change, next)
    },
  )

  app.post(
    '/api/v1/account/authenticator/change/new-phrase',
    {
      config: goOn,
      schema: {
        tags,
        summary: 'Show another phrase in the place of the one that was not entered back',
        body,
        response,
      },
    },
    async (request) => {
      const { change, phrase } = await showOtherPhrase(deps, requireSession(request).session, request.body.flow)
      return describeChange(deps, change, { phrase })
    },
  )

  app.post(
    '/api/v1/account/authenticator/change/phrase',
    {
      config: goOn,
      schema: {
        tags,
        summary: 'Enter the whole phrase back: key and phrase count from then on',
        body: authenticatorPhraseBody,
        response,
      },
    },
    async (request, reply) => {
      const { flow: changeId, phrase } = request.body
      const opened = await confirmPhrase(deps, { ...(await askerOf(deps, request)), changeId }, phrase)
      return opened ? done(reply, opened) : { state: 'done' as const }
    },
  )
}

async function askerOf(deps: Deps, request: FastifyRequest) {
  const { session } = requireSession(request)
  const { device, secret, isFresh } = await deviceOfRequest(request)
  const deviceId = await deviceBehind(deps, session, isFresh ? undefined : secret)
  return { session, token: tokenOf(request) ?? '', device, deviceId }
}
