import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { canonicalIdentifier } from '../accounts/identifier.ts'
import { maskIdentifier } from '../accounts/mask.ts'
import type { IssuedCode } from '../codes/issue-code.ts'
import { findCodeTimes } from '../codes/issue-code.ts'
import { deviceOfRequest, handOverDevice } from '../devices/http.ts'
import { networkOf } from '../limits/network.ts'
import type { Deps } from '../platform/deps.ts'
import { handOver } from '../sessions/http.ts'
import { sessionAnswer } from '../sessions/schema.ts'
import { finishSignUp } from './finish-sign-up.ts'
import type { SignUpFlow } from './flow.ts'
import { codeSubject, getFlow } from './flow.ts'
import { actionsOf } from './journey.ts'
import type { SignUpAnswer } from './schema.ts'
import {
  flowBody,
  resendSignUpBody,
  signUpAnswer,
  signUpCodeBody,
  signUpPasswordBody,
  startSignUpBody,
} from './schema.ts'
import { resendSignUpCode, startSignUp } from './start-sign-up.ts'
import { verifySignUpCode } from './verify-sign-up-code.ts'

const config = { operation: 'sign_up' } as const
const tags = ['sign-up']
const response = { 200: signUpAnswer }

export function registerSignUpRoutes(instance: FastifyInstance, deps: Deps): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/sign-up',
    {
      config,
      schema: {
        tags,
        summary: 'Begin: a code is sent to the address; by SMS only with a bot check',
        body: startSignUpBody,
        response,
      },
    },
    async (request) => {
      const { identifier, country, locale = deps.config.defaultLocale, botCheck } = request.body
      const asker = { network: networkOf(request.ip), botCheck }
      const { flow, code } = await startSignUp(deps, canonicalIdentifier(identifier, country), locale, asker)
      return answerOf(flow, code)
    },
  )

  app.post(
    '/api/v1/sign-up/code',
    { config, schema: { tags, summary: 'Prove the address with the code', body: signUpCodeBody, response } },
    async (request) => answerOf(await verifySignUpCode(deps, request.body.flow, request.body.code)),
  )

  app.post(
    '/api/v1/sign-up/resend',
    { config, schema: { tags, summary: 'Send a new code; the old one is dead', body: resendSignUpBody, response } },
    async (request) => {
      const { flow: token, botCheck } = request.body
      const { flow, code } = await resendSignUpCode(deps, token, { network: networkOf(request.ip), botCheck })
      return answerOf(flow, code)
    },
  )

  app.post(
    '/api/v1/sign-up/state',
    { config, schema: { tags, summary: 'Where this sign-up stands', body: flowBody, response } },
    async (request) => {
      const flow = await getFlow(deps, request.body.flow)
      return answerOf(flow, await findCodeTimes(deps, codeSubject(flow.accountId, flow.identifier)))
    },
  )

  app.post(
    '/api/v1/sign-up/password',
    {
      config,
      schema: {
        tags,
        summary: 'Set the password, accept the terms: the account is created and signed in',
        body: signUpPasswordBody,
        response: { 201: sessionAnswer },
      },
    },
    async (request, reply) => {
      const { flow, password, client } = request.body
      const from = await deviceOfRequest(request)
      const { device, secret } = from
      const opened = await finishSignUp(deps, { flow, password, client, device, secret })
      const session = await handOver(deps, reply, opened)
      return reply.code(201).send({ ...session, ...handOverDevice(reply, client, from) })
    },
  )
}

function answerOf(flow: SignUpFlow, code?: Pick<IssuedCode, 'resendAt' | 'expiresAt'>): SignUpAnswer {
  const times = flow.state === 'code' && code
  return {
    flow: flow.flow,
    state: flow.state,
    actions: actionsOf(flow.state),
    channel: flow.identifier.kind === 'email' ? 'email' : 'sms',
    destination: maskIdentifier(flow.identifier),
    ...(times ? { resendAt: times.resendAt.toISOString(), expiresAt: times.expiresAt.toISOString() } : {}),
  }
}
