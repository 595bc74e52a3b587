import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { canonicalIdentifier } from '../accounts/identifier.ts'
import { maskIdentifier } from '../accounts/mask.ts'
import type { IssuedCode } from '../codes/issue-code.ts'
import { findCodeTimes } from '../codes/issue-code.ts'
import { describeDevice, deviceSecretOf } from '../devices/http.ts'
import { networkOf } from '../limits/network.ts'
import type { Deps } from '../platform/deps.ts'
import { evenOut } from '../platform/even-out.ts'
import type { SignedIn } from '../sessions/http.ts'
import type { SessionCache } from '../sessions/session-cache.ts'
import { finishRecovery } from './finish-recovery.ts'
import type { RecoveryFlow } from './flow.ts'
import { codeSubject, getFlow } from './flow.ts'
import { resendRecoveryCode, sendToOtherChannel } from './resend-recovery-code.ts'
import type { RecoveryAnswer } from './schema.ts'
import {
  finishRecoveryAnswer,
  finishRecoveryBody,
  recoveryAnswer,
  recoveryFlowBody,
  resendRecoveryBody,
  startRecoveryBody,
} from './schema.ts'
import { type ResetAsker, startRecovery } from './start-recovery.ts'
import { actionsNow } from './ways-on.ts'

const config = { operation: 'reset_password' } as const
const tags = ['forgotten password']
const response = { 200: recoveryAnswer }

/* Refusals leave at the end of a slot too: who brings a device along is looked for before one, in the account of the address. */
export function registerRecoveryRoutes(instance: FastifyInstance, deps: Deps, cache: SessionCache<SignedIn>): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/forgot-password',
    {
      config,
      schema: {
        tags,
        summary: 'Begin: a code is sent to the address if an account has it. The answer is the same if none has',
        response,
        body: startRecoveryBody,
      },
    },
    async (request, reply) => {
      const { identifier, country, locale = deps.config.defaultLocale, botCheck } = request.body
      const typed = canonicalIdentifier(identifier, country)
      const asker = askerOf(request, botCheck)
      const { flow, code } = await startRecovery(deps, typed, locale, asker).finally(() => evenOut(reply.elapsedTime))
      return answerOf(deps, flow, code)
    },
  )

  app.post(
    '/api/v1/forgot-password/resend',
    { config, schema: { tags, summary: 'Send a new code; the old one is dead', response, body: resendRecoveryBody } },
    async (request, reply) => {
      const { flow: token, botCheck } = request.body
      const { flow, code } = await resendRecoveryCode(deps, token, askerOf(request, botCheck)).finally(() =>
        evenOut(reply.elapsedTime),
      )
      return answerOf(deps, flow, code)
    },
  )

  app.post(
    '/api/v1/forgot-password/other-channel',
    {
      config,
      schema: {
        tags,
        summary: 'Send a new code to the account’s other address, or back to the typed one; the old code is dead',
        response,
        body: resendRecoveryBody,
      },
    },
    async (request, reply) => {
      const { flow: token, botCheck } = request.body
      const { flow, code } = await sendToOtherChannel(deps, token, askerOf(request, botCheck)).finally(() =>
        evenOut(reply.elapsedTime),
      )
      return answerOf(deps, flow, code)
    },
  )

  app.post(
    '/api/v1/forgot-password/state',
    { config, schema: { tags, summary: 'Where this reset stands', response, body: recoveryFlowBody } },
    async (request) => {
      const flow = await getFlow(deps, request.body.flow)
      return answerOf(deps, flow, await findCodeTimes(deps, codeSubject(flow)))
    },
  )

  app.post(
    '/api/v1/forgot-password/finish',
    {
      config,
      schema: {
        tags,
        summary: 'Set a new password with the code. Every session ends, withdrawals pause, nobody is signed in',
        body: finishRecoveryBody,
        response: { 200: finishRecoveryAnswer },
      },
    },
    async (request) => {
      const { flow, code, password } = request.body
      const device = await describeDevice(request)
      const deviceSecret = deviceSecretOf(request)
      const { state, actions, accountId } = await finishRecovery(deps, { flow, code, password, device, deviceSecret })
      cache.forget(accountId)
      return { state, actions }
    },
  )
}

const askerOf = (request: FastifyRequest, botCheck: string | undefined): ResetAsker => ({
  network: networkOf(request.ip),
  deviceSecret: deviceSecretOf(request),
  ...(botCheck === undefined ? {} : { botCheck }),
})

/** Speaks of the typed address alone: which others there are, and whether there are any, is not told. */
async function answerOf(
  deps: Deps,
  flow: RecoveryFlow,
  code?: Pick<IssuedCode, 'resendAt' | 'expiresAt'>,
): Promise<RecoveryAnswer> {
  const times = flow.state === 'code' && code
  return {
    flow: flow.flow,
    state: flow.state,
    actions: await actionsNow(deps, flow),
    channel: flow.identifier.kind === 'email' ? 'email' : 'sms',
    destination: maskIdentifier(flow.identifier),
    toOther: flow.toOther,
    ...(times ? { resendAt: times.resendAt.toISOString(), expiresAt: times.expiresAt.toISOString() } : {}),
  }
}
