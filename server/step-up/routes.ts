import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { describeDevice, deviceSecretOf } from '../devices/http.ts'
import { networkOf } from '../limits/network.ts'
import { requestOptions } from '../passkeys/schema.ts'
import type { Deps } from '../platform/deps.ts'
import { handOver, requireSession, type SignedIn, tokenOf } from '../sessions/http.ts'
import { sessionAnswer } from '../sessions/schema.ts'
import type { SessionCache } from '../sessions/session-cache.ts'
import { proveAddress, type SentCode, sendAddressCode } from './prove-address.ts'
import {
  type AddressProofAnswer,
  addressProofAnswer,
  addressProofCodeBody,
  addressProofFlowBody,
  startAddressProofBody,
  stepUpPasskeyBody,
  stepUpPasswordBody,
  stepUpTotpBody,
} from './schema.ts'
import { startStepUp, stepUpWithPasskey } from './step-up-with-passkey.ts'
import { stepUpWithPassword } from './step-up-with-password.ts'
import { stepUpWithTotp } from './step-up-with-totp.ts'

export function registerStepUpRoutes(instance: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/step-up/password',
    {
      config: { operation: 'step_up' },
      schema: {
        tags: ['sessions'],
        summary: 'Prove once more, with the password, that it is you; the session gets a new token',
        body: stepUpPasswordBody,
        response: { 200: sessionAnswer },
      },
    },
    async (request, reply) => {
      const { session } = requireSession(request)
      const [token, device] = [tokenOf(request) ?? '', await describeDevice(request)]
      const renewed = await stepUpWithPassword(deps, session, { token, password: request.body.password, device })
      cache.forget(session.accountId)
      return handOver(deps, reply, renewed)
    },
  )

  app.post(
    '/api/v1/step-up/totp',
    {
      config: { operation: 'step_up' },
      schema: {
        tags: ['sessions'],
        summary: 'Prove with a code of the authenticator that it is you; the session gets a new token, and AAL 2',
        body: stepUpTotpBody,
        response: { 200: sessionAnswer },
      },
    },
    async (request, reply) => {
      const { session } = requireSession(request)
      const [token, device] = [tokenOf(request) ?? '', await describeDevice(request)]
      const own = { code: request.body.code, device, deviceSecret: deviceSecretOf(request) }
      const renewed = await stepUpWithTotp(deps, session, { token, ...own })
      cache.forget(session.accountId)
      return handOver(deps, reply, renewed)
    },
  )

  app.post(
    '/api/v1/step-up/address',
    {
      config: { operation: 'send_address_code' },
      schema: {
        tags: ['sessions'],
        summary:
          'Send a code to an address of the account: asked for besides, before a first factor, a further address or a new phrase',
        body: startAddressProofBody,
        response: { 200: addressProofAnswer },
      },
    },
    async (request) => {
      const { session } = requireSession(request)
      return answerOf(await sendAddressCode(deps, session, request.body.identifierId, networkOf(request.ip)))
    },
  )

  app.post(
    '/api/v1/step-up/address/resend',
    {
      config: { operation: 'send_address_code' },
      schema: {
        tags: ['sessions'],
        summary: 'Send a new code; the old one is dead',
        body: addressProofFlowBody,
        response: { 200: addressProofAnswer },
      },
    },
    async (request) => {
      const { session } = requireSession(request)
      return answerOf(await sendAddressCode(deps, session, request.body.flow, networkOf(request.ip)))
    },
  )

  app.post(
    '/api/v1/step-up/address/code',
    {
      config: { operation: 'step_up' },
      schema: {
        tags: ['sessions'],
        summary: 'Prove with the code that an address of the account is yours; the session gets a new token',
        body: addressProofCodeBody,
        response: { 200: sessionAnswer },
      },
    },
    async (request, reply) => {
      const { session } = requireSession(request)
      const { flow: identifierId, code } = request.body
      const renewed = await proveAddress(deps, { session, token: tokenOf(request) ?? '', identifierId, code })
      cache.forget(session.accountId)
      return handOver(deps, reply, renewed)
    },
  )

  app.post(
    '/api/v1/step-up/passkey/options',
    {
      config: { operation: 'step_up' },
      schema: {
        tags: ['sessions'],
        summary: 'What the browser asks a passkey of the account for',
        response: { 200: requestOptions },
      },
    },
    async (request) => startStepUp(deps, requireSession(request).session),
  )

  app.post(
    '/api/v1/step-up/passkey',
    {
      config: { operation: 'step_up' },
      schema: {
        tags: ['sessions'],
        summary: 'Prove once more, with a passkey, that it is you; the session gets a new token and AAL 2',
        body: stepUpPasskeyBody,
        response: { 200: sessionAnswer },
      },
    },
    async (request, reply) => {
      const { session } = requireSession(request)
      const device = await describeDevice(request)
      const asked = { session, token: tokenOf(request) ?? '', device, assertion: request.body.credential }
      const renewed = await stepUpWithPasskey(deps, asked)
      cache.forget(session.accountId)
      return handOver(deps, reply, renewed)
    },
  )
}

/** Its flow is the address: a session has one code of this kind at a time. */
function answerOf({ stored, code }: SentCode): AddressProofAnswer {
  return {
    flow: stored.identifierId,
    state: 'code',
    actions: ['code', 'resend'],
    channel: stored.kind === 'email' ? 'email' : 'sms',
    destination: stored.masked,
    resendAt: code.resendAt.toISOString(),
    expiresAt: code.expiresAt.toISOString(),
  }
}
