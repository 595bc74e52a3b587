import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { canonicalIdentifier } from '../accounts/identifier.ts'
import { deviceOfRequest, handOverDevice } from '../devices/http.ts'
import { networkOf } from '../limits/network.ts'
import { describeProof } from '../mailbox-proof/describe-proof.ts'
import type { Asker, StartedProof } from '../mailbox-proof/start-proof.ts'
import { proveByOtherChannel, resendProofCode } from '../mailbox-proof/start-proof.ts'
import { settleAfterAnswers } from '../platform/after-answer.ts'
import type { Deps } from '../platform/deps.ts'
import { evenOut } from '../platform/even-out.ts'
import { handOver } from '../sessions/http.ts'
import { formatFactorFlow } from './factor-flow.ts'
import { actionsOf } from './journey.ts'
import { signInWithTotp } from './prove-factor.ts'
import { proveMailbox } from './prove-mailbox.ts'
import type { SignInFactorAnswer, SignInProofAnswer } from './schema.ts'
import {
  signedInAnswer,
  signInAnswer,
  signInBody,
  signInCodeAnswer,
  signInCodeBody,
  signInFlowBody,
  signInProofAnswer,
  signInTotpBody,
} from './schema.ts'
import { type SignInOutcome, signIn } from './sign-in.ts'

const config = { operation: 'sign_in' } as const
const tags = ['sign-in']

export function registerSignInRoutes(instance: FastifyInstance, deps: Deps): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  app.addHook('onClose', settleAfterAnswers)

  app.post(
    '/api/v1/sign-in',
    {
      config,
      schema: {
        tags,
        summary: 'Sign in with an e-mail address or phone number, and the password',
        body: signInBody,
        response: { 200: signInAnswer },
      },
    },
    async (request, reply) => {
      const { identifier: typed, country, password, flow, client, botCheck } = request.body
      const identifier = canonicalIdentifier(typed, country)
      const from = await deviceOfRequest(request)
      const { device, secret } = from
      const deviceSecret = from.isFresh ? undefined : secret
      const asker = askerOf(deps, request)
      const who = { identifier, password, flow, client, device, secret, deviceSecret, botCheck, ...asker }
      const outcome = await signIn(deps, who)
      if (outcome.state === 'code') return proofAnswer(deps, outcome)
      if (outcome.state === 'factor') return factorAnswer(deps, outcome)
      const session = await handOver(deps, reply, outcome.opened)
      return { state: 'signed_in' as const, session: { ...session, ...handOverDevice(reply, client, from) } }
    },
  )

  app.post(
    '/api/v1/sign-in/code',
    {
      config,
      schema: {
        tags,
        summary: 'Prove the mailbox with the code, so that the password is looked at',
        body: signInCodeBody,
        response: { 200: signInCodeAnswer },
      },
    },
    async (request) => {
      const { flow, code } = request.body
      await proveMailbox(deps, flow, code, networkOf(request.ip))
      return { state: 'password' as const, flow, actions: actionsOf('password') }
    },
  )

  app.post(
    '/api/v1/sign-in/totp',
    {
      config,
      schema: {
        tags,
        summary: 'Sign in with a code of the authenticator, after the password was right',
        body: signInTotpBody,
        response: { 200: signedInAnswer },
      },
    },
    async (request, reply) => {
      const { flow, code, trustDevice: trustsDevice } = request.body
      const from = await deviceOfRequest(request)
      const { device, secret } = from
      const deviceSecret = from.isFresh ? undefined : secret
      const opened = await signInWithTotp(deps, code, { flow, device, secret, deviceSecret, trustsDevice })
      const session = await handOver(deps, reply, opened)
      const handed = handOverDevice(reply, opened.session.client, from)
      return { state: 'signed_in' as const, session: { ...session, ...handed } }
    },
  )

  app.post(
    '/api/v1/sign-in/resend',
    {
      config,
      schema: {
        tags,
        summary: 'Send another code, if there is an account. Codes sent before go on working',
        body: signInFlowBody,
        response: { 200: signInProofAnswer },
      },
    },
    async (request, reply) => {
      const started = await resendProofCode(deps, 'sign_in', request.body.flow, askerOf(deps, request))
      await evenOut(reply.elapsedTime)
      return proofAnswer(deps, started)
    },
  )

  app.post(
    '/api/v1/sign-in/other-channel',
    {
      config,
      schema: {
        tags,
        summary: 'Have the code sent to the account’s other address, or to the first one again',
        body: signInFlowBody,
        response: { 200: signInProofAnswer },
      },
    },
    async (request, reply) => {
      const started = await proveByOtherChannel(deps, 'sign_in', request.body.flow, askerOf(deps, request))
      await evenOut(reply.elapsedTime)
      return proofAnswer(deps, started)
    },
  )
}

function factorAnswer(deps: Deps, { flow, actions }: Extract<SignInOutcome, { state: 'factor' }>): SignInFactorAnswer {
  return { state: 'factor', flow: formatFactorFlow(deps, flow), actions }
}

function askerOf({ config: { defaultLocale: locale } }: Deps, { ip }: FastifyRequest): Asker {
  return { network: networkOf(ip), locale }
}

function proofAnswer(deps: Deps, started: StartedProof): SignInProofAnswer {
  return { state: 'code', actions: actionsOf('code'), ...describeProof(deps, started) }
}
